"""The one outbox: what is told to whom, once, and on which ways it leaves.

Exactly once, as far as the other side allows it:

1. ``Notice.key`` is unique, so a thing is told once however often it is reported.
2. A delivery is claimed (WAITING → SENDING, with a lease) and the claim is committed
   before anything leaves; two workers cannot claim the same row.
3. When a worker dies between the claim and the answer, nobody knows whether the other
   side has it. A channel that knows repeats by their key (SMS gateway, e-mail) gets it
   again with the same key after the lease; on any other the delivery is FAILED and says
   so, for a person to look and to send again. It is never lost and never doubled
   silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from office.audit import services as audit
from office.notices.enums.channels import Channel, DeliveryState
from office.notices.models.notices import Delivery, Notice
from office.notices.services.channels import (
    KNOWS_REPEATS,
    ChannelError,
    ChannelRefused,
    ChannelUnsure,
    Parcel,
    sender_of,
)
from office.people.enums import Role
from office.people.models import User
from office.units.models import Unit

# How long to wait after each failure; after the last one a person has to look.
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
# Longer than any sender may take: whoever holds a claim for longer is dead.
LEASE = timedelta(minutes=2)
UNKNOWN = "发送途中中断，不知道对方是否收到。请核对后再重新发送。"


@transaction.atomic
def notify(
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
    for ``office.tasks.deliver_notices``. Kinds in URGENT_KINDS also leave by SMS to the
    user's own phone and, once for all who are told the same, to the WeCom group; kinds
    in TEXTED_KINDS by SMS only.
    """
    notice, is_new = Notice.objects.get_or_create(
        key=key[:120],
        defaults={
            "user": user,
            "kind": kind,
            "title": _clean(title, 100),
            "text": _clean(text, 500),
            "url": url,
        },
    )
    if not is_new:
        return None
    _address(notice, user, phone=phone, email=email)
    return notice


def count_unread(user_id: int) -> int:
    """How many notices this person has not read, up to 100; every page of staff says it."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [user_id])
        return cursor.fetchone()[0]


UNREAD = """
SELECT count(*) FROM (
    SELECT FROM office_notice WHERE user_id = %s AND read_at IS NULL LIMIT 100
) AS unread
"""


@dataclass(frozen=True, kw_only=True)
class PostsNotice:
    """A notice to all active people who hold one of ``roles`` at ``unit`` now.

    The notice of a person has the key ``key`` with the person's number. All in one
    statement, which every submission waits for, and which it writes with its own rows.
    """

    unit: Unit
    roles: Sequence[Role]
    key: str
    kind: str
    title: str
    text: str
    url: str = ""

    @property
    def statement(self) -> tuple[str, list[Any]]:
        """SQL that writes the notices and gives what ``send_outside`` takes."""
        now = timezone.now()
        who = [self.unit.pk, list(self.roles), now, now]
        data = [_clean(self.title, 100), _clean(self.text, 500), self.url, now]
        return NOTIFY_POSTS, [*who, f"{self.key}:", self.kind, *data]

    def send_outside(self, told: Sequence[tuple]) -> None:
        """Queue what leaves the house, in the transaction of the statement."""
        is_urgent = self.kind in settings.URGENT_KINDS
        outside = {user: pk for pk, user, has_mail in told if has_mail or is_urgent}
        for person in User.objects.filter(pk__in=outside) if outside else ():
            text = _clean(self.text, 500)
            notice = Notice(outside[person.pk], kind=self.kind, text=text)
            _address(notice, person)


@transaction.atomic(savepoint=False)
def notify_posts(**told: Any) -> int:
    """Write a ``PostsNotice`` now, each once for its key; returns how many were told."""
    notice = PostsNotice(**told)
    with connection.cursor() as cursor:
        cursor.execute(*notice.statement)
        found = cursor.fetchall()
    notice.send_outside(found)
    return len(found)


# In the order of the people, so that two who tell the same wait and do not deadlock.
NOTIFY_POSTS = """
WITH people AS (
    SELECT id, email <> '' AS has_mail FROM office_user
    WHERE is_active AND id IN (
        SELECT user_id FROM office_rolegrant
        WHERE unit_id = %s AND role = ANY(%s)
        AND started_at <= %s AND (ended_at IS NULL OR ended_at > %s)
    )
), told AS (
    INSERT INTO office_notice (key, user_id, kind, title, text, url, created_at)
    SELECT left(%s || id, 120), id, %s, %s, %s, %s, %s FROM people ORDER BY id
    ON CONFLICT (key) DO NOTHING
    RETURNING id, user_id
)
SELECT told.id, user_id, has_mail FROM told JOIN people ON people.id = user_id
"""


def _address(
    notice: Notice, user: User | None, *, phone: str = "", email: str = ""
) -> None:
    """Queue the ways on which ``notice`` leaves the house."""
    ways = {Channel.SMS: phone, Channel.EMAIL: email or (user.email if user else "")}
    if user and notice.kind in (*settings.URGENT_KINDS, *settings.TEXTED_KINDS):
        ways[Channel.SMS] = phone or user.phone
    if user and notice.kind in settings.URGENT_KINDS:
        ways[Channel.WECOM] = _group_of(notice)
    Delivery.objects.bulk_create(
        Delivery(notice=notice, channel=channel, address=address)
        for channel, address in ways.items()
        if address
    )


def _clean(text: str, length: int) -> str:
    return text.replace("\x00", "")[:length]


def _group_of(notice: Notice) -> str:
    """The WeCom group, unless it has been told the same within the day."""
    if not settings.WECOM_ROBOT_URL:
        return ""
    data = Delivery.objects.filter(
        channel=Channel.WECOM,
        notice__kind=notice.kind,
        notice__text=notice.text,
        notice__created_at__gte=timezone.now() - timedelta(days=1),
    )
    return "" if data.exists() else "group"


def mark_read(*, user: User) -> int:
    """Mark everything in the inbox of ``user`` as read; returns how many were not."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def try_again(*, deliveries: QuerySet, by: User) -> int:
    """Queue failed deliveries anew; returns how many."""
    failed = deliveries.filter(state=DeliveryState.FAILED)
    count = failed.update(
        state=DeliveryState.WAITING,
        attempts=0,
        next_try_at=timezone.now(),
        error="",
    )
    audit.record(action="deliver_again", by=by, detail={"count": count})
    return count


