"""Stations and mandates: allowed changes, and concurrent changes by two clerks."""

from datetime import date

import pytest

from deputies.mandates.services.steps import end_mandate
from deputies.models import Constituency, Deputy, LiaisonStation, Mandate, Term
from deputies.register.enums import EndCause, MandateStatus
from deputies.register.services import mandates
from deputies.register.services.mandates import MandateError, Person
from deputies.stations import services as stations
from deputies.stations.services import StationError, StationFacts
from office.models import AuditEntry
from tests.deputies.people import confirm, decided
from tests.sessions import at_once

ELECTED_ON = date(2022, 1, 15)


def build_seat(county, *, level="county", seats=1, number=1):
    term, _ = Term.objects.get_or_create(
        level=level, number=19, defaults={"starts_on": ELECTED_ON, "is_current": True}
    )
    return Constituency.objects.create(
        term=term,
        level=level,
        town=county.town,
        number=number,
        name=f"第 {number} 选区",
        seats=seats,
    )


def elect(seat, name="许长河", **known):
    person = None if "deputy" in known else Person(name=name, gender="male")
    return mandates.elect_deputy(
        constituency=seat, on=ELECTED_ON, person=person, by=None, **known
    )


def confirmed(seat, **known):
    return confirm(elect(seat, **known))


def point(county, **changes):
    values = {
        "name": "王富村代表联络点",
        "kind": "point",
        "division": county.village,
        "address": "王富村",
        "parent": county.station,
    }
    return StationFacts(**{**values, **changes})


# --- Mandates ------------------------------------------------------------------------


def test_who_was_elected_waits_to_be_confirmed(county):
    mandate = elect(build_seat(county))
    assert mandate.status == MandateStatus.ELECTED
    assert not Mandate.objects.in_office().exists()


def test_who_is_confirmed_is_in_office_and_on_record(county):
    mandate = confirmed(build_seat(county))
    assert list(Mandate.objects.in_office()) == [mandate]
    assert AuditEntry.objects.filter(action="confirm_mandate").exists()


def test_one_person_sits_for_the_county_and_for_a_town(county):
    first = elect(build_seat(county))
    second = elect(build_seat(county, level="town"), deputy=first.deputy)
    assert {first.level, second.level} == {"county", "town"}


def test_nobody_has_two_seats_of_one_term(county):
    first = elect(build_seat(county))
    with pytest.raises(MandateError, match="在本届已有代表资格"):
        elect(build_seat(county, number=2), deputy=first.deputy)


def test_a_seat_that_was_ended_may_be_filled_again(county):
    seat = build_seat(county)
    end_mandate(
        mandate=confirmed(seat),
        cause=EndCause.MOVED_AWAY,
        decision=decided(date(2026, 3, 1)),
        by=county.office,
    )
    assert elect(seat, name="何玉梅").status == MandateStatus.ELECTED


def test_a_person_without_a_name_is_not_elected(county):
    with pytest.raises(MandateError):
        elect(build_seat(county), name="  ")
    assert not Deputy.objects.exists()


def test_codes_of_deputies_follow_one_another(county):
    seat = build_seat(county, seats=3)
    assert [elect(seat, name=n).deputy.code for n in "甲乙"] == ["d0001", "d0002"]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_do_not_fill_one_seat_twice(transactional_db, county):
    seat = build_seat(county)
    results = at_once(2, lambda: elect(seat))
    assert Mandate.objects.count() == 1
    assert sum(isinstance(result, MandateError) for result in results) == 1


# --- Stations ------------------------------------------------------------------------


def test_a_point_uses_the_unit_of_its_station(county):
    made = stations.create_station(code="p1", facts=point(county), by=None)
    assert made.unit == county.station_unit


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"parent": None}, "属于哪个联络站"),
        ({"kind": "station"}, "不能再属于别的联络站"),
        ({"kind": "station", "parent": None}, "由哪个单位受理"),
        ({"kind": "observation", "parent": None}, "由哪个单位受理"),
        ({"longitude": 118}, "经度和纬度要一起填"),
        ({"name": "长" * 61}, "60"),
    ],
)
def test_a_station_that_cannot_be_is_refused_with_the_reason(county, changes, message):
    with pytest.raises(StationError, match=message):
        stations.create_station(code="p1", facts=point(county, **changes), by=None)
    assert LiaisonStation.objects.count() == 1


