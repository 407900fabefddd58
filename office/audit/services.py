"""The security audit: one row per action, written in the action's transaction."""

from typing import TYPE_CHECKING

import pgtrigger
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from office.audit.models.entries import AuditEntry
from office.web.address import current_address

if TYPE_CHECKING:
    from office.people.models import User

# 网络安全法 第二十三条（三）：留存相关的网络日志不少于六个月。
LEAST_MONTHS = 6


def record(
    *,
    action: str,
    by: "User | None",
    object: models.Model | None = None,
    reason: str = "",
    succeeded: bool = True,
    ip: str | None = None,
    detail: dict | None = None,
    username: str = "",
) -> AuditEntry:
    """Record who did what to what. ``detail`` never holds personal data."""
    return AuditEntry.objects.create(
        user=by,
        username=username or (by.username if by else ""),
        action=action,
        object_type=object._meta.label_lower if object else "",
        object_id=str(object.pk) if object else "",
        # Never str(): a case is called by its number, its title is what a resident said.
        object_name=(getattr(object, "audit_name", "") or _number_of(object))[:120],
        reason=reason[:200],
        succeeded=succeeded,
        ip=ip or current_address(),
        detail=detail or {},
    )


def _number_of(object: models.Model | None) -> str:
    number = getattr(object, "number", "")
    return number if isinstance(number, str) else ""


@transaction.atomic
def drop_old_entries() -> int:
    """Remove the whole months older than ``AUDIT_MONTHS``; return how many rows.

    网络安全法 第二十三条: six months at least. The trigger is set aside for this one statement,
    and the removal is an entry itself.
    """
    months = max(settings.AUDIT_MONTHS, LEAST_MONTHS)
    start = timezone.localtime().replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    before = start - relativedelta(months=months)
    rows: models.QuerySet = models.QuerySet(AuditEntry).filter(at__lt=before)
    with pgtrigger.ignore("office.AuditEntry:written_once"):
        count, _ = rows.delete()
    if count:
        detail = {"rows": count, "before": before.date().isoformat()}
        record(action="drop_old_audit", by=None, detail=detail)
    return count
