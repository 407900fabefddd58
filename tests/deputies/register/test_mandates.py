"""Who was elected: the seats a constituency has, codes that are given once, all or nothing."""

from datetime import date

import pytest

from deputies.models import Constituency, Deputy, Mandate, Term
from deputies.register.services.mandates import (
    MandateError,
    Person,
    check_seat,
    elect_deputy,
)
from office.models import AuditEntry
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
ELECTED_ON = date(2022, 1, 15)


def constituency(county, number=1, seats=1, **term):
    values = {"level": "county", "number": 19, "is_current": True, **term}
    of, _ = Term.objects.get_or_create(
        level=values.pop("level"),
        number=values.pop("number"),
        defaults={"starts_on": ELECTED_ON, **values},
    )
    return Constituency.objects.create(
        term=of,
        level=of.level,
        town=county.town,
        number=number,
        name=f"第 {number} 选区",
        seats=seats,
    )


def elect(row, name="许长河", by=None, **known):
    person = None if known else Person(name=name, gender="male")
    return elect_deputy(constituency=row, on=ELECTED_ON, person=person, by=by, **known)


def test_what_the_law_lets_be_shown_is_kept(county):
    person = Person(" 许长河 ", "male", "种粮大户", "回族", "1975-04")

    mandate = elect_deputy(
        constituency=constituency(county), on=ELECTED_ON, person=person, by=None
    )

    row = mandate.deputy
    assert (row.code, row.name, row.ethnicity) == ("d0001", "许长河", "回族")
    assert (row.born, row.occupation) == ("1975-04", "种粮大户")
    assert (mandate.status, mandate.starts_on) == ("elected", ELECTED_ON)


@pytest.mark.parametrize(
    "person",
    [
        None,
        Person(name=" ", gender="male"),
        Person(name="许长河", gender="x"),
        Person(name="许" * 41, gender="male"),
    ],
)
def test_a_person_who_cannot_be_leaves_nothing(county, person):
    with pytest.raises(MandateError, match=r"[\u4e00-\u9fff]"):
        elect_deputy(
            constituency=constituency(county), on=ELECTED_ON, person=person, by=None
        )

    assert not Deputy.objects.exists()
    assert not AuditEntry.objects.filter(action="elect_deputy").exists()


def test_one_more_than_the_seats_is_refused_and_the_person_not_kept(county):
    row = constituency(county, seats=2)
    elect(row, "甲")
    elect(row, "乙")

    with pytest.raises(MandateError, match="应选 2 名，已经选满"):
        elect(row, "丙")
    assert not Deputy.objects.filter(name="丙").exists()


def test_a_seat_that_is_suspended_or_waits_is_taken_and_an_ended_one_is_free(county):
    row = constituency(county)
    mandate = elect(row)
    with pytest.raises(MandateError, match="已经选满"):
        check_seat(row, None)

    Mandate.objects.filter(pk=mandate.pk).update(
        status="ended", ends_on=date(2025, 1, 1), end_cause="died"
    )
    check_seat(row, None)


def test_a_term_that_is_over_takes_nobody(county):
    over = constituency(county, number=1, is_current=False, ends_on=date(2025, 1, 1))

    with pytest.raises(MandateError, match="已经届满"):
        elect(over)


def test_nobody_sits_twice_in_one_term_whatever_the_constituency(county):
    """选举法 第四十八条."""
    mandate = elect(constituency(county))

    with pytest.raises(MandateError, match="在本届已有代表资格"):
        elect(constituency(county, number=2), deputy=mandate.deputy)


def test_a_code_follows_the_highest_and_not_the_newest(county):
    Deputy.objects.create(code="d0041", name="甲", gender="male")
    Deputy.objects.create(code="d0007", name="乙", gender="male")
    Deputy.objects.create(code="x9999", name="丙", gender="male")

    assert elect(constituency(county)).deputy.code == "d0042"


def test_who_wrote_it_down_is_on_record(county):
    mandate = elect(constituency(county), by=county.office)

    entry = AuditEntry.objects.get(action="elect_deputy")
    assert entry.object_id == str(mandate.pk)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_of_two_constituencies_give_two_codes(county):
    """A code stands in printed addresses: neither of them fails, and none is given twice."""
    rows = iter([constituency(county, 1), constituency(county, 2)])

    answers = at_once(2, lambda: elect(next(rows)))

    codes = sorted(one.deputy.code for one in answers)
    assert codes == ["d0001", "d0002"]


@pytest.mark.django_db(transaction=True)
def test_one_person_elected_in_two_constituencies_at_once_sits_once(county):
    deputy = Deputy.objects.create(code="d0001", name="甲", gender="male")
    rows = iter([constituency(county, 1), constituency(county, 2)])

    answers = at_once(2, lambda: elect(next(rows), deputy=deputy))

    assert sum(isinstance(one, MandateError) for one in answers) == 1
    assert Mandate.objects.count() == 1
