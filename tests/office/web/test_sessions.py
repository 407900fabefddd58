"""A session is written if it changed, or if its expiry must be extended."""

import time

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from office.web.sessions import SLACK, SessionStore

pytestmark = pytest.mark.django_db


def begun(**values) -> str:
    session = SessionStore()
    session.update(values)
    session.save()
    return session.session_key


def read_again(key: str) -> SessionStore:
    session = SessionStore(key)
    assert session["draft"] == "水渠"
    session.save()
    return session


def end_of(key: str):
    return Session.objects.get(pk=key).expire_date


def test_reading_a_session_writes_nothing(django_assert_num_queries):
    key = begun(draft="水渠")

    with django_assert_num_queries(0):
        read_again(key)


def test_what_is_changed_is_in_the_database_at_once():
    key = begun(draft="水渠")
    session = SessionStore(key)
    session["draft"] = "路灯"
    session.save()
    cache.clear()

    assert SessionStore(key)["draft"] == "路灯"


def test_using_a_session_moves_its_end_on():
    key = begun(draft="水渠")
    first = end_of(key)

    with time_machine.travel(time.time() + SLACK + 1):
        read_again(key)

    assert (end_of(key) - first).total_seconds() >= SLACK


def test_a_session_that_is_used_now_and_then_lives_on(settings):
    key, now = begun(draft="水渠"), time.time()
    for _ in range(4):
        now += settings.SESSION_COOKIE_AGE - SLACK - 1
        with time_machine.travel(now):
            read_again(key)


def test_a_session_ends_at_the_latest_an_age_after_its_last_use(settings):
    key = begun(draft="水渠")

    with time_machine.travel(time.time() + settings.SESSION_COOKIE_AGE + 1):
        cache.clear()
        assert SessionStore(key).get("draft") is None


def test_a_short_session_moves_on_in_time(settings):
    settings.SESSION_COOKIE_AGE = 60
    key = begun(draft="水渠")

    with time_machine.travel(time.time() + 7):
        read_again(key)
        assert (end_of(key) - timezone.now()).total_seconds() > 59


def test_a_session_that_was_ended_meanwhile_does_not_come_back():
    key = begun(draft="水渠")
    late = SessionStore(key)
    assert late["draft"] == "水渠"
    SessionStore(key).flush()

    late.save()

    assert not Session.objects.exists()
    assert SessionStore(key).get("draft") is None
