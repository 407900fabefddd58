"""Retention: deletes personal data that is no longer needed."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q

from cases.loop.enums import CaseStatus
from cases.loop.models.submitters import Submitter
from cases.receptions.models import Reception
from office.audit import services as audit
from office.calendar.services.deadlines import find_rule


@transaction.atomic
def forget_submitters(*, today: date) -> int:
    """Delete name, phone and address in cases that ended long enough ago.

    个人信息保护法 第十九条、第四十七条: no longer than the purpose needs. Text, answer
    and code stay. One statement; idempotent. Returns how many people were affected.
    """
    kept_for = find_rule("submitter_retention", today).amount
    before = today - relativedelta(months=kept_for)
    over = Q(case__status=CaseStatus.CLOSED, case__closed_at__date__lt=before)
    over |= Q(
        case__status__in=[CaseStatus.DECLINED, CaseStatus.WITHDRAWN],
        case__updated_at__date__lt=before,
    )
    over |= Q(
        case__merged_into__status=CaseStatus.CLOSED,
        case__merged_into__closed_at__date__lt=before,
    )
    known = ~Q(name="", phone="", phone_hash="", address="")
    due = Submitter.objects.filter(over & known).values("pk")
    count = Submitter.objects.filter(pk__in=due).update(
        name="", phone="", phone_hash="", address=""
    )
    count += _forget_visitors(before)
    if count:
        audit.record(action="forget_submitters", by=None, detail={"count": count})
    return count


def _forget_visitors(before: date) -> int:
    """Visitors who were answered on the spot: the purpose ended with the conversation."""
    over = Reception.objects.filter(at__date__lt=before)
    return over.exclude(name="", phone="").update(name="", phone="")
