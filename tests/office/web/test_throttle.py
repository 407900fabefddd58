import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from office.text.errors import ServiceError
from office.web import throttle
from office.web.throttle import allow, slow_down
from tests.sessions import at_once

WINDOW = 900


def test_so_many_and_no_more():
    with time_machine.travel("2026-11-23 09:00", tick=False):
        allowed = [allow("a", limit=3, window=WINDOW) for _ in range(5)]

    assert allowed == [True, True, True, False, False]


def test_keys_do_not_share_a_count():
    with time_machine.travel("2026-11-23 09:00", tick=False):
        for _ in range(3):
            allow("a", limit=3, window=WINDOW)

        assert allow("b", limit=3, window=WINDOW)


def test_a_new_window_does_not_forget_at_once():
    with time_machine.travel("2026-11-23 09:14:59", tick=False):
        for _ in range(4):
            allow("a", limit=4, window=WINDOW)
    with time_machine.travel("2026-11-23 09:15:00", tick=False):
        assert not allow("a", limit=4, window=WINDOW)
    with time_machine.travel("2026-11-23 09:45:00", tick=False):
        assert allow("a", limit=4, window=WINDOW)


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_each_counted():
    cache.clear()
    allowed = at_once(8, lambda: allow("a", limit=3, window=WINDOW))

    assert sorted(allowed) == [False] * 5 + [True] * 3


def test_one_network_that_writes_on_does_not_shut_the_county(monkeypatch):
    monkeypatch.setattr(throttle, "IN_THE_COUNTY", 5)
    flood = RequestFactory().post("/", REMOTE_ADDR="198.51.100.7")
    other = RequestFactory().post("/", REMOTE_ADDR="203.0.113.9")
    slow_down(flood, "proposal", limit=2)
    slow_down(flood, "proposal", limit=2)
    for _ in range(20):
        with pytest.raises(ServiceError, match="这个网络"):
            slow_down(flood, "proposal", limit=2)

    slow_down(other, "proposal", limit=2)


def test_the_whole_county_has_a_limit_too(monkeypatch):
    monkeypatch.setattr(throttle, "IN_THE_COUNTY", 3)
    for number in range(3):
        slow_down(RequestFactory().post("/", REMOTE_ADDR=f"203.0.113.{number}"), "x")

    with pytest.raises(ServiceError, match="提的人太多"):
        slow_down(RequestFactory().post("/", REMOTE_ADDR="203.0.113.99"), "x")
