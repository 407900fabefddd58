"""Who is told of what: every notice of a case is worded here and leaves by the outbox."""

from django.conf import settings

from cases.imports.models import ImportBatch
from cases.loop.notifications import WORKING_ROLES
from office.models import Unit
from office.notices.services.outbox import notify_posts


def notify_unit_of_import(batch: ImportBatch, unit: Unit, count: int) -> None:
    """One notice for all cases of a file that came to ``unit``."""
    notify_posts(
        unit=unit,
        roles=WORKING_ROLES,
        key=f"import:{batch.pk}:{batch.started_at:%Y%m%d%H%M%S}:{unit.pk}",
        kind="import",
        title="导入了一批意见",
        text=f"“{batch.name}”中有 {count} 件到了{unit}，请处理。"[:500],
        url=settings.DESK_URL,
    )
