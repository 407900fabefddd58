"""Reminders of the contact day: recipients, times, no duplicates."""

from datetime import date

import pytest

from deputies.contact.services.check_in import check_in
from deputies.contact.services.duties import excuse_duty
from deputies.contact.services.reminders import notify_of_contact_days
from office.models import Notice
from tests.county import moment
from tests.deputies.rota import (
    drafted_day,
    duty_of,
    people_of_station,
    published_day,
)
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(county, time_machine):
    time_machine.move_to(moment("2026-11-05 09:10"))
    county.one, county.two, county.three = people_of_station(county)
    return published_day(county)


def swept(day_of_month):
    notify_of_contact_days(today=date(2026, 11, day_of_month))


def kinds(user):
    known = ["contact_soon", "contact_today", "check_in_missing", "rota_waiting"]
    rows = user.notices.filter(kind__in=known).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_three_days_before_and_on_the_day_each_once(county, day):
    for day_of_month in (1, 2, 2, 3, 4, 5, 5):
        swept(day_of_month)

    assert kinds(county.one.user) == ["contact_soon", "contact_today"]


def test_a_sweep_that_slept_still_says_it_is_near(county, day):
    swept(4)

    assert kinds(county.one.user) == ["contact_soon"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(county, day):
    at_once(2, lambda: swept(5))

    assert Notice.objects.filter(kind="contact_today").count() == 3


def test_who_came_or_is_excused_hears_nothing_the_next_day(county, day):
    check_in(duty=duty_of(day, county.one), source="code", by=county.one.user)
    excuse_duty(duty=duty_of(day, county.two), reason="住院", by=county.town_office)

    for day_of_month in (6, 6, 7, 12, 13):
        swept(day_of_month)

    assert kinds(county.one.user) == kinds(county.two.user) == []
    assert kinds(county.three.user) == ["check_in_missing"]
    assert kinds(county.keeper) == kinds(county.town_office) == ["check_in_missing"]
    text = county.keeper.notices.get(kind="check_in_missing").text
    assert "还有 1 人没有报到：宋岭。" in text


def test_nothing_is_missing_before_the_next_day(county, day):
    swept(5)

    assert kinds(county.keeper) == []


def test_the_congress_hears_daily_that_a_rota_waits(county, time_machine):
    time_machine.move_to(moment("2026-10-28 09:00"))
    people_of_station(county)
    drafted_day(county)

    notify_of_contact_days(today=date(2026, 10, 30))
    assert kinds(county.town_office) == []
    notify_of_contact_days(today=date(2026, 10, 31))
    swept(1)
    swept(1)

    assert kinds(county.town_office) == ["rota_waiting", "rota_waiting"]
    assert kinds(county.keeper) == kinds(county.other_office) == []


def test_a_published_rota_does_not_wait(county, day):
    swept(2)

    assert "rota_waiting" not in kinds(county.town_office)


def test_an_excused_deputy_is_not_reminded_before(county, day):
    excuse_duty(duty=duty_of(day, county.two), reason="住院", by=county.town_office)

    swept(2)

    assert kinds(county.two.user) == []
