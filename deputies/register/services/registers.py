"""The registers that a form saves by itself: what was changed, and by whom."""

from collections.abc import Sequence

from django.db import models

from office.audit import services as audit
from office.models import User


def write_down(
    *, row: models.Model, is_new: bool, changed: Sequence[str], by: User
) -> None:
    """Record that a term, a constituency or a deputy was added or changed."""
    action = f"{'add' if is_new else 'change'}_{row._meta.model_name}"
    audit.record(action=action, by=by, object=row, detail={"changed": list(changed)})
