"""Every task of ours states its queue, its expiry, and its retries."""

import pytest

from feixian.celery import app
from tests.guards.test_project import APPS

QUEUES = {"notices", "sweeps", "heavy"}


def own_tasks() -> dict:
    app.loader.import_default_modules()
    return {
        name: task for name, task in app.tasks.items() if name.partition(".")[0] in APPS
    }


def test_our_tasks_are_found():
    assert len(own_tasks()) >= 17


@pytest.mark.parametrize("name", sorted(own_tasks()))
def test_a_task_says_its_queue_its_expiry_and_its_retries(name):
    task = own_tasks()[name]

    assert getattr(task, "queue", None) in QUEUES
    assert task.expires
    assert task.max_retries is not None
    # Without an exception to retry on, a number of retries has no effect.
    assert task.max_retries == 0 or task.autoretry_for


def test_every_entry_of_the_schedule_is_a_task_of_ours(settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled <= set(own_tasks())
