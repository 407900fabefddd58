"""A real worker takes tasks from the real broker."""

from datetime import date

import pytest
from django.core.cache import cache

from feixian.celery import WORKER_SIGN, app
from office.models import CalendarChange, CalendarDay
from office.tasks import BEAT_SIGN, heartbeat
from tests import county as made
from tests.waiting import HANG, wait_for
from tests.working import working

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]


@pytest.fixture
def worker():
    with working():
        yield


def test_heartbeat_goes_through_the_broker(worker):
    heartbeat.apply_async(expires=HANG)

    wait_for(lambda: cache.get(BEAT_SIGN))


def test_worker_shows_that_it_is_ready(worker):
    wait_for(lambda: cache.get(WORKER_SIGN))


def test_recount_is_done_by_the_worker(county, worker):
    from cases.tasks import recount_deadlines

    case = made.in_hand(county)
    CalendarDay.objects.create(day=date(2026, 11, 12), is_workday=False, name="临时")
    CalendarChange.objects.create(note="临时", by=county.office)

    recount_deadlines.apply_async(expires=HANG)

    def moved():
        case.refresh_from_db()
        return case.due_on == date(2026, 11, 17)

    wait_for(moved)


def test_every_scheduled_task_exists():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    app.loader.import_default_modules()
    assert scheduled <= set(app.tasks)
