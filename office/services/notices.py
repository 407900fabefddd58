"""The one outbox: what is told to whom, once, and on which ways it leaves."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from office.channels import ChannelError, sender_of
from office.enums import Channel, DeliveryState
from office.models import Delivery, Notice, User
from office.services import audit

# How long to wait after each failure.
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))


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


@transaction.atomic
def try_again(*, deliveries: QuerySet, by: User) -> int:
    """Queue failed deliveries anew; returns how many."""
    count = deliveries.update(
        state=DeliveryState.WAITING, attempts=0, next_try_at=timezone.now(), error=""
    )
    audit.record(action="deliver_again", by=by, detail={"count": count})
    return count


def deliver(*, limit: int = 200) -> int:
    """Send what is due; returns how many left. Any number of workers may run this.

    A row is claimed by locking it: others skip it, and a worker killed while sending
    frees it. What the other side took just before the kill is sent once more, which
    a gateway recognises by the same text; nothing is ever lost.
    """
    sent = 0
    for _ in range(limit):
        with transaction.atomic():
            delivery = (
                Delivery.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("notice")
                .filter(state=DeliveryState.WAITING, next_try_at__lte=timezone.now())
                .order_by("next_try_at", "pk")
                .first()
            )
            if delivery is None:
                break
            sent += _send(delivery)
    return sent


def _send(delivery: Delivery) -> int:
    notice = delivery.notice
    send = sender_of(delivery.channel)
    try:
        send(address=delivery.address, title=notice.title, text=notice.text)
    except ChannelError as error:
        _put_off(delivery, str(error))
        return 0
    delivery.state, delivery.sent_at = DeliveryState.SENT, timezone.now()
    delivery.error = ""
    delivery.save()
    return 1


def _put_off(delivery: Delivery, error: str) -> None:
    """Later and later, and after the last time failed for a person to look at."""
    delivery.attempts += 1
    delivery.error = error[:300]
    if delivery.attempts > len(WAITS):
        delivery.state = DeliveryState.FAILED
    else:
        delivery.next_try_at = timezone.now() + WAITS[delivery.attempts - 1]
    delivery.save()
