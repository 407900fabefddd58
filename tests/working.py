"""A real worker of the queue, in a thread of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery.contrib.testing.worker import start_worker

from feixian.celery import app
from tests.waiting import HANG


@contextmanager
def working() -> Iterator[None]:
    """Have a worker take tasks from every queue for the time of the block."""
    with start_worker(
        app,
        perform_ping_check=False,
        pool="solo",
        without_heartbeat=False,
        shutdown_timeout=HANG,
    ):
        yield
