"""Loads past data: runs services at a given past moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def as_of(day: date, hour: float = 9) -> Iterator[datetime]:
    """Inside the block, services read this moment from the clock and store it.

    Needed because append-only tables cannot be corrected afterwards. Never in the
    future: everything shown has happened.
    """
    midnight = timezone.make_aware(datetime.combine(day, time()))
    moment = min(midnight + timedelta(hours=hour), timezone.now())
    with patch("django.utils.timezone.now", lambda: moment):
        yield moment
