"""The log of a whole walk names routes: no code, no word, no phone, no query."""

import io
import logging

import pytest
from django.test import Client

from cases.models import Accusation, Case
from tests import county as made

pytestmark = pytest.mark.django_db
WORDS, PHONE, FACTOR = "鼋鼍路边的水渠", "13805398877", "鼋鼍树"
OWN_ADDRESS = "203.0.113.77"


@pytest.fixture
def log(settings):
    """What the handler of the settings writes, at the level of production."""
    root = logging.getLogger()
    handler = next(row for row in root.handlers if type(row) is logging.StreamHandler)
    text, level, stream = io.StringIO(), root.level, handler.stream
    root.setLevel(logging.INFO)
    handler.setStream(text)
    yield text
    handler.setStream(stream)
    root.setLevel(level)


def speak(county) -> str:
    client = Client()
    client.post("/cases/new/similar", {"text": WORDS})
    client.get("/cases/new/similar", {"text": WORDS})
    client.post("/cases/new", {"text": WORDS, "division": county.village.pk})
    client.post("/cases/new/photos")
    who = {"phone": PHONE, "factor": FACTOR, "consent": "on"}
    client.post("/cases/new/who", who, follow=True)
    return Case.objects.get().tracking_code


def follow(code: str) -> None:
    client = Client(REMOTE_ADDR=OWN_ADDRESS)
    client.get("/track", {"code": code})
    client.post("/track", {"code": code, "factor": "不对"})
    client.post("/track", {"code": code, "factor": FACTOR})
    client.get(f"/c/{code}")
    client.get(f"/c/{code}/print")
    client.get(f"/c/{code}/nothing")
    client.put(f"/c/{code}/print")
    Client(enforce_csrf_checks=True, REMOTE_ADDR=OWN_ADDRESS).post(f"/c/{code}/rate")


def accuse() -> str:
    client = Client(REMOTE_ADDR=OWN_ADDRESS)
    client.get("/accuse")
    client.post("/accuse", {"text": WORDS, "factor": FACTOR}, follow=True)
    code = Accusation.objects.get().tracking_code
    client.get(f"/c/{code}")
    return code


def work(county) -> None:
    client = Client()
    client.force_login(county.keeper)
    client.get("/desk/", {"q": WORDS})
    client.get("/cases/", {"q": PHONE})
    client.get(f"/nothing/{PHONE}", {"q": WORDS})
    client.get("/vote/none", {"receipt": "a" * 64})


def test_a_whole_walk_leaves_routes_and_no_person(county, log):
    codes = [speak(county), accuse()]
    follow(codes[0])
    work(county)

    written = log.getvalue()
    lines = [line for line in written.splitlines() if "request_finished" in line]
    assert any("/desk/" in line for line in lines)
    assert not any("?" in line for line in lines)
    for secret in (*codes, "鼋鼍", PHONE, "a" * 64, OWN_ADDRESS):
        assert secret not in written
    # What Django itself says of one's own page has no address and no person.
    assert not any("/c/" in line and '"ip"' in line for line in written.splitlines())


def test_a_failure_on_ones_own_page_is_written_without_a_person(county, log, settings):
    case = made.submitted(county, factor=FACTOR)
    client = Client(raise_request_exception=False, REMOTE_ADDR=OWN_ADDRESS)
    settings.ROOT_URLCONF = "tests.feixian.failing_urls"

    assert client.get(f"/c/{case.tracking_code}").status_code == 500

    written = log.getvalue()
    assert "request_failed" in written
    assert case.tracking_code not in written
    assert OWN_ADDRESS not in written


@pytest.mark.parametrize("who", ["keeper", "office", "handler"])
def test_a_page_of_a_person_is_kept_by_no_browser(client, county, who):
    case = made.in_hand(county)
    client.force_login(getattr(county, who))

    for url in ("/desk/", case.get_absolute_url(), "/desk/notices"):
        assert "no-store" in client.get(url, follow=True)["Cache-Control"]


def test_a_revealed_phone_travels_in_no_cookie(client, county):
    case = made.in_hand(county, phone=PHONE)
    client.force_login(county.handler)
    url = f"/desk/cases/{case.pk}/reveal"

    response = client.post(url, {"field": "phone", "reason": "回电话"})

    assert PHONE not in str(response.cookies) + str(dict(client.session))
    assert PHONE in client.get(response.url).content.decode()
    assert PHONE not in client.get(response.url).content.decode()
