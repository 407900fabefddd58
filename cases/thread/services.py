"""民意链: links between objects. Stored once, whichever end writes first."""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from cases.thread.models import ThreadLink
from office.models import User


def link_thread(
    *, earlier: models.Model, later: models.Model, note: str = "", by: User | None
) -> ThreadLink:
    """Record that ``later`` grew out of ``earlier``. Idempotent; returns the link."""
    link, _ = ThreadLink.objects.get_or_create(
        earlier_type=ContentType.objects.get_for_model(earlier),
        earlier_id=earlier.pk,
        later_type=ContentType.objects.get_for_model(later),
        later_id=later.pk,
        defaults={"note": note[:200], "by": by},
    )
    return link
