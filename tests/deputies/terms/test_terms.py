"""Terms: opened beside the previous one, constituencies, started once."""

from datetime import date
from io import BytesIO

import pytest
from django.db import Error, connection
from openpyxl import load_workbook

from deputies.models import Constituency, Mandate, Term
from deputies.register.services import mandates
from deputies.register.services.mandates import MandateError, Person
from deputies.terms import services as terms
from deputies.terms.page import Comparison
from deputies.terms.services import TermError
from office.models import AuditEntry
from tests.deputies.people import confirm
from tests.pages import source_of
from tests.sessions import at_once

BEGUN, NEXT = date(2017, 1, 12), date(2022, 1, 15)


@pytest.fixture
def term(county):
    return Term.objects.create(
        level="county", number=19, starts_on=BEGUN, is_current=True
    )


def draw(term, town, number=1, **known):
    values = {"name": f"第 {number} 选区", "seats": 2, "population": 5000, **known}
    return Constituency.objects.create(
        term=term, level=term.level, town=town, number=number, **values
    )


@pytest.fixture
def seat(county, term):
    seat = draw(term, county.town)
    seat.villages.add(county.village)
    return seat


def elected(seat, name, on=BEGUN, **known):
    who = {"person": Person(name=name, gender="female", born="1975-06"), **known}
    mandate = mandates.elect_deputy(constituency=seat, on=on, by=None, **who)
    return confirm(mandate)


def opened(by, number=20, **known):
    values = {"level": "county", "starts_on": NEXT, "basis": "决定", **known}
    return terms.open_term(number=number, by=by, **values)


# --- Opening ---------------------------------------------------------------------------


def test_the_next_term_stands_empty_beside_the_present_one(county, term, seat):
    after = opened(county.office)
    term.refresh_from_db()
    assert (term.state, after.state) == ("本届", "筹备中")
    assert not after.constituencies.exists()
    assert AuditEntry.objects.get(action="open_term").user == county.office


@pytest.mark.parametrize(
    "changes", [{"number": 21}, {"number": 19}, {"starts_on": BEGUN}, {"basis": " "}]
)
def test_a_term_that_does_not_follow_is_not_opened(county, term, changes):
    with pytest.raises(TermError):
        opened(county.office, **changes)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_open_the_next_term_once(county, term):
    results = at_once(2, lambda: opened(county.office))
    assert sum(isinstance(r, Term) for r in results) == 1
    assert sum(isinstance(r, TermError) for r in results) == 1
    assert Term.objects.filter(number=20).count() == 1


# --- Drawing ---------------------------------------------------------------------------


def test_a_copy_is_drawn_anew_and_the_older_term_keeps_its_own(county, term, seat):
    after = opened(county.office)
    copied = terms.copy_constituencies(source=term, target=after, by=county.office)
    copy = after.constituencies.get()
    copy.name, copy.seats = "重划的选区", 3
    copy.save()
    seat.refresh_from_db()

    assert (copied.count, copied.gone) == (1, ())
    assert list(copy.villages.all()) == [county.village]
    assert copy.population is None
    assert (seat.name, seat.seats) == ("第 1 选区", 2)


def test_a_village_that_was_merged_is_named_and_left_out(county, term, seat):
    county.village.valid_until = date(2023, 1, 1)
    county.village.save()
    after = opened(county.office)
    copied = terms.copy_constituencies(source=term, target=after, by=county.office)

    assert copied.gone == ("第 1 选区：王富村已撤销，没有带过来。",)
    assert not after.constituencies.get().villages.exists()


def test_nothing_is_copied_over_what_was_drawn(county, term, seat):
    after = opened(county.office)
    draw(after, county.town)
    with pytest.raises(TermError, match="已经有选区"):
        terms.copy_constituencies(source=term, target=after, by=county.office)


def test_a_constituency_with_somebody_elected_is_not_dropped(county, term):
    after = opened(county.office)
    kept, dropped = draw(after, county.town), draw(after, county.town, 2)
    elected(kept, "许长河", on=NEXT)
    with pytest.raises(TermError):
        terms.drop_constituency(constituency=kept, by=county.office)
    terms.drop_constituency(constituency=dropped, by=county.office)
    assert list(after.constituencies.all()) == [kept]


