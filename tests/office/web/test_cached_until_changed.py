"""Data cached in memory is read again after a change, and whenever Redis is down."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from office.web import cache_versions as publishing
from office.web.cache_versions import refresh_reference, renew_public_cache
from office.web.cached_until_changed import SECONDS, cached_until_changed


class Counted:
    def __init__(self):
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def counted():
    return Counted()


@pytest.fixture
def recall(counted):
    return cached_until_changed(lambda: counted())


def test_it_is_read_once(recall):
    assert [recall(), recall(), recall()] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_it_is_read_anew_after_the_commit_and_not_before(recall):
    assert recall() == 1
    with transaction.atomic():
        refresh_reference()
        assert recall() == 1

    assert recall() == 2


def test_a_page_that_changed_leaves_it_alone(recall):
    recall()
    renew_public_cache()

    assert recall() == 1


def test_it_is_read_anew_when_redis_was_emptied(recall):
    recall()
    cache.clear()

    assert recall() == 2


def test_it_is_read_anew_after_a_minute(recall):
    with time_machine.travel("2026-11-23 09:00+08:00", tick=False) as now:
        recall()
        now.shift(SECONDS - 1)
        assert recall() == 1
        now.shift(2)

        assert recall() == 2


def test_without_redis_it_is_read_each_time(recall, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    }

    assert [recall(), recall()] == [1, 2]


def test_what_is_read_while_something_changed_is_not_kept():
    """Data read before a concurrent change must not be cached as if read after it."""
    rows = ["old"]

    def read():
        found = rows[0]
        if found == "old":
            rows[0] = "new"
            publishing.renew_both_caches()
        return found

    recall = cached_until_changed(read)

    assert [recall(), recall()] == ["old", "new"]
