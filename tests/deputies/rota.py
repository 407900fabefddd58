"""Rotas for tests: the station of the small county with deputies on its roster."""

from datetime import date

from deputies.contact.services.rotas import generate_rotas, publish_rota
from deputies.models import ContactDay
from tests.county import moment
from tests.deputies.people import seat

NOVEMBER = date(2026, 11, 1)
# The present moment in the tests of rotas.
NOW = moment("2026-10-28 09:00")
NAMES = ("刘青", "许长河", "宋岭")


def people_of_station(county, count=3):
    """``count`` deputies in office on the roster of the station."""
    known = county.deputy_user
    people = [
        seat(county, f"d000{n + 1}", NAMES[n], user=known if n == 0 else None)
        for n in range(count)
    ]
    county.station.roster.set([one.mandate for one in people])
    return people


def drafted_day(county) -> ContactDay:
    """The contact day of November, 2026-11-05, not published yet."""
    generate_rotas(month=NOVEMBER, today=NOW.date(), by=None)
    return ContactDay.objects.get(station=county.station, original_day__month=11)


def published_day(county, at=NOW) -> ContactDay:
    return publish_rota(contact_day=drafted_day(county), by=county.town_office, at=at)


def duty_of(day, person):
    return day.duties.get(deputy=person.deputy)
