"""Who proposed a project, and the words of a case that was proposed as one."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from decisions.projects.models.livelihood import Proposal
from office.text.personal_data import PersonalData, rows_of

GONE = "（已转）"


def _of_cases(pks: Collection[int]) -> QuerySet:
    return rows_of(Proposal).filter(case__in=pks)


def _ended(before: datetime) -> QuerySet:
    """A year's programme is settled, and who proposed was told, long before."""
    return rows_of(Proposal).filter(at__lt=before)


ROWS = (
    PersonalData(
        Proposal,
        words={"title": GONE, "text": GONE},
        person={"name": "", "phone": ""},
        of_cases=_of_cases,
        ended=_ended,
    ),
)
