"""Check-in: by code, by the keeper, on paper; no duplicates; effect on the record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from deputies.activities.enums.records import RecordKind
from deputies.contact.enums import CheckInSource, DayState, DutyState
from deputies.contact.figures import attendance_of
from deputies.contact.services.check_in import (
    CheckInError,
    check_in,
    close_days,
    code_of,
    is_current,
    undo_check_in,
)
from deputies.contact.services.duties import excuse_duty
from deputies.models import ActivityRecord, RosterDuty
from tests.county import moment
from tests.deputies.rota import duty_of, people_of_station, published_day
from tests.sessions import at_once, together

pytestmark = pytest.mark.django_db
MORNING = moment("2026-11-05 09:10")
CODE, KEEPER, PAPER = CheckInSource.CODE, CheckInSource.KEEPER, CheckInSource.PAPER


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(MORNING)


@pytest.fixture
def day(county):
    county.one, county.two, county.three = people_of_station(county)
    return published_day(county)


def came(day, person, source=CODE, by=None, **text):
    return check_in(duty=duty_of(day, person), source=source, by=by, **text)


def test_a_code_holds_for_minutes_at_one_station_on_one_day(day):
    code = code_of(day, MORNING)

    assert is_current(day, code, MORNING)
    assert is_current(day, code, MORNING + timedelta(minutes=4, seconds=59))
    assert not is_current(day, code, MORNING + timedelta(minutes=10))
    assert not is_current(day, code, MORNING + timedelta(days=1))
    assert not is_current(day, "0" * 20, MORNING)
    assert not is_current(day, "坏码", MORNING)
    assert code != code_of(day, MORNING + timedelta(minutes=5))


def test_a_check_in_has_its_source_and_gives_a_activity_record(county, day):
    duty = came(day, county.one, by=county.one.user)

    assert (duty.state, duty.source) == (DutyState.CAME, CODE)
    activity_record = ActivityRecord.objects.get()
    assert (activity_record.kind, activity_record.deputy) == (
        RecordKind.CHECK_IN,
        county.one.deputy,
    )
    assert activity_record.url == day.get_absolute_url()


def test_nobody_checks_in_twice(county, day):
    came(day, county.one)

    with pytest.raises(CheckInError, match="已经报到（本人扫码）"):
        came(day, county.one, KEEPER, county.keeper)


@pytest.mark.django_db(transaction=True)
def test_code_and_keeper_at_once_are_one_check_in(county, day):
    given = together(
        lambda: came(day, county.one, CODE, county.one.user),
        lambda: came(day, county.one, KEEPER, county.keeper),
    )

    assert sorted(type(g).__name__ for g in given) == ["CheckInError", "RosterDuty"]
    assert ActivityRecord.objects.counting().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_fingers_at_once_are_one_check_in(county, day):
    given = at_once(2, lambda: came(day, county.one, CODE, county.one.user))

    assert sorted(type(g).__name__ for g in given) == ["CheckInError", "RosterDuty"]


def test_the_database_refuses_who_came_without_a_source(county, day):
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterDuty.objects.filter(pk=duty_of(day, county.one).pk).update(state="came")


def test_code_and_keeper_only_on_the_day_and_paper_with_a_note(
    county, day, time_machine
):
    time_machine.move_to(moment("2026-11-04 09:00"))
    with pytest.raises(CheckInError, match="还没有到"):
        came(day, county.one)
    time_machine.move_to(moment("2026-11-06 09:00"))
    with pytest.raises(CheckInError, match="按纸质签到"):
        came(day, county.one, KEEPER, county.keeper)
    with pytest.raises(CheckInError, match="依据"):
        came(day, county.one, PAPER, county.keeper)

    duty = came(day, county.one, PAPER, county.keeper, note="签到表第 1 行")

    assert (duty.source, duty.note) == (PAPER, "签到表第 1 行")
    assert ActivityRecord.objects.get().day == day.day


def test_who_was_excused_and_comes_has_come(county, day):
    excuse_duty(duty=duty_of(day, county.one), reason="出差", by=county.town_office)

    duty = came(day, county.one)

    assert (duty.state, duty.reason) == (DutyState.CAME, "出差")


def test_a_wrong_tick_is_taken_back_and_may_be_given_again(county, day, time_machine):
    came(day, county.one, KEEPER, county.keeper)
    with pytest.raises(CheckInError, match="理由"):
        undo_check_in(duty=duty_of(day, county.one), reason=" ", by=county.town_office)
    undo_check_in(
        duty=duty_of(day, county.one), reason="看错了人", by=county.town_office
    )
    assert not ActivityRecord.objects.counting().exists()

    time_machine.move_to(MORNING + timedelta(minutes=2))
    came(day, county.one, CODE)

    assert ActivityRecord.objects.counting().count() == 1
    assert duty_of(day, county.one).state == DutyState.CAME


def test_a_week_later_the_day_ends_and_who_missed_it_is_written_down(county, day):
    came(day, county.one)
    excuse_duty(duty=duty_of(day, county.two), reason="住院", by=county.town_office)

    assert close_days(today=day.day + timedelta(days=7)) == 0
    assert close_days(today=day.day + timedelta(days=8)) == 1
    assert close_days(today=day.day + timedelta(days=8)) == 0

    day.refresh_from_db()
    assert day.state == DayState.HELD
    missed = ActivityRecord.objects.get(kind=RecordKind.MISSED_CHECK_IN)
    assert missed.deputy == county.three.deputy


def test_paper_after_the_end_takes_the_missed_day_back(county, day, time_machine):
    close_days(today=day.day + timedelta(days=8))
    time_machine.move_to(moment("2026-11-20 09:00"))

    came(day, county.three, PAPER, county.keeper, note="签到表第 3 行")

    counting = ActivityRecord.objects.counting().filter(deputy=county.three.deputy)
    assert [activity_record.kind for activity_record in counting] == [
        RecordKind.CHECK_IN
    ]


def test_who_was_suspended_by_the_end_leaves_the_denominator(county, day):
    county.two.mandate.status = "suspended"
    county.two.mandate.save()

    close_days(today=day.day + timedelta(days=8))

    duty = duty_of(day, county.two)
    assert (duty.state, duty.reason) == (
        DutyState.EXCUSED,
        "代表资格：暂停执行职务",
    )
    assert not ActivityRecord.objects.filter(deputy=county.two.deputy).exists()


def test_the_rate_is_came_of_due_without_the_excused(county, day):
    came(day, county.one)
    excuse_duty(duty=duty_of(day, county.two), reason="住院", by=county.town_office)

    whole, of_county = attendance_of(RosterDuty.objects.all(), scope="month=2026-11")

    assert (whole.came, whole.due, whole.excused) == (1, 2, 1)
    assert whole.number == "—"
    assert of_county.name == "县人大代表报到率"
    assert of_county.url.endswith("month=2026-11&level=county")
