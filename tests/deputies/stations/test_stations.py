"""The public directory of stations, and the poster for a station's entrance."""

import re

import pytest
from django.conf import settings

from deputies.models import LiaisonStation
from deputies.stations.services import StationFacts, create_station


@pytest.fixture
def many(county):
    """Twenty-five points of the station, more than one page of the directory."""
    for number in range(25):
        create_station(
            code=f"tanyi-{number:02d}",
            facts=StationFacts(
                name=f"王富村第 {number} 联络点",
                kind="point",
                division=county.village,
                address="王富村",
                parent=county.station,
            ),
            by=None,
        )
    return county


def page(client, **asked):
    answer = client.get("/stations/", asked)
    assert answer.status_code == 200
    return answer


def names(answer):
    return [row.name for row in answer.context["page"].rows]


def test_a_station_is_found_by_its_name_its_town_and_a_village_of_it(client, county):
    for words in ("探沂镇人大", "驻地", "探沂", "王富"):
        assert names(page(client, q=words)) == ["探沂镇人大代表联络站"], words


def test_what_is_not_there_is_said_with_a_way_on(client, county):
    answer = page(client, q="没有这个村")
    assert names(answer) == []
    assert "换一个村名或镇名再找" in answer.content.decode()


def test_the_filter_takes_town_and_kind_together(client, many):
    assert len(names(page(client, town=many.town.pk, kind="point"))) == 20
    assert names(page(client, town=many.other_town.pk)) == []
    assert names(page(client, kind="station")) == ["探沂镇人大代表联络站"]


def test_pages_follow_one_another_and_lead_back(client, many):
    first = page(client)
    second = page(client, after=first.context["page"].next)
    back = page(client, before=second.context["page"].previous)
    assert len(set(names(first)) | set(names(second))) == 26
    assert names(back) == names(first)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\x00"},
        {"q": "🏮" * 60},
        {"town": "x"},
        {"town": "9" * 40},
        {"kind": "nothing"},
        {"after": "%%%"},
        {"after": "AAAA", "before": "AAAA"},
    ],
)
def test_nonsense_in_the_address_shows_a_page(client, county, asked):
    page(client, **asked)


def test_a_closed_station_is_neither_listed_nor_printed(client, county):
    LiaisonStation.objects.update(is_open=False)
    assert names(page(client)) == []
    assert client.get("/stations/tanyi/poster").status_code == 404


def test_one_station_and_three_cost_the_same_queries(
    client, county, django_assert_max_num_queries, django_assert_num_queries
):
    page(client)
    with django_assert_max_num_queries(6) as one:
        page(client)
    for number in range(3):
        create_station(
            code=f"more-{number}",
            facts=StationFacts(
                name=f"联络点 {number}",
                kind="point",
                division=county.village,
                address="王富村",
                parent=county.station,
            ),
            by=None,
        )
    with django_assert_num_queries(len(one)):
        page(client)


def test_the_poster_carries_the_portal_the_station_and_its_code(client, county):
    text = client.get("/stations/tanyi/poster").content.decode()
    assert settings.PORTAL_NAME in text
    assert "探沂镇人大代表联络站" in text
    assert "/s/tanyi" in text
    assert re.search(r'<svg[^>]*class="qr"', text)


def test_the_poster_leads_to_the_address_of_the_installation(client, county, settings):
    settings.PUBLIC_URL = "https://portal.example"
    text = client.get("/stations/tanyi/poster").content.decode()
    assert "https://portal.example/s/tanyi" in text


def test_the_poster_has_nothing_that_the_strict_policy_forbids(client, county):
    text = client.get("/stations/tanyi/poster").content.decode()
    assert " style=" not in text
    assert "<style" not in text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_directory_only_reads(client, county, method):
    assert getattr(client, method)("/stations/").status_code in (403, 405)
