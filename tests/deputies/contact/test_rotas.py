"""Rotas: made once for a month, on the right day, published in time or shown as late."""

from datetime import date

import pytest

from deputies.contact.enums import DayState, RhythmKind
from deputies.contact.services.rhythms import days_in_month
from deputies.contact.services.rotas import (
    RotaError,
    change_place,
    generate_rotas,
    plan_ahead,
    publish_rota,
    set_rhythm,
)
from deputies.models import ContactDay, ContactRhythm, RosterDuty
from deputies.stations.services import StationFacts, create_station
from office.calendar.services.deadlines import load_calendar
from office.models import Notice
from tests.county import moment
from tests.deputies.people import seat
from tests.deputies.rota import (
    NOVEMBER,
    NOW,
    drafted_day,
    people_of_station,
    published_day,
)
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
# The six 5ths of 2026 that are not worked.
MOVED_IN_2026 = {
    4: date(2026, 4, 7),
    5: date(2026, 5, 6),
    7: date(2026, 7, 6),
    9: date(2026, 9, 7),
    10: date(2026, 10, 8),
    12: date(2026, 12, 7),
}


def test_a_month_is_made_once(county):
    people_of_station(county)

    first = generate_rotas(month=NOVEMBER, today=NOW.date(), by=county.office)
    again = generate_rotas(month=NOVEMBER, today=NOW.date(), by=county.office)

    assert (first, again) == (1, 0)
    assert RosterDuty.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_makers_at_once_make_one_rota(county):
    people_of_station(county)

    made = at_once(2, lambda: generate_rotas(month=NOVEMBER, today=NOW.date(), by=None))

    assert sorted(made) == [0, 1]
    assert RosterDuty.objects.count() == 3


def test_the_six_days_of_2026_are_moved_and_count_for_their_month(county):
    people_of_station(county)
    new_year = date(2026, 1, 1)
    for month in range(1, 13):
        generate_rotas(month=date(2026, month, 1), today=new_year, by=None)

    days = ContactDay.objects.order_by("original_day")
    moved = {d.original_day.month: d.day for d in days if d.day != d.original_day}
    assert moved == MOVED_IN_2026
    assert [d.original_day.day for d in days] == [5] * 12


def test_a_station_may_advance_or_keep_a_day_that_is_not_worked(county):
    calendar = load_calendar()
    early = ContactRhythm(kind=RhythmKind.MONTH_DAY, shift="previous")
    kept = ContactRhythm(kind=RhythmKind.MONTH_DAY, shift="none")

    assert days_in_month(early, 2026, 12, calendar)[0].day == date(2026, 12, 4)
    assert days_in_month(kept, 2026, 12, calendar)[0].day == date(2026, 12, 5)


def test_a_rhythm_of_its_own_every_second_week_and_every_last_friday(county):
    calendar = load_calendar()
    fortnight = ContactRhythm(
        kind=RhythmKind.WEEKS, every=2, weekday=2, begins_on=date(2026, 10, 7)
    )
    last = ContactRhythm(kind=RhythmKind.MONTH_WEEKDAY, nth=-1, weekday=4)

    found = [d.day for d in days_in_month(fortnight, 2026, 11, calendar)]
    assert found == [date(2026, 11, 4), date(2026, 11, 18)]
    assert [d.day for d in days_in_month(last, 2026, 11, calendar)] == [
        date(2026, 11, 27)
    ]


def test_a_new_rhythm_makes_the_drafts_anew_and_leaves_the_published(
    county, time_machine
):
    time_machine.move_to(NOW)
    people_of_station(county)
    published = published_day(county)
    generate_rotas(month=date(2026, 12, 1), today=NOW.date(), by=None)

    set_rhythm(
        station=county.station,
        by=county.town_office,
        kind=RhythmKind.MONTH_WEEKDAY,
        nth=2,
        weekday=2,
        reason="逢集",
    )

    days = list(ContactDay.objects.order_by("day"))
    assert [d.day for d in days] == [published.day, date(2026, 12, 9)]
    assert days[1].duties.count() == 3