def test_a_number_that_the_formula_does_not_give_is_refused(county, term):
    after = opened(county.office)
    asked = {"term": after, "division": county.division, "population": 783_200}
    with pytest.raises(TermError, match="296"):
        terms.set_quota(seats=300, basis="决定", by=county.office, **asked)
    quota = terms.set_quota(seats=296, basis="决定", by=county.office, **asked)
    assert quota.by_law.total == 296


def test_a_number_stands_once_the_term_has_begun(county, term):
    with pytest.raises(TermError, match="筹备"):
        terms.set_quota(
            term=term,
            division=county.division,
            population=783_200,
            seats=296,
            basis="决定",
            by=county.office,
        )


# --- Beginning -------------------------------------------------------------------------


@pytest.fixture
def begun(county, term, seat):
    county.stays, county.leaves = elected(seat, "许长河"), elected(seat, "何玉梅")
    after = opened(county.office)
    terms.copy_constituencies(source=term, target=after, by=county.office)
    again = after.constituencies.get()
    elected(again, "", on=NEXT, person=None, deputy=county.stays.deputy)
    elected(again, "郭新", on=NEXT)
    county.ended = terms.begin_term(
        term=after, on=NEXT, document="公告", by=county.office
    )
    return after


def test_the_older_seats_end_by_the_end_of_the_term(county, term, begun):
    term.refresh_from_db()
    old = term.mandates.all()
    assert county.ended == 2
    assert {(m.status, m.end_cause, m.ends_on) for m in old} == {
        ("ended", "term_ended", NEXT)
    }
    change = county.leaves.changes.first()
    assert (change.cause, change.law) == ("term_ended", "代表法第二条")
    assert (term.state, term.ends_on) == ("往届", NEXT)
    assert Mandate.objects.in_office().count() == 2


def test_a_past_term_takes_no_more_seats_and_is_not_redrawn(county, term, seat, begun):
    with pytest.raises(MandateError, match="届满"):
        elected(seat, "晚到")
    with pytest.raises(Error, match="past term stay"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deputies_constituency SET seats = 3 WHERE id = %s", [seat.pk]
        )


def test_a_constituency_does_not_change_its_term(county, term, seat):
    after = opened(county.office)
    with pytest.raises(Error, match="stays_in_its_term"):
        Constituency.objects.filter(pk=seat.pk).update(term=after)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_begin_a_term_once(county, term, seat):
    after = opened(county.office)
    draw(after, county.town)
    results = at_once(
        2,
        lambda: terms.begin_term(
            term=after, on=NEXT, document="公告", by=county.office
        ),
    )
    assert sum(isinstance(r, TermError) for r in results) == 1
    assert Term.objects.filter(is_current=True).count() == 1


def test_two_terms_compare_people_seats_and_structure(term, begun):
    found = Comparison(term, begun)
    assert [m.deputy.name for m in found.reelected] == ["许长河"]
    assert [m.deputy.name for m in found.newcomers] == ["郭新"]
    assert [m.deputy.name for m in found.gone] == ["何玉梅"]
    first = found.seats[0]
    assert (first.name, first.old, first.new) == ("选区", 1, 1)
    ages = dict(found.structure)["年龄"]
    assert [(p.name, p.old, p.new) for p in ages] == [
        ("35 至 44 岁", 2, 0),
        ("45 至 54 岁", 0, 2),
    ]
    assert found.redrawn == []


# --- The pages -------------------------------------------------------------------------


@pytest.fixture
def office(client, county):
    client.force_login(county.office)
    return client


def test_a_term_is_opened_copied_and_begun_by_pages(office, county, term, seat):
    office.post(
        "/desk/register/new",
        {"level": "county", "number": 20, "starts_on": "2022-01-15", "basis": "决定"},
    )
    after = Term.objects.get(number=20)
    url = f"/desk/register/{after.pk}"
    office.post(f"{url}/copy", {"source": term.pk})
    data = {"division": county.division.pk, "population": 783200, "seats": 296}
    office.post(f"{url}/quota", {**data, "basis": "决定"})
    page = office.get(url).content.decode()
    assert "140 + 783,200 ÷ 5,000（取整 156）= 296" in page
    assert "还差 294 名" in page
    office.post(f"{url}/begin", {"on": "2022-01-15", "document": "公告"})
    after.refresh_from_db()
    assert after.is_current


