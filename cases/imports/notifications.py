"""Notices about imported cases."""

from django.conf import settings

from cases.imports.models import ImportBatch
from cases.loop.notifications import WORKING_ROLES
from office.models import Unit
from office.notices.services.outbox import notify_posts


def notify_unit_of_import(batch: ImportBatch, unit: Unit, count: int) -> None:
    """One notice to ``unit`` for all its cases of a file."""
    notify_posts(
        unit=unit,
        roles=WORKING_ROLES,
        key=f"import:{batch.pk}:{batch.started_at:%Y%m%d%H%M%S}:{unit.pk}",
        kind="import",
        title="导入了一批意见",
        text=f"“{batch.name}”中有 {count} 件到了{unit}，请处理。"[:500],
        url=settings.DESK_URL,
    )