def test_a_rhythm_with_holes_is_refused(county):
    with pytest.raises(RotaError, match="第几个"):
        set_rhythm(
            station=county.station,
            by=None,
            kind=RhythmKind.MONTH_WEEKDAY,
            weekday=2,
            reason="逢集",
        )


def test_nobody_is_due_at_a_point_and_at_its_station(county):
    one, *_ = people_of_station(county)
    town_seat = seat(county, "d0009", "鲁坡", level="town")
    create_station(
        code="tanyi-1",
        facts=StationFacts(
            name="王富村联络点",
            kind="point",
            division=county.village,
            address="王富村",
            parent=county.station,
        ),
        roster=[one.mandate, town_seat.mandate],
        by=None,
    )

    generate_rotas(month=NOVEMBER, today=NOW.date(), by=None)

    at = {d.deputy.name: d.contact_day.station.code for d in RosterDuty.objects.all()}
    assert at == {
        "刘青": "tanyi",
        "许长河": "tanyi",
        "宋岭": "tanyi",
        "鲁坡": "tanyi-1",
    }


def test_a_point_whose_people_are_all_at_the_station_has_no_day_of_its_own(
    client, county, time_machine
):
    time_machine.move_to(NOW)
    one, *_ = people_of_station(county)
    create_station(
        code="tanyi-1",
        facts=StationFacts(
            name="王富村联络点",
            kind="point",
            division=county.village,
            address="王富村",
            parent=county.station,
        ),
        roster=[one.mandate],
        by=None,
    )

    published_day(county)

    assert ContactDay.objects.get().station == county.station
    page = client.get("/s/tanyi-1").content.decode()
    assert "在探沂镇人大代表联络站" in page and "刘青" in page


def test_next_month_is_made_from_the_fifteenth(county):
    people_of_station(county)

    assert plan_ahead(today=date(2026, 11, 6)) == 0
    assert plan_ahead(today=date(2026, 11, 15)) == 1
    assert plan_ahead(today=date(2026, 11, 16)) == 0


def test_published_three_days_before_is_in_time_and_later_is_shown_as_late(county):
    people_of_station(county)
    day = drafted_day(county)

    day.published_at = moment("2026-11-02 23:00")
    assert day.days_late == 0
    day.published_at = moment("2026-11-03 08:00")
    assert day.days_late == 1


def test_publishing_tells_each_deputy_once(county):
    people_of_station(county)

    day = published_day(county)

    assert day.state == DayState.PUBLISHED
    assert Notice.objects.filter(kind="rota_published").count() == 3
    with pytest.raises(RotaError, match="已经公布"):
        publish_rota(contact_day=day, by=county.town_office, at=NOW)


def test_an_empty_or_a_past_rota_is_not_published(county):
    people_of_station(county)
    day = drafted_day(county)

    with pytest.raises(RotaError, match="已经过去"):
        publish_rota(contact_day=day, by=None, at=moment("2026-11-06 09:00"))
    day.duties.all().delete()
    with pytest.raises(RotaError, match="先排人"):
        publish_rota(contact_day=day, by=None, at=NOW)


def test_who_left_office_is_not_announced(county):
    one, *_ = people_of_station(county)
    day = drafted_day(county)
    one.mandate.status = "suspended"
    one.mandate.save()

    publish_rota(contact_day=day, by=None, at=NOW)

    assert not day.duties.filter(deputy=one.deputy).exists()


def test_place_and_hours_are_changed_while_it_is_not_over(county):
    people_of_station(county)
    day = published_day(county)

    changed = change_place(
        contact_day=day, place="村委会", hours="14:00—16:00", by=county.town_office
    )

    assert (changed.place, changed.hours) == ("村委会", "14:00—16:00")
    with pytest.raises(RotaError):
        change_place(contact_day=day, place="长" * 200, hours="", by=county.town_office)


def test_only_months_that_can_be_planned_are_made(county):
    for month in (date(2026, 9, 1), date(2027, 12, 1), date(9999, 12, 1)):
        with pytest.raises(RotaError, match="只能排"):
            generate_rotas(month=month, today=NOW.date(), by=None)
