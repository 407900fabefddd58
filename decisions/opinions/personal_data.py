"""Who gave an opinion on a draft, and the informants of the points."""

from datetime import datetime

from django.db.models import QuerySet

from decisions.opinions.models import Informant, Opinion
from office.text.personal_data import PersonalData, rows_of

LEFT = "（已离任）"


def _ended_opinions(before: datetime) -> QuerySet:
    """The hearing is over and its result was told, long before."""
    return rows_of(Opinion).filter(at__lt=before, draft__closes_at__lt=before)


def _ended_informants(before: datetime) -> QuerySet:
    return rows_of(Informant).filter(until__lt=before.date())


ROWS = (
    PersonalData(Opinion, person={"name": "", "phone": ""}, ended=_ended_opinions),
    PersonalData(
        Informant, person={"name": LEFT, "phone": ""}, ended=_ended_informants
    ),
)
