from datetime import date

import pytest
from django.core.management import CommandError, call_command

from office.models import Division
from office.places.services.divisions import (
    DivisionError,
    import_divisions,
    plan_import,
    read_rows,
)
from office.places.sheets.years import read_history, short_name
from tests.paths import SHARED
from tests.sessions import at_once

DATA = SHARED / "divisions"

TOWNS = """code,name,level,type,parent_code
371325,费县,3,县,3713
371325001,费城街道,4,街道,371325
371325104,探沂镇,4,镇,371325
"""
# 刘庄镇 was merged into 探沂镇, 费城镇 became a 街道; 大庄 cannot be traced.
YEARS = """year,town,village
2009,费城镇,阳城村委会
2009,探沂镇,王富村民委员会
2009,刘庄镇,管疃村委会
2009,刘庄镇,大庄村委会
2010,费城街道,阳城社区居委会
2010,探沂镇,王富村民委员会
2010,探沂镇,管疃村民委员会
"""


def done(text):
    plan = plan_import(read_rows(text.encode()))
    return import_divisions(plan=plan, by=None)


@pytest.fixture
def places(db):
    done(TOWNS)
    done(YEARS)


def place(name, **more):
    return Division.objects.get(name=name, **more)


def test_a_plan_writes_nothing(db):
    plan = plan_import(read_rows(TOWNS.encode()))

    assert plan.summary.startswith("新增 3，更新 0，不变 0")
    assert not Division.objects.exists()


def test_towns_hang_below_the_county(db):
    assert done(TOWNS) == 3

    town = place("探沂镇")
    assert (town.parent.name, town.kind, town.level) == ("费县", "镇", "town")


@pytest.mark.parametrize("text", [TOWNS, YEARS])
def test_imported_twice_changes_nothing(places, text):
    before = list(Division.objects.order_by("pk").values())

    assert done(text) == 0
    assert list(Division.objects.order_by("pk").values()) == before


def test_a_merged_town_is_closed_and_names_what_it_became(places):
    old = place("刘庄镇")

    assert old.valid_until == date(2010, 1, 1)
    assert old.successor == place("探沂镇")


def test_a_renamed_town_is_another_place_from_that_year_on(places):
    assert place("费城镇").successor == place("费城街道")
    assert place("费城街道").valid_from == date(2010, 1, 1)


def test_a_village_is_followed_into_the_town_its_town_became_part_of(places):
    old = place("管疃", parent__name="刘庄镇")

    assert old.successor == place("管疃", parent__name="探沂镇")


def test_a_village_that_became_a_community_is_followed(places):
    assert place("阳城", parent__name="费城镇").successor.place_name == "费城街道阳城"


def test_a_village_that_cannot_be_traced_has_no_invented_successor(places):
    old = place("大庄")

    assert old.valid_until == date(2010, 1, 1)
    assert old.successor is None


def test_each_year_has_the_places_it_had(places):
    in_2009 = Division.objects.valid_on(date(2009, 6, 1)).towns()
    in_2010 = Division.objects.valid_on(date(2010, 6, 1)).towns()

    assert {d.name for d in in_2009} == {"费城镇", "探沂镇", "刘庄镇"}
    assert {d.name for d in in_2010} == {"费城街道", "探沂镇"}


def test_what_was_merged_is_found_under_what_it_became(places):
    found = Division.objects.and_predecessors_of(place("探沂镇"))

    assert {d.place_name for d in found} == {
        "探沂镇",
        "刘庄镇",
        "探沂镇王富",
        "探沂镇管疃",
        "刘庄镇管疃",
        "刘庄镇大庄",
    }


def test_a_village_finds_the_one_it_was(places):
    found = Division.objects.and_predecessors_of(place("管疃", parent__name="探沂镇"))

    assert {d.place_name for d in found} == {"探沂镇管疃", "刘庄镇管疃"}


def test_the_county_finds_everything(places):
    found = Division.objects.and_predecessors_of(place("费县"))

    assert found.count() == Division.objects.count()


def test_a_clerk_names_the_successor_the_lists_do_not_know(places):
    new = place("王富")
    old = place("大庄")

    done(
        "code,name,level,parent_code,valid_until,successor\n"
        f"{old.code},大庄,5,{old.parent.code},2010-01-01,{new.code}\n"
    )

    old.refresh_from_db()
    assert (old.successor, old.valid_until) == (new, date(2010, 1, 1))


def test_two_places_of_one_name_in_one_town_stay_two(db):
    history = read_history(
        [(2009, "费城镇", "幸福居委会"), (2009, "费城镇", "幸福村委会")]
    )

    assert {v.name for v in history.villages} == {"幸福居委会", "幸福村委会"}


def test_a_chain_of_mergers_leads_to_the_living_town():
    history = read_history(
        [
            (2009, "城北乡", "东洲村委会"),
            (2010, "城北镇", "东洲村委会"),
            (2011, "费城街道", "东洲村委会"),
        ]
    )

    assert history.towns["城北乡"].heir == "费城街道"


