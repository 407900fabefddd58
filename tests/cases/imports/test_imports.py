"""A confirmed file whose task was lost with the broker is queued again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.imports.services.imports import resume_imports, run_import
from feixian.celery import app
from tests.cases.imports.test_views import many, staged

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue():
    """The messages in the queue of heavy tasks."""
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        channel.client.delete("heavy")
        yield lambda: channel.client.llen("heavy")
        channel.client.delete("heavy")


def confirmed(county, *, ago: timedelta):
    """The state after ``start_import``, with the task lost by the broker."""
    batch = staged(county, *many(3))
    batch.started_at = timezone.now() - ago
    batch.save()
    return batch


def test_a_lost_task_is_queued_again(county, queue):
    confirmed(county, ago=timedelta(minutes=20))

    assert resume_imports(now=timezone.now()) == 1
    assert queue() == 1


def test_a_file_that_was_just_confirmed_is_left_to_its_task(county, queue):
    confirmed(county, ago=timedelta(minutes=5))

    assert resume_imports(now=timezone.now()) == 0
    assert queue() == 0


def test_a_file_that_is_done_is_not_taken_up_again(county, queue):
    run_import(batch=confirmed(county, ago=timedelta(hours=2)))

    assert resume_imports(now=timezone.now()) == 0