def test_what_is_refused_is_said_and_what_was_typed_stays(office, county, term):
    data = {"level": "county", "number": 25, "starts_on": "2022-01-15"}
    page = office.post("/desk/register/new", {**data, "basis": "决定之一"})
    assert "下一届是第 20 届" in page.content.decode()
    assert "决定之一" in page.content.decode()
    for bad in ({}, {**data, "basis": "\x00"}, {**data, "number": "9" * 30}):
        assert office.post("/desk/register/new", bad).status_code == 200


def test_a_town_reads_the_terms_and_opens_none(client, county, term, seat):
    client.force_login(county.town_office)
    assert client.get("/desk/register/").status_code == 200
    assert client.get(f"/desk/register/{term.pk}").status_code == 200
    assert client.get("/desk/register/new").status_code == 403
    assert client.post(f"/desk/register/constituencies/{seat.pk}/drop").status_code == (
        403
    )


def test_who_looks_for_a_vote_online_reads_that_there_is_none(office, county):
    page = office.get("/desk/register/").content.decode()
    assert "代表选举、罢免的投票不在网上进行" in page
    assert "选举法第三十八条、第四十条" in page


def test_the_comparison_is_a_page_and_a_workbook(office, county, term, begun):
    asked = {"old": term.pk, "new": begun.pk}
    page = source_of(office.get("/desk/register/compare", asked))
    assert "1 名连任，1 名不再担任；县第 20 届新当选 1 名" in page and "郭新" in page
    data = office.get("/desk/register/compare.xlsx", asked)
    book = load_workbook(BytesIO(data.content))
    assert book.sheetnames == ["选区和名额", "选区变化", "代表", "构成"]
    assert [row[:2] for row in book["代表"].iter_rows(values_only=True)] == [
        ("变化", "姓名"),
        ("连任", "许长河"),
        ("新当选", "郭新"),
        ("不再担任", "何玉梅"),
    ]
    assert AuditEntry.objects.get(action="export_terms").user == county.office


def test_terms_of_two_levels_are_not_compared(office, county, term):
    other = Term.objects.create(level="town", number=19, starts_on=BEGUN)
    asked = {"old": term.pk, "new": other.pk}
    page = office.get("/desk/register/compare", asked).content.decode()
    assert "请选同一级的两届" in page
    assert office.get("/desk/register/compare.xlsx", asked).status_code == 302


def test_a_past_constituency_is_read_and_not_changed(office, seat, begun):
    url = f"/admin/deputies/constituency/{seat.pk}/change/"
    assert office.get(url).status_code == 200
    assert office.post(url, {"seats": 3}).status_code == 403


def test_the_deputies_of_a_term_are_listed_by_strokes(office, county, term):
    seat = draw(term, county.town, seats=3)
    for name in ("郭新", "丁一", "王五"):
        elected(seat, name)
    url = f"/desk/register/{term.pk}/deputies"
    page = office.get(url).content.decode()
    places = [page.index(name) for name in ("丁一", "王五", "郭新")]
    assert places == sorted(places)
    assert "没有这样的代表" in office.get(url, {"status": "ended"}).content.decode()
    assert (
        office.get(url, {"town": "\x00", "status": "x", "page": "-1"}).status_code
        == 200
    )


def test_lists_cost_the_same_with_one_and_with_three(
    office, county, term, seat, django_assert_num_queries, django_assert_max_num_queries
):
    elected(seat, "丁一")
    pages = ("/desk/register/", f"/desk/register/{term.pk}")
    pages += (f"/desk/register/{term.pk}/deputies",)
    counts = []
    for url in pages:
        office.get(url)
        with django_assert_max_num_queries(12) as used:
            office.get(url)
        counts.append(len(used))
    elected(draw(term, county.town, 2), "王五")
    elected(draw(term, county.other_town, 3), "郭新")
    Term.objects.create(level="town", number=18, starts_on=BEGUN, is_current=True)
    Term.objects.create(level="town", number=19, starts_on=NEXT)
    for url, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            office.get(url)
