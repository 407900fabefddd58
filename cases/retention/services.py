"""The end of personal data: what nobody needs any more is forgotten."""

from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from office.audit import services as audit
from office.calendar.services.deadlines import find_rule
from office.text.personal_data import forget_ended


@transaction.atomic
def forget_persons(*, today: date) -> int:
    """Empty who it was wherever its purpose ended long enough ago.

    个人信息保护法 第十九条、第四十七条: no longer than the purpose needs. What was said, the
    answer and the code stay. One statement a table of the registry; running it twice
    changes nothing. Returns how many rows were emptied.
    """
    kept_for = find_rule("submitter_retention", today).amount
    day = today - relativedelta(months=kept_for)
    before = timezone.make_aware(datetime.combine(day, time.min))
    count = forget_ended(before)
    if count:
        audit.record(action="forget_submitters", by=None, detail={"count": count})
    return count
