import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.loop.enums import Grade
from cases.loop.figures import count_cases, figures_of, start_of_year
from cases.models import Case
from tests.county import answered, published, rated, submitted

pytestmark = pytest.mark.django_db
URL = "/s/tanyi"


def page(client):
    cache.clear()
    response = client.get(URL)
    assert response.status_code == 200
    return response


def body(client):
    return page(client).content.decode()


def queries(client):
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        client.get(URL)
    return len(seen)


def test_station_page_says_where_when_and_how_to_begin(client, county):
    page = body(client)

    assert "探沂镇人大代表联络站" in page
    assert "探沂镇驻地" in page
    assert "0539-5550000" in page
    assert "下一个接待日" in page
    assert "/cases/new?again=1&amp;station=tanyi" in page
    assert 'action="/track"' in page


def test_station_without_cases_says_so(client, county):
    assert "这个站还没有公开的意见" in body(client)


def test_three_cases_cost_as_many_queries_as_one(client, county):
    published(county, answered(county))
    one = queries(client)
    for text in ("路灯坏了。", "垃圾没人收。"):
        published(county, answered(county, text=text))

    assert queries(client) == one <= 12


def test_station_shows_its_published_cases_with_their_answers(client, county):
    published(county, answered(county))
    published(county, answered(county, text="别的站听到的路灯。", station=None))

    page = body(client)

    assert "水渠堵了" in page
    assert "水渠已经清完" in page
    assert "别的站听到的路灯" not in page


@pytest.mark.parametrize("code", ["nobody", "TANYI-", "x" * 300, "1"])
def test_unknown_stations_are_not_found(client, county, code):
    assert client.get(f"/s/{code}").status_code == 404


def test_odd_bytes_in_a_station_code_are_not_found(client, county):
    assert client.get("/s/%00").status_code == 404
    assert client.get("/s/😀").status_code == 404


def test_closed_station_is_not_found(client, county):
    county.station.is_open = False
    county.station.save()

    assert client.get(URL).status_code == 404


# --- Figures ----------------------------------------------------------------------------


def figures(county):
    cases = Case.objects.filter(station=county.station)
    since = start_of_year(cases.first().received_at.date())
    return {f.name: f for f in figures_of(count_cases(cases, since))}


def test_rates_of_a_few_cases_are_hidden(client, county):
    rated(county, Grade.SOLVED)

    rate = figures(county)["办结率"]

    assert (rate.numerator, rate.denominator, rate.number) == (1, 1, "—")
    assert "不足 10 件的不算比率" in body(client)


def test_rates_carry_their_denominators(county):
    for _ in range(4):
        rated(county, Grade.SOLVED)
    for _ in range(3):
        rated(county, Grade.NOT_EXPECTED)
    for _ in range(5):
        submitted(county)

    shown = figures(county)

    assert shown["办结率"].parts == ("办结 7 件", "受理 12 件")
    assert shown["办结率"].number == "58.3"
    assert shown["解决率"].parts == ("已经解决 7 件", "办结 7 件")
    assert shown["解决率"].number == "—"


def test_silence_is_not_counted_as_satisfied(county):
    for _ in range(10):
        answered(county)
    rated(county, Grade.SOLVED)

    content = figures(county)["满意率"]

    assert (content.numerator, content.denominator) == (1, 1)
    assert "没有评价的 10 件不算在内" in content.note
