"""What a row means here: its place on its day, its category, its unit, and its identity."""

from datetime import date

import pytest

from cases.imports.models import ImportBatch, ImportRow
from cases.imports.services.rows import (
    CategoryBook,
    PlaceBook,
    RowReader,
    UnitBook,
    source_key,
)
from cases.imports.sheets.values import CleanRow
from cases.models import Category
from office.models import Division, Unit
from tests.county import moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)
COLUMNS = [("时间", "at"), ("地点", "place"), ("内容", "text"), ("姓名", "name")]


def batch(county, columns=COLUMNS, **facts):
    values = {"name": "登记表.csv", "columns": columns, "created_by": county.office}
    return ImportBatch.objects.create(**{**values, **facts})


def row(of, line=2, corrected=None, **raw):
    cells = {"时间": "2026-11-03", "地点": "王富村", "内容": "路灯不亮", **raw}
    return ImportRow(batch=of, line=line, raw=cells, corrected=corrected or {})


# --- Places ----------------------------------------------------------------------------


def test_a_town_that_was_merged_is_found_by_the_day_of_the_row(county):
    """Two divisions of one name: the one that was there on that day."""
    ended = date(2020, 1, 1)
    old = Division.objects.create(
        code="371325199",
        name="旧县镇",
        level="town",
        parent=county.division,
        valid_until=ended,
    )
    new = Division.objects.create(
        code="371325198",
        name="旧县镇",
        level="town",
        parent=county.division,
        valid_from=ended,
    )
    book = PlaceBook()

    assert book.find("旧县镇", "", date(2019, 12, 31)).division == old
    assert book.find("旧县镇", "", ended).division == new


def test_what_never_was_valid_on_the_day_is_still_better_than_nothing(county):
    gone = Division.objects.create(
        code="371325199",
        name="旧县镇",
        level="town",
        parent=county.division,
        valid_until=date(2010, 1, 1),
    )

    assert PlaceBook().find("旧县镇", "", DAY).division == gone


def test_two_villages_that_a_short_name_fits_fall_back_on_their_town(county):
    Division.objects.create(
        code="371325104299", name="王富社区", level="village", parent=county.town
    )

    place = PlaceBook().find("探沂镇王富", "", DAY)

    assert place.division == county.town
    assert place.remark == "探沂镇有 2 个叫这个名字的，地点记到探沂镇"


def test_two_towns_in_one_cell_leave_it_with_the_county_and_say_so(county):
    place = PlaceBook().find("探沂镇和石井镇", "", DAY)

    assert place.division == county.division
    assert "对得上几个地方" in place.remark


def test_two_towns_in_the_words_decide_nothing(county):
    place = PlaceBook().find("", "从探沂镇到石井镇的路坏了", DAY)

    assert (place.division, place.remark) == (county.division, "没有写地点，先记到费县")


def test_a_village_carries_the_name_of_its_seat(county):
    seat = Division.objects.create(
        code="371325109201", name="石井村", level="village", parent=county.other_town
    )

    assert PlaceBook().find("石井镇石井村", "", DAY).division == seat


def test_without_a_county_nothing_is_guessed(db):
    with pytest.raises(LookupError):
        PlaceBook().find("王富村", "", DAY)


# --- Categories and units ----------------------------------------------------------------


def test_a_category_is_known_by_its_name_by_part_of_it_or_by_its_words():
    book = CategoryBook()
    environment = Category.objects.get(code="environment")

    assert book.find("环境保护") == (environment, "")
    assert book.find("环境保护类") == (environment, "类别“环境保护类”按“环境保护”算")
    assert book.find("") == (None, "")
    assert book.find("莫名其妙") == (None, "类别“莫名其妙”对不上，受理时再定")


def test_a_category_out_of_use_is_not_found():
    Category.objects.filter(code="environment").update(is_active=False)

    found, _ = CategoryBook().find("环境保护")
    assert found is None or found.code != "environment"


def test_the_named_unit_answered_and_else_the_competent_one(county):
    book = UnitBook()

    assert book.find("水利局", None, county.village) == county.water
    assert book.find("费县水利局", None, county.village) == county.water
    # Nobody knows whose it is: whoever hands on for the government.
    assert book.find("外星局", None, county.division) == county.government


def test_a_congress_answers_no_opinions(county):
    assert UnitBook().find("代表工委", None, county.division) == county.government


def test_where_nobody_answers_there_is_no_unit(county):
    Unit.objects.handling().update(is_active=False)

    assert UnitBook().find("水利局", None, county.village) is None


# --- Rows ------------------------------------------------------------------------------


def test_cells_of_one_field_are_joined_unless_one_says_the_other(county):
    columns = [("镇", "place"), ("村", "place"), *COLUMNS[2:], COLUMNS[0]]
    reader = RowReader(batch(county, columns))
    one = ImportRow(line=2, raw={"镇": "探沂镇", "村": "王富村"})
    other = ImportRow(line=3, raw={"镇": "探沂镇王富村", "村": "王富村"})

    assert reader.values(one)["place"] == "探沂镇王富村"
    assert reader.values(other)["place"] == "探沂镇王富村"


def test_what_was_corrected_stands_for_what_was_written(county):
    of = batch(county)

    read = RowReader(of).read(row(of, corrected={"place": "石井镇"}))

    assert read.intake.division == county.other_town


def test_a_row_says_from_which_file_and_line_it_came(county):
    of = batch(county)

    intake = RowReader(of).read(row(of, line=17)).intake

    assert intake.told_by == "导入：登记表.csv 第 17 行"
    assert (intake.channel, intake.by) == ("import", county.office)
    assert intake.at == moment("2026-11-03 00:00")


def test_a_station_gives_its_place_to_what_names_none(county):
    of = batch(county, station=county.station)
    reader = RowReader(of)

    assert reader.read(row(of, 地点="")).intake.division == county.station.division
    assert reader.read(row(of, 地点="石井镇")).intake.division == county.other_town


def test_a_bad_row_has_a_key_and_no_intake(county):
    of = batch(county)

    read = RowReader(of).read(row(of, 时间="昨天"))

    assert read.intake is None
    assert read.key.startswith("row:")
    assert read.clean.errors


# --- Identity ----------------------------------------------------------------------------


def key(at_cell="2026-11-03", **facts):
    values = {"text": "路灯不亮", "at": moment("2026-11-03 00:00"), **facts}
    return source_key(CleanRow(**values), at_cell)


def test_another_form_of_the_date_or_other_blanks_are_the_same_row():
    assert key("2026年11月3日", text=" 路灯 不亮\n") == key()


@pytest.mark.parametrize(
    "facts",
    [
        {"text": "路灯不亮了"},
        {"name": "李大山"},
        {"phone": "13805390000"},
        {"source_id": "7"},
        {"place": "石井镇"},
        {"at": moment("2026-11-04 00:00")},
    ],
)
def test_whatever_else_differs_is_another_row(facts):
    assert key(**facts) != key()


def test_what_was_said_in_one_cell_is_not_what_was_said_in_two():
    assert key(name="李", phone="大山") != key(name="李大山", phone="")


def test_a_row_without_a_time_is_known_again_on_another_day():
    first = key("", at=moment("2026-11-03 09:00"))

    assert key("", at=moment("2026-11-09 12:00")) == first
