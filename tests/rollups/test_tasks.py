"""A real worker that is killed in the middle, and a Redis that is restarted meanwhile."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path

import psycopg
import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection
from django.utils import timezone
from kombu import Connection

from office.models import CalendarChange, CalendarDay, Notice
from office.tasks import BEAT_SIGN, heartbeat
from office.web.redis_cache import KeptClientCache
from rollups.models import RollUp
from rollups.months.services import roll_up_month
from rollups.tasks import roll_up, sweep_rollups
from tests.county import submitted
from tests.paths import ROOT
from tests.rollups.months.test_services import shape
from tests.rollups.reported import BUS, WELL
from tests.waiting import HANG, wait_for
from tools.embedded import Valkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]
BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
    AND query LIKE '%rollups_rollup%'
"""


@pytest.fixture
def broker(tmp_path):
    server = Valkey(tmp_path / "redis")
    server.start()
    yield server
    server.stop()


def database_url():
    """The database of this test, as a connection of its own takes it."""
    before, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    return f"{before.rpartition('/')[0]}/{name}?{query}"


@pytest.fixture
def worker(broker):
    env = {**os.environ, "DATABASE_URL": database_url(), "REDIS_URL": broker.url}
    command = [sys.executable, "-m", "celery", "-A", "feixian", "worker"]
    process = subprocess.Popen(
        [*command, "-l", "error", "-c", "1"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def send(task, broker, **options):
    address = broker.url.replace("unix://", "redis+socket://").partition("?")[0]
    with Connection(address) as link:
        task.apply_async(connection=link, **options)


def hands_of(worker):
    """The processes that do the work."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def lives(worker):
    return lambda: worker.poll() is None


def is_counted():
    return RollUp.objects.get().is_counted


def working_today(county):
    """Today, as a working day: on others nobody is reminded of anything."""
    today = timezone.localdate()
    day = {"is_workday": True, "name": "上班"}
    CalendarDay.objects.update_or_create(day=today, defaults=day)
    CalendarChange.objects.create(note="上班", by=county.office)
    return today


def restart(broker):
    broker.stop()
    broker.start()


def test_killed_in_the_middle_and_redis_restarted_the_month_is_the_same(
    county, broker, worker
):
    today = working_today(county)
    month = today.replace(day=1) - relativedelta(months=1)
    at = timezone.make_aware(datetime.combine(month, time_of_day(9))) + relativedelta(
        days=4
    )
    for number, text in enumerate((*WELL, *BUS)):
        submitted(county, text=text, phone=f"1380539{number:04}", at=at)
    whole = shape(roll_up_month(month=month, today=today))
    connection.cursor().execute("TRUNCATE rollups_rollup CASCADE")

    RollUp.objects.create(month=month)
    with psycopg.connect(database_url()) as holder:
        holder.execute("SELECT FROM rollups_rollup FOR UPDATE")
        send(roll_up, broker)
        restart(broker)
        watcher = psycopg.connect(database_url(), autocommit=True)
        wait_for(lambda: watcher.execute(BLOCKED).fetchone()[0], lives(worker))
        for pid in hands_of(worker):
            os.kill(pid, signal.SIGKILL)
        watcher.close()
    wait_for(is_counted, lives(worker))
    restart(broker)

    for task in (roll_up, sweep_rollups, sweep_rollups):
        send(task, broker)
    # A queue is worked off in order: the sign of the last task says that all are done.
    send(heartbeat, broker, queue="heavy", expires=HANG)
    prefix = settings.CACHES["default"]["KEY_PREFIX"]
    signs = KeptClientCache(broker.url, {"KEY_PREFIX": prefix})
    wait_for(lambda: signs.get(BEAT_SIGN), lives(worker))

    assert shape(RollUp.objects.get()) == whole
    told = Notice.objects.filter(kind="report_waiting").values_list("key", flat=True)
    assert len(told) == len(set(told)) == 2
