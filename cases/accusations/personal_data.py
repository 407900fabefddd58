"""Who accused. What was said is kept as the record of the petition, sealed as it came."""

from datetime import datetime

from django.db.models import QuerySet

from cases.accusations.enums import AccusationState
from cases.accusations.models import Accusation, AccusationEvent, AccusationFile
from office.text.personal_data import PersonalData, rows_of

OVER = (AccusationState.TRANSFERRED, AccusationState.ANSWERED)


def _ended(before: datetime) -> QuerySet:
    later = AccusationEvent.objects.filter(at__gte=before)
    over = rows_of(Accusation).filter(state__in=OVER, received_at__lt=before)
    return over.exclude(pk__in=later.values("accusation"))


ROWS = (
    PersonalData(
        Accusation,
        words={"text": "", "accused": ""},
        person={"name": "", "phone": "", "address": ""},
        ended=_ended,
    ),
    PersonalData(AccusationFile, elsewhere="behind the wall"),
    PersonalData(AccusationEvent, elsewhere="behind the wall"),
)