def test_a_point_does_not_hang_on_a_point(county):
    first = stations.create_station(code="p1", facts=point(county), by=None)
    with pytest.raises(StationError, match="必须是联络站"):
        stations.create_station(code="p2", facts=point(county, parent=first), by=None)


def test_a_station_with_points_stays_a_station(county):
    stations.create_station(code="p1", facts=point(county), by=None)
    other = stations.create_station(
        code="s2",
        facts=point(county, kind="station", parent=None, unit=county.station_unit),
        by=None,
    )
    with pytest.raises(StationError, match="还有联络点"):
        stations.change_station(
            station=county.station, facts=point(county, parent=other), by=county.office
        )


def test_points_follow_when_their_station_gets_another_unit(county):
    made = stations.create_station(code="p1", facts=point(county), by=None)
    facts = point(county, kind="station", parent=None, unit=county.town_congress)
    stations.change_station(station=county.station, facts=facts, by=county.office)
    made.refresh_from_db()
    assert made.unit == county.town_congress


def test_the_audit_names_the_fields_that_were_changed(county):
    facts = point(
        county,
        kind="station",
        parent=None,
        unit=county.station_unit,
        name="新站名",
        division=county.town,
        address=county.station.address,
    )
    stations.change_station(station=county.station, facts=facts, by=county.office)
    entry = AuditEntry.objects.get(action="change_station")
    assert entry.detail["changed"] == ["hours", "keeper", "name", "phone"]


def test_only_deputies_in_office_stand_on_a_roster(county):
    sitting = confirmed(build_seat(county))
    waiting = elect(build_seat(county, number=2), name="何玉梅")
    put = stations.set_roster
    put(station=county.station, mandates=[sitting], by=county.office)
    with pytest.raises(StationError, match="何玉梅不是现任代表"):
        put(station=county.station, mandates=[sitting, waiting], by=county.office)
    assert list(county.station.roster.all()) == [sitting]


def test_a_station_closes_after_its_points_and_opens_before_them(county):
    made = stations.create_station(code="p1", facts=point(county), by=None)
    act = {"by": county.office}
    with pytest.raises(StationError, match="还有开放的联络点"):
        stations.close_station(station=county.station, reason="搬迁", **act)
    stations.close_station(station=made, reason="搬迁", **act)
    stations.close_station(station=county.station, reason="搬迁", **act)
    with pytest.raises(StationError, match="请先开放联络站"):
        stations.open_station(station=made, **act)
    stations.open_station(station=county.station, **act)
    stations.open_station(station=made, **act)
    assert LiaisonStation.objects.open_to_public().count() == 2


def test_nothing_is_opened_under_a_closed_station(county):
    stations.close_station(station=county.station, reason="搬迁", by=county.office)
    with pytest.raises(StationError, match="请先开放联络站"):
        stations.create_station(code="p1", facts=point(county), by=None)


def test_closing_needs_a_reason_and_happens_once(county):
    with pytest.raises(StationError, match="理由"):
        stations.close_station(station=county.station, reason=" ", by=county.office)
    stations.close_station(station=county.station, reason="搬迁", by=county.office)
    with pytest.raises(StationError, match="已经关闭"):
        stations.close_station(station=county.station, reason="搬迁", by=county.office)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_do_not_open_two_stations_of_one_code(transactional_db, county):
    make = stations.create_station
    results = at_once(2, lambda: make(code="p1", facts=point(county), by=None))
    assert LiaisonStation.objects.filter(code="p1").count() == 1
    assert sum(isinstance(result, StationError) for result in results) == 1
