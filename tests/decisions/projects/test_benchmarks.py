"""What other places published: read line by line, refused in words, written once."""

import pytest

from decisions.models import BenchmarkResult
from decisions.projects.services.benchmarks import read_benchmarks, write_benchmarks
from decisions.resolutions.errors import DecisionError
from tests.sessions import at_once

HEAD = "place,level,year,stage,candidates_M,selected_K,project_name,method,"
HEAD += "satisfied,basic,unsatisfied,source_url"


def read(*lines, head=HEAD):
    return read_benchmarks("\n".join([head, *lines]).encode())


def line(
    place="甲县", year="2024", count="24", name="路灯", votes="100,20,2", src="某报"
):
    return f"{place},县,{year},测评,{count},20,{name},纸票,{votes},{src}"


def test_a_line_is_kept_as_it_stands():
    (row,) = read(line(year="2022(拟投资2023)")).rows

    assert (row.place, row.year, row.candidates, row.chosen) == ("甲县", 2022, 24, 20)
    assert (row.satisfied, row.basically, row.unsatisfied) == (100, 20, 2)
    assert (row.name, row.source, row.doubt) == ("路灯", "某报", "")


def test_empty_lines_and_empty_numbers_are_no_fault():
    found = read("", line(count="", votes=",,"), ",,,,,,,,,,,")

    assert [(row.candidates, row.satisfied) for row in found.rows] == [(None, None)]
    assert found.refused == []


@pytest.mark.parametrize("head", ["", "地方,年度", "place,level"])
def test_a_file_without_its_header_is_refused(head):
    with pytest.raises(DecisionError, match="place、year"):
        read(line(), head=head)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (line(place=""), "没有地方"),
        (line(year=""), "没有年度"),
        (line(year="去年"), "year 的“去年”不是整数"),
        (line(count="二十四"), "candidates_M 的“二十四”不是整数"),
        (line(count="２４"), "不是整数"),
        (line(count="-1"), "不是整数"),
        (line(count="40000"), "32767"),
        (line(place="甲" * 41), "40"),
        (line(name="灯" * 81), "80"),
        ("甲县,县,2024", "有 3 格，表头有 12 格"),
        (line() + ",多一格", "有 13 格，表头有 12 格"),
    ],
)
def test_a_bad_line_is_refused_in_words_and_the_others_stay(bad, why):
    found = read(line(), bad, line(name="养老"))

    assert [row.name for row in found.rows] == ["路灯", "养老"]
    (said,) = found.refused
    assert said.startswith("第 3 行：")
    assert why in said
    assert "zip" not in said


def test_the_same_source_again_keeps_its_own_remark():
    rows = read(
        line(src="某报（头版）"),
        line(name="乙", src="同上（二版）"),
        line(name="丙", src="同上"),
    ).rows

    assert [row.source for row in rows] == ["某报（头版）", "某报（二版）", "某报"]


def test_a_sum_unlike_the_others_of_its_vote_is_doubted_and_not_corrected():
    found = read(
        line(name="一"),
        line(name="二", votes="100,20,102"),
        line(name="三", votes="90,30,2"),
        line(place="乙县", name="四", votes="50,0,0"),
    )

    doubts = {row.name: row.doubt for row in found.rows if row.doubt}
    assert doubts == {"二": "各档合计 222，同一次测评的其他项目是 122"}
    assert found.doubts == [f"第 3 行 甲县“二”：{doubts['二']}"]
    assert found.rows[1].unsatisfied == 102


def test_a_vote_published_in_part_is_not_doubted():
    assert read(line(name="一"), line(name="二", votes="7,,")).doubts == []


@pytest.mark.django_db
def test_writing_again_writes_only_what_is_new():
    assert write_benchmarks(read(line()).rows) == 1
    assert write_benchmarks(read(line(), line(name="养老")).rows) == 1
    assert BenchmarkResult.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_each_say_what_they_wrote():
    lines = [line(name=f"项目{n}") for n in range(200)]

    counts = at_once(2, lambda: write_benchmarks(read(*lines).rows))

    assert sorted(counts) == [0, 200]
