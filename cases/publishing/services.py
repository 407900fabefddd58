"""What comes back to a station's page from those to whom its matters were handed."""

from collections.abc import Iterable
from datetime import datetime

from cases.publishing.models import Feedback
from office.models import Unit


def give_feedback(
    *,
    key: str,
    stations: Iterable[int],
    unit: Unit,
    title: str,
    text: str,
    at: datetime,
) -> int:
    """Show ``text`` (masked already) on the pages of ``stations``; each once for ``key``."""
    rows = [
        Feedback(
            station_id=pk, key=key, unit=unit, title=title, text=text, published_at=at
        )
        for pk in sorted(stations)
    ]
    Feedback.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
