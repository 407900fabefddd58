"""Making a case out of what was said: titles, codes, numbers, and who holds it first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.loop.services import building
from cases.loop.services.building import CODE_ALPHABET, CODE_LENGTH, TITLE_LENGTH
from office.models import Division, Unit
from tests.county import said

codes = st.text(CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def build(county, **changes):
    return building.build_case(
        said(county, **changes), number="1号", code="ABCDEFGH", holder=county.water
    )


# --- Words -----------------------------------------------------------------------------


@given(st.text())
def test_a_title_is_one_line_that_fits_a_list(text):
    title = building.title_of(text)

    assert len(title) <= TITLE_LENGTH
    assert title == " ".join(title.split())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("水渠堵了。下雨就淹路。", "水渠堵了"),
        ("。。水渠堵了！快来", "水渠堵了"),
        ("水渠\t 堵了\n请看", "水渠 堵了"),
        ("！！！", "！！！"),
        ("水" * 40, "水" * 40),
        ("水" * 41, "水" * 39 + "…"),
    ],
)
def test_the_first_sentence_is_the_title(text, title):
    assert building.title_of(text) == title


# --- Codes and factors -----------------------------------------------------------------


def test_a_new_code_is_what_people_can_read_aloud():
    made = {building.new_code() for _ in range(200)}

    assert len(made) == 200
    assert all(building.normal_code(code) == code for code in made)
    assert not set("01ILOU") & set(CODE_ALPHABET)


@given(codes, st.sampled_from(["-", " ", "－", "—", ""]), st.booleans())
def test_a_code_is_known_however_it_is_typed(code, between, small):
    typed = f" {code[:4]}{between}{code[4:]}\n"

    assert building.normal_code(typed.lower() if small else typed) == code


@given(codes.filter(str.isascii), st.sampled_from("01ILOU中é"))
def test_what_cannot_be_a_code_is_none(code, odd):
    assert building.normal_code(code[:-1] + odd) == ""
    assert building.normal_code(code[:-1]) == ""
    assert building.normal_code(code + code[0]) == ""


def test_a_factor_is_of_its_code_and_blind_to_blanks_and_case():
    one = building.factor_hash("ABCDEFGH", "Da Shan")

    assert one == building.factor_hash("ABCDEFGH", "dashan ")
    assert one != building.factor_hash("ABCDEFGJ", "Da Shan")
    assert building.factor_hash("ABCDEFGH", " \n") == ""
    assert building.phone_hash("") == ""
    assert building.phone_hash("13805390000") != building.phone_hash("13805390001")


# --- Numbers ---------------------------------------------------------------------------


@given(st.integers(1, 10**6))
def test_a_number_has_three_digits_and_more_when_it_needs_them(sequence):
    number = building.number_of("探沂", 2026, sequence)

    assert number == f"探沂〔2026〕{str(sequence).rjust(3, '0')}号"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("division", "prefix"),
    [("village", "探沂"), ("town", "探沂"), ("division", "费县")],
)
def test_a_series_is_the_towns_or_the_countys(county, division, prefix):
    intake = said(county, division=getattr(county, division))

    assert building.series_of(intake) == prefix


# --- The case --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_case_is_built_clean_and_unsaved(county):
    case = build(
        county, text="\x00水渠堵了。" + "水" * building.TEXT_LIMIT, place=" 村东头 \x07"
    )

    assert case.pk is None
    assert len(case.text) == building.TEXT_LIMIT
    assert (case.title, case.place, case.status) == ("水渠堵了", "村东头", "received")


@pytest.mark.django_db
def test_a_title_of_ones_own_is_kept(county):
    assert build(county, title=" 关于水渠 ").title == "关于水渠"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "hint", "factor"),
    [
        ({"phone": "13805390000"}, "phone", "0000"),
        ({"phone": "13805390000", "factor": "大山"}, "word", "大山"),
        ({"phone": "", "factor": "大山"}, "word", "大山"),
        ({"phone": ""}, "", ""),
    ],
)
def test_the_last_four_of_the_phone_serve_when_no_word_was_chosen(
    county, facts, hint, factor
):
    case = build(county)

    row = building.build_submitter(case, said(county, **facts))

    assert row.factor_hint == hint
    assert row.factor_hash == building.factor_hash("ABCDEFGH", factor)


@pytest.mark.django_db
def test_the_first_event_is_masked_for_the_public(county):
    case = build(county, text="找 13805391234。", told_by="王站长代录")

    event = building.build_submit_event(case, said(county, told_by="王站长代录"))

    assert "13805391234" not in event.public_note
    assert (event.unit, event.note, event.to_status) == (
        county.water,
        "王站长代录",
        "received",
    )


# --- Who holds it first ----------------------------------------------------------------


@pytest.mark.django_db
def test_the_station_it_was_said_at_else_the_congress_of_the_place(county):
    assert building.first_holder(said(county)) == county.station_unit
    assert building.first_holder(said(county, station=None)) == county.town_congress


@pytest.mark.django_db
def test_a_town_that_was_merged_is_watched_by_what_it_became(county):
    old = Division.objects.create(
        code="371325199",
        name="旧县镇",
        level="town",
        parent=county.division,
        successor=county.other_town,
    )

    assert building.congress_of(old) == county.other_congress


@pytest.mark.django_db
def test_a_town_without_a_congress_in_use_falls_to_the_county(county):
    Unit.objects.filter(pk=county.town_congress.pk).update(is_active=False)

    assert building.congress_of(county.village) == county.congress
    assert building.congress_of(county.division) == county.congress


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("division", "level"),
    [("village", "town"), ("town", "town"), ("division", "county")],
)
def test_a_matter_starts_where_it_lies(county, division, level):
    assert building.level_of(getattr(county, division)) == level


@pytest.mark.django_db
def test_staff_find_the_place_and_the_public_the_answer(county):
    assert "村东" in building.staff_search("1号", "水渠", "堵了", "村东头")
    assert "修好" in building.public_search("水渠", "堵了", "修好了")
    assert building.public_search("水渠", "堵了") != building.public_search("", "")
