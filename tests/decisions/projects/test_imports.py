"""Import of a year's list: preview, written exactly as previewed, all or nothing."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from openpyxl import Workbook

from decisions.models import BenchmarkResult, Project
from decisions.projects.services.benchmarks import read_benchmarks
from decisions.projects.services.imports import import_projects, plan_import
from decisions.resolutions.errors import DecisionError
from tests.decisions.projects.projects import programme, project
from tests.paths import SHARED
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
REAL = SHARED / "projects"
HEADER = "序号 项目名称 建设内容及规模 建设工期 总投资（万元） 年度投资（万元） 资金来源 责任单位"
ROWS = [
    (
        1,
        "北部水厂",
        "日供水 5 万方",
        "2026年3月-11月",
        18600,
        9000.5,
        "县财政",
        "水利局",
    ),
    (2, "清淤", "清淤 3 公里", "2026.3-2027.6", "1,200", 300, "县财政", "费县水利局"),
]


def sheet(rows=ROWS, header=HEADER):
    book = Workbook()
    table = book.active
    table.append(["费县政府投资项目表"])
    table.append(header.split(" "))
    for row in rows:
        table.append(row)
    table.append(["合计", None, None, None, 19800])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def send(client, plan, data=None, **text):
    url = reverse("decisions:programme_import", args=[plan.pk])
    file = {"file": SimpleUploadedFile("项目.xlsx", data)} if data else {}
    return client.post(url, file | text)


def test_money_months_and_units_are_read_as_they_stand(county):
    plan = programme(county, kind="investment", seats=2)
    found = plan_import(programme=plan, data=sheet())

    assert found.bad == []
    assert import_projects(programme=plan, plan=found, by=county.office) == 2
    first, second = plan.projects.order_by("number")
    assert (first.total, first.this_year) == (
        Decimal("186000000.00"),
        Decimal("90005000.00"),
    )
    assert (str(first.begins_on), str(second.ends_on)) == ("2026-03-01", "2027-06-30")
    assert {first.unit, second.unit} == {county.water}


@pytest.mark.parametrize(
    ("change", "data"),
    [
        ({7: "外星局"}, "没有叫“外星局”的责任单位"),
        ({4: "很多"}, "不是金额"),
        ({4: "nan"}, "不是金额"),
        ({5: 99999}, "年度投资多于总投资"),
        ({1: ""}, "没有项目名称"),
        ({1: "清淤"}, "同名"),
        ({1: "长" * 90}, "超过 80 字"),
        ({3: "明年"}, "读不出来"),
        ({3: "2026年11月-3月"}, "止早于起"),
        ({0: 2}, ""),
    ],
)
def test_each_bad_cell_is_named_with_its_row_and_nothing_is_written(
    county, change, data
):
    plan = programme(county, kind="investment", seats=2)
    bad = [change.get(at, cell) for at, cell in enumerate(ROWS[0])]
    found = plan_import(programme=plan, data=sheet([bad, ROWS[1]]))

    if not data:
        assert [row.facts["number"] for row in found.rows] == [1, 2]
        return
    assert data in "；".join(p for row in found.bad for p in row.problems)
    with pytest.raises(DecisionError, match="先改好"):
        import_projects(programme=plan, plan=found, by=county.office)
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("header", "data"),
    [
        (HEADER.replace("总投资（万元）", "总投资"), "没有写单位"),
        ("甲 乙 丙", "没有找到表头"),
    ],
)
def test_a_table_without_unit_or_header_is_refused(county, header, data):
    plan = programme(county, kind="investment", seats=2)
    with pytest.raises(DecisionError, match=data):
        plan_import(programme=plan, data=sheet(header=header))


def test_what_was_tried_is_written_without_sending_it_again(client, county):
    plan = programme(county, kind="investment", seats=2)
    client.force_login(county.dispatcher)

    tried = send(client, plan, sheet())
    assert not Project.objects.exists()
    kept = tried.context["kept"]
    assert kept in tried.content.decode()
    forged = send(client, plan, kept=kept[:-2] + "xx", write="1")
    assert "请选项目表" in forged.content.decode()
    assert send(client, plan, kept=kept, write="1").status_code == 302
    assert Project.objects.count() == 2
    again = send(client, plan, kept=kept, write="1")
    assert "已经有同名的项目" in again.content.decode()


@pytest.mark.parametrize(
    "data", [b"\x00\x01", b"PK\x03\x04junk", "甲,乙\n1,2".encode()]
)
def test_a_file_that_is_none_says_so(client, county, data):
    plan = programme(county, kind="investment", seats=2)
    client.force_login(county.dispatcher)
    answer = send(client, plan, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_write_it_once(county):
    plan = programme(county, kind="investment", seats=2)
    project(county, plan, "已有的", number=9)
    found = plan_import(programme=plan, data=sheet())
    answers = at_once(
        2, lambda: import_projects(programme=plan, plan=found, by=county.office)
    )
    assert sum(isinstance(answer, DecisionError) for answer in answers) == 1
    assert plan.projects.count() == 3


PEERS = """place,level,year,stage,candidates_M,selected_K,project_name,method,satisfied,basic,unsatisfied,source_url
甲市,市,2023,测评,,,修路,电子,90,30,2,某报
甲市,市,2023,测评,,,供水,电子,100,20,2,同上
甲市,市,2023,测评,,,养老,电子,95,27,100,同上
乙县,县,2024,票决,24,20,,纸票,,,,同上（二版）
乙县,县,没有,票决,24,20,,纸票,,,,某报
"""


def test_the_real_lists_say_which_of_their_sums_is_wrong():
    """The published lists, if present on this machine; otherwise the sample."""
    files = sorted(REAL.glob("*.csv")) if REAL.is_dir() else []
    found = [read_benchmarks(file.read_bytes()) for file in files]
    found = found or [read_benchmarks(PEERS.encode())]

    doubts = [text for one in found for text in one.doubts]
    assert len(doubts) == 1
    assert "同一次测评的其他项目是" in doubts[0]
    assert sum(len(one.rows) for one in found) >= 4


def test_other_places_are_kept_as_they_published_and_doubts_are_said(tmp_path, capsys):
    file = tmp_path / "benchmarks.csv"
    file.write_text(PEERS, encoding="utf-8")

    call_command("import_benchmarks", file, dry_run=True)
    assert not BenchmarkResult.objects.exists()
    call_command("import_benchmarks", file)
    call_command("import_benchmarks", file)

    text = capsys.readouterr()
    assert "各档合计 222，同一次测评的其他项目是 122" in text.err
    assert "第 6 行" in text.err
    assert BenchmarkResult.objects.count() == 4
    assert BenchmarkResult.objects.get(name="养老").unsatisfied == 100
    with pytest.raises(CommandError, match="读不了"):
        call_command("import_benchmarks", tmp_path / "missing.csv")