def deliver(*, limit: int = 200) -> int:
    """Send what is due; returns how many left. Any number of workers may run this."""
    settle_broken()
    sent = 0
    for _ in range(limit):
        delivery = _claim()
        if delivery is None:
            break
        sent += _send(delivery)
    return sent


@transaction.atomic
def settle_broken() -> int:
    """See to deliveries whose worker died while sending; returns how many."""
    broken = Delivery.objects.filter(
        state=DeliveryState.SENDING, next_try_at__lte=timezone.now()
    )
    again = broken.filter(channel__in=KNOWS_REPEATS).update(state=DeliveryState.WAITING)
    return again + broken.update(state=DeliveryState.FAILED, error=UNKNOWN)


@transaction.atomic
def _claim() -> Delivery | None:
    """The next delivery that is due, now ours until its lease ends; others skip it."""
    delivery = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("notice")
        .filter(state=DeliveryState.WAITING, next_try_at__lte=timezone.now())
        .order_by("next_try_at", "pk")
        .first()
    )
    if delivery is None:
        return None
    delivery.state = DeliveryState.SENDING
    delivery.attempts += 1
    delivery.next_try_at = timezone.now() + LEASE
    delivery.save(update_fields=["state", "attempts", "next_try_at"])
    return delivery


def _send(delivery: Delivery) -> int:
    notice = delivery.notice
    parcel = Parcel(
        f"feixian-{delivery.pk}", delivery.address, notice.title, notice.text
    )
    try:
        sender_of(delivery.channel)(parcel)
    except ChannelError as error:
        _put_off(delivery, error)
        return 0
    now = timezone.now()
    return _settle(delivery, state=DeliveryState.SENT, sent_at=now, error="")


def _put_off(delivery: Delivery, error: ChannelError) -> None:
    """Later and later, and after the last time failed for a person to look at."""
    if isinstance(error, ChannelUnsure) and delivery.channel not in KNOWS_REPEATS:
        _settle(delivery, state=DeliveryState.FAILED, error=UNKNOWN)
    elif isinstance(error, ChannelRefused) or delivery.attempts > len(WAITS):
        _settle(delivery, state=DeliveryState.FAILED, error=str(error)[:300])
    else:
        _settle(
            delivery,
            state=DeliveryState.WAITING,
            error=str(error)[:300],
            next_try_at=timezone.now() + WAITS[delivery.attempts - 1],
        )


def _settle(delivery: Delivery, **facts: object) -> int:
    """Write the outcome, unless the claim has meanwhile passed to another worker."""
    ours = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts
    )
    return ours.update(**facts)
