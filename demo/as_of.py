"""The demonstration's past: services run on the day they are told about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def as_of(day: date, hour: float = 9) -> Iterator[datetime]:
    """Every service inside reads this moment from the clock, and writes it down.

    Its ledgers can be written once only, so their days cannot be put right afterwards.
    Never in the future: what the portal shows has happened.
    """
    midnight = timezone.make_aware(datetime.combine(day, time()))
    moment = min(midnight + timedelta(hours=hour), timezone.now())
    with patch("django.utils.timezone.now", lambda: moment):
        yield moment
