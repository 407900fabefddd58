"""A real worker takes tasks from the real broker."""

import time
from datetime import date

import pytest
from celery.contrib.testing.worker import start_worker
from django.core.cache import cache

from feixian.celery import WORKER_SIGN, app
from office.models import CalendarChange, CalendarDay
from office.tasks import BEAT_SIGN, heartbeat
from tests import county as made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]


@pytest.fixture
def worker():
    with start_worker(
        app, perform_ping_check=False, pool="solo", without_heartbeat=False
    ):
        yield


def wait_for(fact, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := fact():
            return found
        time.sleep(0.05)
    return fact()


def test_heartbeat_goes_through_the_broker(worker):
    heartbeat.delay()

    assert wait_for(lambda: cache.get(BEAT_SIGN))


def test_worker_shows_that_it_is_ready(worker):
    assert wait_for(lambda: cache.get(WORKER_SIGN))


def test_recount_is_done_by_the_worker(county, worker):
    from cases.tasks import recount_deadlines

    case = made.in_hand(county)
    CalendarDay.objects.create(day=date(2026, 11, 12), is_workday=False, name="临时")
    CalendarChange.objects.create(note="临时", by=county.office)

    recount_deadlines.delay()

    def moved():
        case.refresh_from_db()
        return case.due_on == date(2026, 11, 17)

    assert wait_for(moved)


def test_every_scheduled_task_exists():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    app.loader.import_default_modules()
    assert scheduled <= set(app.tasks)
