"""Whatever is sent to the public pages, there is an answer and never a 500."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.county import answered, published

pytestmark = pytest.mark.django_db
ODD = ["\x00", "😀" * 50, "长" * 6000, "-1", "9" * 40, "<script>'\"", "%00\u202e"]
FIELDS = [
    "text",
    "division",
    "place",
    "category",
    "phone",
    "factor",
    "name",
    "consent",
    "may_publish",
    "code",
    "grade",
    "attitude",
    "comment",
    "reason",
    "words",
    "accused",
    "station",
    "files",
    "q",
    "town",
    "state",
    "after",
    "before",
    "kind",
]
FORMS = [
    "/cases/new",
    "/cases/new/photos",
    "/cases/new/who",
    "/track",
    "/accuse",
    "/c/{code}",
    "/c/{code}/rate",
    "/c/{code}/supplement",
    "/c/{code}/withdraw",
    "/cases/{pk}/me-too",
    "/cases/new/photos/1/drop",
    "/cases/new/similar",
]
PAGES = ["/", "/cases/", "/s/tanyi", "/stations/", "/privacy"]


@pytest.fixture
def case(county):
    return published(county, answered(county))


@pytest.fixture
def client(case):
    client = Client(raise_request_exception=False)
    client.post("/track", {"code": case.tracking_code, "factor": "0000"})
    return client


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_every_field(client, case, odd):
    values = dict.fromkeys(FIELDS, odd)
    for form in FORMS:
        url = form.format(code=case.tracking_code, pk=case.pk)
        cache.clear()
        assert client.post(url, values).status_code < 500, url
        assert client.get(url, values).status_code < 500, url
    for url in PAGES:
        assert client.get(url, values).status_code == 200, url


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"text=\xff\xfe%ff%00&division=%FF", "application/x-www-form-urlencoded"),
        (b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (
            b"&".join(b"f%d=1" % n for n in range(3000)),
            "application/x-www-form-urlencoded",
        ),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"no boundary", "multipart/form-data"),
        (b"{}", "application/json"),
    ],
)
def test_odd_bodies(client, case, body, content_type):
    for url in ("/cases/new", "/cases/new/photos", "/track", "/accuse"):
        response = client.post(url, body, content_type=content_type)
        assert response.status_code < 500, url


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "sessionid=\x01; messages=zzz; size=<x>; csrftoken="},
        {"HTTP_ACCEPT_LANGUAGE": "xx" * 5000},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_IF_NONE_MATCH": "\x01, W/"},
        {"HTTP_IF_MODIFIED_SINCE": "\xff"},
        {"HTTP_X_FORWARDED_FOR": "not an address"},
        {"QUERY_STRING": "q=%FF%FE&after=%ff"},
        {"QUERY_STRING": "%"},
    ],
)
def test_odd_headers_and_queries(client, case, headers):
    for url in ("/cases/", "/cases/new", "/track", case.get_public_url()):
        assert client.get(url, **headers).status_code < 500, url
