"""Rows of files as they were written: with names, phones and addresses in clear."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from cases.imports.models import ImportRow
from cases.loop.models.cases import Case
from office.text.personal_data import PersonalData, rows_of


def _of_cases(pks: Collection[int]) -> QuerySet:
    """The rows that became these cases, and those that said the same once more."""
    keys = Case.everything.filter(pk__in=pks, source_key__isnull=False)
    return rows_of(ImportRow).filter(
        Q(case__in=pks) | Q(source_key__in=keys.values("source_key"))
    )


def _ended(before: datetime) -> QuerySet:
    """A file is looked at while it is taken in; the case holds what is needed after."""
    return rows_of(ImportRow).filter(batch__created_at__lt=before)


ROWS = (
    PersonalData(
        ImportRow,
        person={"raw": {}, "corrected": {}, "reason": ""},
        of_cases=_of_cases,
        ended=_ended,
    ),
)
