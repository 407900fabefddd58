"""The map of stations: an inline drawing; the nearest is found on the phone."""

import json
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from deputies.models import LiaisonStation
from deputies.stations.services import StationFacts, create_station
from office.places.services.outlines import import_outlines, read_outlines
from tests.office.places.test_outlines import geojson


@pytest.fixture
def placed(county):
    """The station in the middle of the county's outline, a point close to it."""
    import_outlines(outlines=read_outlines(geojson()), source="示意", by=None)
    LiaisonStation.objects.update(longitude="117.900000", latitude="35.250000")
    return county


def point(county, number=1, *, kind="point", longitude="117.91", latitude="35.26"):
    return create_station(
        code=f"tanyi-{number}",
        facts=StationFacts(
            name=f"王富村第 {number} 联络点",
            kind=kind,
            division=county.village,
            address="王富村",
            parent=county.station,
            longitude=Decimal(longitude),
            latitude=Decimal(latitude),
        ),
        by=None,
    )


def drawing(client, url="/stations/"):
    text = client.get(url).content.decode()
    found = re.search(r'<svg\s+class="map".*?</svg>', text, re.S)
    return ElementTree.fromstring(found[0]) if found else None  # noqa: S314 - our own


def links(drawn):
    return [a.attrib["href"] for a in drawn.iter("a")]


@pytest.mark.django_db
def test_stations_are_links_on_the_outline_at_their_place(client, placed):
    drawn = drawing(client)

    assert links(drawn) == ["/s/tanyi"]
    circle = next(drawn.iter("circle"))
    height = int(drawn.attrib["viewBox"].split()[3])
    assert int(circle.attrib["cx"]) == 500
    assert abs(int(circle.attrib["cy"]) - height / 2) <= 1
    assert next(drawn.iter("path")).attrib["d"].startswith("M")


@pytest.mark.django_db
def test_without_coordinates_there_is_a_list_and_no_map(client, county):
    assert drawing(client) is None
    assert drawing(client, "/s/tanyi") is None
    assert "探沂镇人大代表联络站" in client.get("/stations/").content.decode()


@pytest.mark.django_db
def test_without_an_outline_stations_stand_on_plain_paper(client, county):
    LiaisonStation.objects.update(longitude="117.900000", latitude="35.250000")
    drawn = drawing(client)

    assert links(drawn) == ["/s/tanyi"]
    assert list(drawn.iter("path")) == []


@pytest.mark.django_db
def test_points_are_drawn_once_a_place_was_chosen(client, placed):
    point(placed)

    assert links(drawing(client)) == ["/s/tanyi"]
    chosen = drawing(client, f"/stations/?town={placed.town.pk}")
    assert set(links(chosen)) == {"/s/tanyi", "/s/tanyi-1"}
    assert links(chosen)[-1] == "/s/tanyi"


@pytest.mark.django_db
def test_the_page_of_a_station_shows_where_it_lies(client, placed):
    drawn = drawing(client, "/s/tanyi")

    assert "map__here" in [p.attrib["class"] for p in drawn.iter("path")]


@pytest.mark.django_db
def test_a_closed_station_is_neither_drawn_nor_told_of(client, placed):
    LiaisonStation.objects.update(is_open=False)

    assert drawing(client) is None
    assert client.get("/stations/places.json").json() == {"places": []}


@pytest.mark.django_db
def test_the_list_for_the_phone_holds_places_and_nothing_of_people(client, placed):
    point(placed)
    LiaisonStation.objects.create(
        code="none", name="没有坐标", kind="station", address="x",
        division=placed.town, unit=placed.station_unit,
    )  # fmt: skip
    answer = client.get("/stations/places.json")

    assert json.loads(answer.content)["places"] == [
        ["/s/tanyi", "探沂镇人大代表联络站", 117.9, 35.25],
        ["/s/tanyi-1", "王富村第 1 联络点", 117.91, 35.26],
    ]


@pytest.mark.django_db
def test_one_place_and_three_cost_the_same_queries(
    client, placed, django_assert_max_num_queries, django_assert_num_queries
):
    url = f"/stations/?town={placed.town.pk}"
    client.get(url)
    with django_assert_max_num_queries(8) as one:
        client.get(url)
    asked = len(one)
    for number in range(3):
        point(placed, number)
    client.get(url)
    with django_assert_num_queries(asked):
        client.get(url)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_phone_finds_the_nearest_and_tells_nobody_where_it_is(
    browser, live_server, placed
):
    point(placed, 1, longitude="117.93", latitude="35.25")
    context = browser.new_context(
        base_url=live_server.url,
        permissions=["geolocation"],
        geolocation={"longitude": 117.92, "latitude": 35.25},
        viewport={"width": 390, "height": 844},
    )
    page, asked = context.new_page(), []
    page.goto("/stations/", wait_until="networkidle")
    page.on("request", lambda request: asked.append(request))
    page.get_by_role("button", name="看离我最近的站").click()
    page.locator(".near__list li").first.wait_for()
    text = page.locator(".near__list li").all_inner_texts()
    context.close()

    assert text[0].startswith("王富村第 1 联络点") and "约 900 米" in text[0]
    assert text[1].startswith("探沂镇人大代表联络站") and "约 1.8 千米" in text[1]
    assert [r.url for r in asked] == [f"{live_server.url}/stations/places.json"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_whoever_refuses_the_position_is_told_what_else_to_do(
    browser, live_server, placed
):
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/stations/")
    page.get_by_role("button", name="看离我最近的站").click()
    page.get_by_text("手机没有给出位置").wait_for()
    context.close()
