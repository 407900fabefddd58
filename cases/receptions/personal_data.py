"""Who was received. The words of a conversation that became a case stand in the case."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from cases.receptions.models import Reception
from office.text.personal_data import PersonalData, rows_of


def _of_cases(pks: Collection[int]) -> QuerySet:
    return rows_of(Reception).filter(case__in=pks)


def _ended(before: datetime) -> QuerySet:
    """Those who were answered on the spot: the conversation was the end of it."""
    return rows_of(Reception).filter(at__lt=before)


ROWS = (
    PersonalData(
        Reception,
        words={"words": ""},
        person={"name": "", "phone": ""},
        of_cases=_of_cases,
        ended=_ended,
    ),
)
