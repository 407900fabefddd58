import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisAway

from cases.loop.services import handling, releasing, screening
from office.web.cache_versions import refresh_public_pages, renew_public_cache
from tests.county import answered, in_hand, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(county):
    return published(county, in_hand(county))


def test_second_reader_costs_no_query(client, case):
    first = client.get(case.get_public_url())
    with CaptureQueriesContext(connection) as seen:
        second = Client().get(case.get_public_url())

    assert len(seen) == 0
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


def test_page_says_how_long_it_may_be_kept(client, case):
    response = client.get(case.get_public_url())

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith("GMT")
    assert "Cookie" in response["Vary"]


def test_reader_who_has_the_page_gets_304(client, case):
    first = client.get(case.get_public_url())

    by_tag = client.get(case.get_public_url(), headers={"If-None-Match": first["ETag"]})
    by_day = client.get(
        case.get_public_url(), headers={"If-Modified-Since": first["Last-Modified"]}
    )

    assert by_tag.status_code == by_day.status_code == 304
    assert by_tag.content == b""
    assert by_tag["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"another"'},
        {"If-Modified-Since": "nonsense"},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    ],
)
def test_reader_who_has_an_old_page_gets_the_new_one(client, case, headers):
    client.get(case.get_public_url())

    assert client.get(case.get_public_url(), headers=headers).status_code == 200


def test_a_step_is_shown_at_once(client, county, case):
    before = client.get(case.get_public_url())
    event = handling.note_progress(
        case=case, text="今天去看了现场。", is_public=True, by=county.handler
    )
    releasing.release_words(case=case, event=event, by=county.office)

    after = client.get(case.get_public_url(), headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "今天去看了现场" in after.content.decode()


def test_a_case_taken_off_is_gone_at_once_everywhere(client, county, case):
    pages = [case.get_public_url(), reverse("cases:cases"), "/s/tanyi", "/"]
    assert all("水渠堵了" in client.get(url).content.decode() for url in pages)

    screening.unpublish_case(case=case, reason="当事人要求", by=county.office)

    assert client.get(pages[0]).status_code == 404
    assert not any("水渠堵了" in client.get(url).content.decode() for url in pages[1:])


def test_a_case_published_is_listed_at_once(client, county):
    assert "水渠堵了" not in client.get(reverse("cases:cases")).content.decode()

    published(county, answered(county))

    assert "水渠堵了" in client.get(reverse("cases:cases")).content.decode()


def test_what_is_rolled_back_leaves_kept_pages_alone(client, case):
    client.get(case.get_public_url())

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        refresh_public_pages()
        raise Undone

    with CaptureQueriesContext(connection) as seen:
        client.get(case.get_public_url())
    assert len(seen) == 0


def test_page_made_while_something_changed_is_not_kept(case, monkeypatch):
    """What was read before a change is never stored as if it were read after it."""
    from cases.publishing import views as public

    made = public.timeline_of

    def changed_meanwhile(*args, **kwargs):
        thread = made(*args, **kwargs)
        renew_public_cache()
        return thread

    monkeypatch.setattr(public, "timeline_of", changed_meanwhile)
    Client().get(case.get_public_url())
    monkeypatch.setattr(public, "timeline_of", made)

    with CaptureQueriesContext(connection) as seen:
        Client().get(case.get_public_url())
    assert len(seen) > 0


def test_large_type_and_normal_type_are_kept_apart(client, case):
    normal = client.get(case.get_public_url())
    client.cookies["size"] = "large"
    large = client.get(case.get_public_url())

    assert 'data-size="large"' not in normal.content.decode()
    assert 'data-size="large"' in large.content.decode()


def test_addresses_are_kept_apart(client, county, case):
    everything = client.get(reverse("cases:cases")).content
    nothing = client.get(reverse("cases:cases"), {"q": "路灯"}).content

    assert everything != nothing


def test_what_nobody_asks_of_an_address_makes_no_page_of_its_own(client, case):
    """Nor does it get into the links of a page that others are given."""
    first = client.get(reverse("cases:cases"), {"q": "水渠", "from": "somebody"})
    with CaptureQueriesContext(connection) as seen:
        second = client.get(reverse("cases:cases"), {"utm": "1", "q": "水渠"})

    assert len(seen) == 0
    assert second.content == first.content
    assert "somebody" not in first.content.decode()


def test_the_order_of_parameters_makes_no_other_page(client, case):
    client.get(f"{reverse('cases:cases')}?state=open&q=水渠")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{reverse('cases:cases')}?q=水渠&state=open")

    assert len(seen) == 0


def test_a_toast_of_one_person_is_shown_to_nobody_else(client, case):
    client.cookies["messages"] = "x"
    response = client.get(case.get_public_url())

    assert "ETag" not in response


def test_kept_page_sets_no_cookie_of_somebody_else(case):
    first, second = Client(), Client()
    first.get(reverse("cases:case_new"))

    mine = first.get(case.get_public_url())
    theirs = second.get(case.get_public_url())

    assert "sessionid" in mine.cookies
    assert not theirs.cookies


def test_pages_of_one_person_are_never_kept(client, county, case):
    pages = [
        reverse("cases:case_new"),
        reverse("cases:track"),
        reverse("cases:accuse"),
        case.get_track_url(),
    ]
    for url in pages:
        response = client.get(url)
        assert "no-store" in response["Cache-Control"]
        assert "ETag" not in response


def test_missing_pages_are_not_kept(client, case):
    url = f"/cases/{case.pk + 1}"
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 404
    assert len(seen) > 0


def test_safe_headers_stand_on_a_kept_page_too(client, case):
    first = client.get(case.get_public_url())
    second = client.get(case.get_public_url())

    for name in (
        "X-Frame-Options",
        "Content-Security-Policy",
        "X-Content-Type-Options",
    ):
        assert first[name] == second[name]


def test_without_redis_public_pages_are_still_answered(client, case, monkeypatch):
    def away(*args, **kwargs):
        raise RedisAway

    monkeypatch.setattr(type(cache._connections["default"]), "get_many", away)

    assert client.get(case.get_public_url()).status_code == 200
