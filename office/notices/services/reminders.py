"""Reminders from sweeps: one per person, subject and day; quiet at night; grouped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from office.notices.enums.reminders import DIGEST, optional_reminders
from office.notices.models.notices import Delivery, Notice
from office.notices.models.reminders import Reminded, ReminderOff
from office.notices.services.outbox import notify
from office.people.models import User
from office.text.errors import ServiceError

# Quiet hours in the county's time zone: no external message is sent.
QUIET_FROM, QUIET_UNTIL = time(22), time(7)
# More reminders than this for one person in a sweep become one notice.
MOST_APART = 3
LISTED = 10
KEY_LENGTH = 120


class ReminderError(ServiceError):
    """This reminder cannot be turned off. The message is written for the user."""


@dataclass(frozen=True)
class Reminder:
    """One reminder for one person. ``key`` combines person, subject and day."""

    user: User
    key: str
    kind: str
    title: str
    text: str
    url: str = ""


def remind(reminders: Iterable[Reminder], *, at: datetime | None = None) -> int:
    """Send the reminders not sent yet; returns the number of notices made.

    Each person's reminders are claimed and sent in one transaction that locks the
    person's row: two concurrent sweeps, or one killed half-way, send each exactly once.
    """
    at = at or timezone.now()
    by_person: dict[int, list[Reminder]] = {}
    for reminder in _new(list(reminders)):
        by_person.setdefault(reminder.user.pk, []).append(reminder)
    return sum(_remind_one(pk, by_person[pk], at) for pk in sorted(by_person))


def _new(reminders: list[Reminder]) -> list[Reminder]:
    """Without those sent before; for most sweeps of a day nothing remains."""
    keys = [reminder.key for reminder in reminders]
    known = set(Reminded.objects.filter(key__in=keys).values_list("key", flat=True))
    return [reminder for reminder in reminders if reminder.key not in known]


@transaction.atomic
def _remind_one(user_pk: int, reminders: list[Reminder], at: datetime) -> int:
    user = User.objects.select_for_update(no_key=True).get(pk=user_pk)
    off = set(user.reminders_off.values_list("kind", flat=True))
    fresh = {r.key: r for r in _new(reminders) if r.kind not in off}
    if not fresh or not user.is_active:
        return 0
    Reminded.objects.bulk_create(Reminded(key=key, user=user) for key in fresh)
    notes = list(fresh.values())
    if len(notes) > MOST_APART:
        notices = [_notify_digest(user, notes)]
    else:
        notices = [
            notify(
                key=r.key,
                kind=r.kind,
                title=r.title,
                text=r.text,
                url=r.url,
                user=user,
            )
            for r in notes
        ]
    _keep_quiet([notice for notice in notices if notice is not None], at)
    return len(notices)


def _notify_digest(user: User, notes: list[Reminder]) -> Notice | None:
    lines = [f"{n}. {note.title}：{note.text}" for n, note in enumerate(notes, 1)]
    shown = "\n".join(line[:90] for line in lines[:LISTED])
    more = f"\n还有 {len(lines) - LISTED} 件，见工作台。" if len(lines) > LISTED else ""
    urgent = [note.kind for note in notes if note.kind in settings.URGENT_KINDS]
    return notify(
        key=f"{DIGEST}:{notes[0].key}"[:KEY_LENGTH],
        # The most urgent of them decides the channels.
        kind=urgent[0] if urgent else DIGEST,
        title=f"有 {len(notes)} 件事提醒您",
        text=f"{shown[: 500 - len(more)]}{more}",
        url=settings.DESK_URL,
        user=user,
    )


def _keep_quiet(notices: list[Notice], at: datetime) -> None:
    """Postpone external messages of the quiet hours to 7:00. The inbox is not delayed."""
    morning = end_of_quiet(at)
    if morning is not None:
        waiting = Delivery.objects.filter(notice__in=notices, attempts=0)
        waiting.filter(next_try_at__lt=morning).update(next_try_at=morning)


def end_of_quiet(at: datetime) -> datetime | None:
    """7:00 after ``at``; None if ``at`` is not in the quiet hours."""
    local = timezone.localtime(at)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date()
    if local.time() >= QUIET_FROM:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, QUIET_UNTIL))


@transaction.atomic
def set_reminders(*, user: User, wanted: Iterable[str], by: User) -> int:
    """Turn on the optional reminders in ``wanted``, turn off the rest.

    Returns how many off.
    """
    if by.pk != user.pk:
        raise ReminderError("只能改自己的提醒。")
    off = set(optional_reminders()) - set(wanted)
    user.reminders_off.exclude(kind__in=off).delete()
    ReminderOff.objects.bulk_create(
        (ReminderOff(user=user, kind=kind) for kind in sorted(off)),
        ignore_conflicts=True,
    )
    return len(off)
