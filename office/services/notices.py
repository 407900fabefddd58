"""The one outbox: what is told to whom, once, and on which ways it leaves."""

from django.utils import timezone

from office.enums import Channel
from office.models import Delivery, Notice, User


def tell(
    *,
    key: str,
    kind: str,
    title: str,
    text: str,
    url: str = "",
    user: User | None = None,
    phone: str = "",
    email: str = "",
) -> Notice | None:
    """Put one notice into the outbox; None when ``key`` was told before.

    A user reads it in the inbox at once. What goes by SMS or e-mail waits as a Delivery
    for ``office.tasks.deliver_notices``.
    """
    notice, is_new = Notice.objects.get_or_create(
        key=key[:120],
        defaults={
            "user": user,
            "kind": kind,
            "title": title[:100],
            "text": text[:500],
            "url": url,
        },
    )
    if not is_new:
        return None
    ways = {Channel.SMS: phone, Channel.EMAIL: email or (user.email if user else "")}
    Delivery.objects.bulk_create(
        Delivery(notice=notice, channel=channel, address=address)
        for channel, address in ways.items()
        if address
    )
    return notice


def mark_read(*, user: User) -> int:
    """Mark everything in the inbox of ``user`` as read; returns how many were not."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    return unread.update(read_at=timezone.now())
