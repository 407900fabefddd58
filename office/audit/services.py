"""The security audit: one row an act, in the transaction of the act."""

from typing import TYPE_CHECKING

from django.db import models

from office.audit.models.entries import AuditEntry
from office.web.address import current_address

if TYPE_CHECKING:
    from office.people.models import User


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
    """Write down who did what to what. ``detail`` never holds personal data."""
    return AuditEntry.objects.create(
        user=by,
        username=username or (by.username if by else ""),
        action=action,
        object_type=object._meta.label_lower if object else "",
        object_id=str(object.pk) if object else "",
        reason=reason[:200],
        succeeded=succeeded,
        ip=ip or current_address(),
        detail=detail or {},
    )
