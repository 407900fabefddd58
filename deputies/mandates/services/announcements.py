"""公告: written by the step that it announces, withdrawn with a reason."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from deputies.mandates.enums import AnnouncementKind
from deputies.mandates.models.announcements import Announcement
from deputies.mandates.models.changes import MandateChange
from deputies.register.enums import EndCause, Level
from deputies.register.models import Mandate
from office.audit import services as audit
from office.models import User
from office.text.errors import ServiceError
from office.text.stroke_order import in_stroke_order

KINDS = {
    EndCause.RESIGNED: AnnouncementKind.RESIGNED,
    EndCause.RECALLED: AnnouncementKind.RECALLED,
}
# Why these end a seat says more about a person than the public needs to read.
UNSAID = (EndCause.INCAPABLE, EndCause.DEPRIVED, EndCause.LOST_NATIONALITY)


class AnnouncementError(ServiceError):
    """The announcement cannot be changed like this. The message is for the user."""


@dataclass(frozen=True)
class Issued:
    """Which body announced it, when, in which document, by which article."""

    by: str
    on: date
    document: str
    law: str


def announce(
    *, key: str, kind: AnnouncementKind, title: str, text: str, issued: Issued
) -> Announcement:
    """Publish once; the same ``key`` again gives the first. Inside a transaction."""
    row, _ = Announcement.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title[:100],
            "text": text,
            "issued_by": issued.by,
            "issued_on": issued.on,
            "document": issued.document,
            "law": issued.law,
        },
    )
    return row


def announce_end(change: MandateChange) -> Announcement:
    """代表法 第六十三条: the end of a mandate is announced by the body that decided it."""
    mandate, cause = change.mandate, EndCause(change.cause)
    why, law = f"因{cause.label}，", change.law
    if cause in UNSAID:
        why, law = "", "代表法第六十二条"
    ended = f"{why}{_congress(mandate)}人民代表大会代表资格终止"
    subject = "代表资格终止"
    if cause == EndCause.INVALID:
        ended = subject = "当选无效"
    return announce(
        key=f"change:{change.pk}",
        kind=KINDS.get(cause, AnnouncementKind.ENDED),
        title=f"关于{mandate.deputy}{subject}的公告",
        text=f"{mandate.deputy}（{mandate.constituency}）{ended}。",
        issued=Issued(change.decided_by, change.decided_on, change.document, law),
    )


def announce_confirmed(changes: list[MandateChange]) -> Announcement:
    """选举法 第四十七条: the list of deputies, in stroke order."""
    first = changes[0]
    rows: list[Mandate] = [change.mandate for change in changes]
    rows = in_stroke_order(rows, lambda row: row.deputy.name)
    names = "\n".join(f"{row.deputy}，{row.constituency}" for row in rows)
    return announce(
        key=f"change:{first.pk}",
        kind=AnnouncementKind.CONFIRMED,
        title=f"{_congress(first.mandate)}代表资格确认有效的公告",
        text=f"下列 {len(rows)} 名代表的资格有效（按姓氏笔画排列）：\n{names}",
        issued=Issued(first.decided_by, first.decided_on, first.document, first.law),
    )


def _congress(mandate: Mandate) -> str:
    """``费县第 19 届``, ``探沂镇第 19 届``."""
    town = mandate.constituency.town
    whose = town.parent if mandate.level == Level.COUNTY else town
    return f"{whose or ''}第 {mandate.term.number} 届"


@transaction.atomic
def withdraw_announcement(
    *, announcement: Announcement, reason: str, by: User
) -> Announcement:
    """Its words are not shown any more; that it was there stays. Raises AnnouncementError."""
    row = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if not reason.strip():
        raise AnnouncementError("请写明撤回的理由。")
    if row.withdrawn_on is not None:
        raise AnnouncementError("这份公告已经撤回。")
    row.withdrawn_on = timezone.localdate()
    row.withdrawn_why = reason.strip()[:200]
    row.save(update_fields=["withdrawn_on", "withdrawn_why"])
    audit.record(action="withdraw_announcement", by=by, object=row)
    return row
