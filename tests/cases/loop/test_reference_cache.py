"""The reference data cached for submissions is always the current one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.loop.services.reference_cache import reference_cache
from cases.models import ConsentText
from deputies.stations.services import close_station, open_station


@pytest.mark.django_db(transaction=True)
def test_a_station_that_was_closed_takes_nothing_in_at_once(county):
    assert reference_cache().station("tanyi") == county.station
    close_station(station=county.station, reason="搬迁", by=county.office)
    assert reference_cache().station("tanyi") is None
    open_station(station=county.station, by=county.office)

    assert reference_cache().station("tanyi") == county.station


@pytest.mark.django_db(transaction=True)
def test_a_consent_added_in_the_workbench_is_the_one_agreed_to(client, county):
    assert reference_cache().consent.version == 1
    client.force_login(
        county.office, "allauth.account.auth_backends.AuthenticationBackend"
    )
    row = {"version": 2, "text": "新的告知书", "valid_from": "2026-11-23"}
    assert client.post("/admin/cases/consenttext/add/", row).status_code == 302

    assert reference_cache().consent == ConsentText.objects.get(version=2)


def test_what_is_known_costs_no_query(county):
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            known = reference_cache()
            station = known.station("tanyi")
            place = known.division(county.village.pk)
            words = (station.unit.name, station.division.name, place.parent.name)
            counted = (known.consent, known.distinctive_categories, words)

    assert all(counted)
    assert len(seen) == 0


@pytest.mark.parametrize("code", ["", "nowhere", "探沂"])
def test_stations_nobody_knows_are_none(county, code):
    assert reference_cache().station(code) is None


def test_a_place_that_is_not_there_is_none(county):
    assert reference_cache().division(0) is None
