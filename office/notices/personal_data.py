"""Where a notice left for: an address is needed until it has left."""

from datetime import datetime

from django.db.models import QuerySet

from office.notices.models.notices import Delivery
from office.text.personal_data import PersonalData, rows_of


def _ended(before: datetime) -> QuerySet:
    return rows_of(Delivery).filter(notice__created_at__lt=before)


ROWS = (PersonalData(Delivery, person={"address": "", "error": ""}, ended=_ended),)
