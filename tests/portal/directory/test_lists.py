"""The public directory of deputies."""

from datetime import date

import pytest

from deputies.models import Mandate
from tests.deputies.people import seat
from tests.deputies.rota import people_of_station

pytestmark = pytest.mark.django_db
URL = "/deputies/"


def page(client, **asked):
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    return answer


def names(answer):
    return [row.deputy.name for row in answer.context["page"].rows]


def test_a_deputy_is_found_by_name_place_village_and_station(client, county):
    people_of_station(county, 1)
    seat(county, "d0009", "石磊", town=county.other_town)
    Mandate.objects.get(deputy__code="d0009").constituency.villages.clear()

    for words in ("刘青", "探沂", "王富", "探沂镇人大代表联络站"):
        assert names(page(client, q=words)) == ["刘青"], words


def test_a_deputy_without_a_station_is_listed_and_says_so(client, county):
    seat(county, "d0001", "刘青")

    assert "还没有编入联络站" in page(client).content.decode()


def test_the_filter_takes_town_and_level_together(client, county):
    seat(county, "d0001", "刘青")
    seat(county, "d0002", "石磊", town=county.other_town)
    seat(county, "d0003", "孙禾", level="town")

    assert names(page(client, town=county.town.pk)) == ["刘青", "孙禾"]
    assert names(page(client, town=county.town.pk, level="town")) == ["孙禾"]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "suspended"},
        {"status": "ended", "end_cause": "died", "ends_on": date(2026, 1, 1)},
    ],
)
def test_only_those_in_office_are_listed(client, county, changes):
    seat(county, "d0001", "刘青")
    Mandate.objects.update(**changes)
    seat(county, "d0002", "许长河", status="elected")

    assert names(page(client)) == []
    assert "没有找到这样的代表" in page(client).content.decode()


def test_pages_follow_one_another_and_lead_back(client, county):
    for number in range(25):
        seat(county, f"d{number:04d}", f"代表{number}")
    first = page(client)
    second = page(client, after=first.context["page"].next)
    back = page(client, before=second.context["page"].previous)

    assert len(set(names(first)) | set(names(second))) == 25
    assert names(back) == names(first)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\x00"},
        {"q": "🏮" * 60},
        {"town": "9" * 40},
        {"level": "province"},
        {"after": "%%%", "before": "AAAA"},
    ],
)
def test_nonsense_in_the_address_shows_a_page(client, county, asked):
    page(client, **asked)


def test_one_deputy_and_three_cost_the_same_queries(
    client, county, django_assert_max_num_queries, django_assert_num_queries
):
    people_of_station(county, 1)
    page(client)
    with django_assert_max_num_queries(6) as one:
        page(client)
    seat(county, "d0002", "许长河")
    seat(county, "d0003", "宋岭")
    county.station.roster.set(Mandate.objects.all())
    with django_assert_num_queries(len(one)):
        page(client)
