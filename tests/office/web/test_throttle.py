import pytest
import time_machine
from django.core.cache import cache

from office.web.throttle import allow
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