def test_today_s_list_completes_what_the_yearly_lists_brought(places):
    done("town,name,kind\n探沂镇,王富村民委员会,村委会\n")

    assert place("王富").kind == "村委会"
    assert Division.objects.filter(name="王富").count() == 1


def test_a_place_known_by_another_code_keeps_it(places):
    town = place("探沂镇")
    known = Division.objects.create(
        code="371325104299", name="新村", level="village", parent=town
    )

    done("town,name\n探沂镇,新村村民委员会\n")

    known.refresh_from_db()
    assert known.full_name == "新村村民委员会"
    assert Division.objects.filter(name="新村").count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_usual_encoding_is_read(encoding):
    rows = read_rows(TOWNS.encode(encoding))

    assert [row["name"] for row in rows] == ["费县", "费城街道", "探沂镇"]


@pytest.mark.parametrize(
    ("content", "data"),
    [
        (b"", "没有内容"),
        (b"code,name\n", "没有内容"),
        (b"a,b\n1,2\n", "认不出列名"),
        (b"code,name,level,parent_code\n1,\x00,4,2\n", "空字节"),
        (b"\xff\xff\xff\xff", "编码认不出来"),
        ("code,name,level,parent_code\n1,甲,9,2\n".encode(), "第 2 行的代码或层级"),
        (b"code,name,level,parent_code\n1,,4,2\n", "第 2 行缺少 name"),
        (f"code,name,level,parent_code\n1,{'长' * 5000},4,2\n".encode(), "太长"),
        ("year,town,village\n2009,甲镇\n".encode(), "第 2 行缺少 village"),
        ("year,town,village\n今年,甲镇,乙村\n".encode(), "第 2 行的年份不对"),
        ("year,town,village\n2009,甲镇,乙村\n".encode(), "“甲镇”还没有"),
        ("town,name\n甲镇,乙村\n".encode(), "“甲镇”还没有，请先导入乡镇街道"),
        ("town,name\n探沂镇,乙\n探沂镇,乙\n".encode(), "不止一次"),
        (
            "code,name,level,parent_code,valid_until\n1,甲,4,371325,昨天\n".encode(),
            "要写成 2011-01-01",
        ),
        (b"x" * (11 * 1024 * 1024), "文件太大"),
    ],
)
def test_a_file_that_is_no_table_of_places_is_refused_in_words(db, content, data):
    done(TOWNS)

    with pytest.raises(DivisionError) as raised:
        plan_import(read_rows(content))

    assert data in str(raised.value)


def test_a_town_of_an_unknown_county_is_refused_and_nothing_is_half_done(db):
    text = "code,name,level,parent_code\n371325,费县,3,3713\n1,甲镇,4,999\n"

    with pytest.raises(DivisionError, match="“甲镇”的上级 999 还没有"):
        done(text)

    assert not Division.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_file_imported_by_two_sessions_at_once_is_there_once():
    done(TOWNS)
    plan = plan_import(read_rows(YEARS.encode()))

    given = at_once(2, lambda: import_divisions(plan=plan, by=None))

    assert not [one for one in given if isinstance(one, Exception)] or any(
        isinstance(one, DivisionError) for one in given
    )
    assert Division.objects.filter(name="王富").count() == 1


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("黄土庄村村民委员会", "黄土庄村"),
        ("先农坛社区居民委员会", "先农坛社区"),
        ("自由居委会", "自由"),
        ("居委会", "居委会"),
    ],
)
def test_a_place_is_called_without_its_committee(full, short):
    assert short_name(full) == short


def test_the_command_is_a_dry_run_unless_told_otherwise(db, tmp_path, capsys):
    path = tmp_path / "towns.csv"
    path.write_text(TOWNS, encoding="gb18030")

    call_command("import_divisions", path)
    call_command("import_divisions", path, "--apply", "--dry-run")

    assert "这是试算，没有写入" in capsys.readouterr().out
    assert not Division.objects.exists()


def test_the_command_writes_when_told(db, tmp_path, capsys):
    path = tmp_path / "towns.csv"
    path.write_text(TOWNS, encoding="utf-8")

    call_command("import_divisions", path, "--apply")

    assert "写入 3 个" in capsys.readouterr().out
    assert Division.objects.count() == 3


def test_the_command_says_when_there_is_no_file(db, tmp_path):
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import_divisions", tmp_path / "none.csv")


def lists():
    """The county's real lists if present, else those above.

    Returns them with the numbers (towns, villages) in 2009 and today.
    """
    if not DATA.is_dir():
        return [TOWNS.encode(), YEARS.encode()], [(3, 4), (2, 3)]
    names = ("townships_mca_20251231", "villages_2009_2023", "villages_2023")
    files = [(DATA / f"feixian_{name}.csv").read_bytes() for name in names]
    return files, [(18, 563), (12, 415)]


def test_the_lists_give_the_places_of_2009_and_those_of_today(db):
    files, expected = lists()

    for content in files:
        import_divisions(plan=plan_import(read_rows(content)), by=None)

    days = (date(2009, 6, 1), date(2026, 11, 23))
    then = [Division.objects.valid_on(day) for day in days]
    assert [(d.towns().count(), d.villages().count()) for d in then] == expected
