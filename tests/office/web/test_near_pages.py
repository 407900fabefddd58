"""A page that a process gave before is given again before Django makes a request of it."""

import time
from io import BytesIO

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisAway

from cases.loop.services import screening
from feixian.wsgi import application
from office.web.cache_versions import renew_public_cache
from office.web.page_cache import CachedPages
from tests.county import in_hand, published

pytestmark = pytest.mark.django_db(transaction=True)


class Front:
    """The application as a server asks it; counts what is left for Django."""

    def __init__(self):
        self.left = 0
        self.front = CachedPages(self._django)

    def _django(self, environ, start_response):
        self.left += 1
        return application.application(environ, start_response)

    def ask(self, path, *, method="GET", **environ):
        """Status, headers and content."""
        path, _, query = path.partition("?")
        asked = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **environ,
        }
        seen = []
        body = self.front(asked, lambda status, headers: seen.append((status, headers)))
        content = b"".join(body)
        ((status, headers),) = seen
        return int(status[:3]), dict(headers), content


@pytest.fixture
def front():
    return Front()


@pytest.fixture
def page(county, front):
    """The address of a page that stands near: made once, given once."""
    url = published(county, in_hand(county)).get_public_url()
    front.ask(url)
    front.ask(url)
    assert front.left == 2
    return url


def test_a_page_given_before_is_left_to_nobody(front, page):
    status, headers, content = front.ask(page)

    assert front.left == 2
    assert status == 200
    assert "水渠堵了" in content.decode()
    assert headers["Content-Length"] == str(len(content))


def test_it_has_every_header_of_the_page_as_it_was_made(front, page):
    near = front.ask(page)[1]
    renew_public_cache()
    made = front.ask(page)[1]

    for changing in ("ETag", "Last-Modified"):
        assert near.pop(changing) and made.pop(changing)
    assert near == made
    assert "Content-Security-Policy" in near
    assert "Set-Cookie" not in near


def test_who_has_it_is_told_so_in_no_words(front, page):
    tag = front.ask(page)[1]["ETag"]
    status, headers, content = front.ask(page, HTTP_IF_NONE_MATCH=tag)

    assert (status, content, headers["ETag"]) == (304, b"", tag)
    assert "Content-Length" not in headers
    assert front.left == 2


def test_what_is_taken_off_is_gone_at_once(front, county, page):
    case = county.station.cases.get()
    screening.unpublish_case(case=case, reason="当事人要求", by=county.office)

    assert front.ask(page)[0] == 404


@pytest.mark.parametrize(
    "other",
    [
        {"QUERY_STRING": "after=1"},
        {"HTTP_COOKIE": "size=large"},
        {"HTTP_COOKIE": "messages=x"},
        {"HTTP_HOST": "feixian.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"wsgi.url_scheme": "https"},
        {"method": "HEAD"},
        {"method": "POST"},
    ],
)
def test_another_question_is_left_to_django(front, page, other):
    front.ask(page, **other)

    assert front.left == 3


def test_a_cookie_that_says_nothing_about_the_page_changes_nothing(front, page):
    assert front.ask(page, HTTP_COOKIE="csrftoken=a; sessionid=b")[0] == 200
    assert front.left == 2


def test_after_a_minute_it_is_made_anew(front, page, time_machine):
    time_machine.move_to(time.time() + 61)
    front.ask(page)

    assert front.left == 3


def test_without_redis_it_is_left_to_django(front, page, monkeypatch):
    def away(*args, **kwargs):
        raise RedisAway

    monkeypatch.setattr(type(cache._connections["default"]), "get", away)
    monkeypatch.setattr(type(cache._connections["default"]), "get_many", away)

    assert front.ask(page)[0] == 200
    assert front.left == 3
