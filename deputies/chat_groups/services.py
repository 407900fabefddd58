"""The register of WeChat groups, maintained by hand: register, change, close, log."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from deputies.chat_groups.models import ChatGroup, ChatGroupLog
from deputies.register.models import Constituency, Deputy, Mandate
from office.audit import services as audit
from office.models import User
from office.text.errors import ServiceError
from office.text.masking import mask_text


class ChatGroupError(ServiceError):
    """The change is refused. The message is shown to the user."""


@dataclass(frozen=True)
class ChatGroupFacts:
    """``members`` as reported by the owner; None if unknown."""

    name: str
    owner: Deputy
    constituency: Constituency
    members: int | None = None


@transaction.atomic
def register_chat_group(*, facts: ChatGroupFacts, by: User | None) -> ChatGroup:
    """Add a group to the register. Raises ChatGroupError."""
    group = _save(ChatGroup(), facts)
    audit.record(action="register_chat_group", by=by, object=group)
    return group


@transaction.atomic
def change_chat_group(
    *, group: ChatGroup, facts: ChatGroupFacts, by: User
) -> ChatGroup:
    """Change name, owner or constituency; its logs stay. Raises ChatGroupError."""
    group = _locked(group)
    old = {name: getattr(group, name) for name in facts.__dataclass_fields__}
    group = _save(group, facts)
    changed = sorted(name for name in old if old[name] != getattr(group, name))
    audit.record(
        action="change_chat_group", by=by, object=group, detail={"changed": changed}
    )
    return group


@transaction.atomic
def close_chat_group(*, group: ChatGroup, reason: str, by: User) -> ChatGroup:
    """Close a dissolved group: no new logs, the old ones stay. Raises ChatGroupError."""
    group = _locked(group)
    if not group.is_open:
        raise ChatGroupError(f"{group}已经停用。")
    if not reason.strip():
        raise ChatGroupError("请写明停用的理由。")
    group.is_open = False
    group.save(update_fields=["is_open"])
    audit.record(action="close_chat_group", by=by, object=group, reason=reason)
    return group


@transaction.atomic
def log_chat_group(
    *,
    group: ChatGroup,
    day: date,
    text: str,
    source_key: str,
    members: int | None = None,
    by: User,
) -> ChatGroupLog:
    """Log what was done in the group. Idempotent per ``source_key``.

    Phone and ID numbers in ``text`` are masked. Raises ChatGroupError.
    """
    group = _locked(group)
    # Checked under the lock: a form sent twice at once finds the first log here.
    if known := ChatGroupLog.objects.filter(source_key=source_key).first():
        return known
    _check_log(group, day, text)
    log = ChatGroupLog(
        group=group,
        day=day,
        text=mask_text(text.strip())[:200],
        members=members,
        source_key=source_key,
        by=by,
    )
    _clean(log)
    log.save()
    group.active_on = max(day, group.active_on or day)
    if members is not None and day >= (group.members_on or day):
        group.members, group.members_on = members, day
    group.save(update_fields=["active_on", "members", "members_on"])
    return log


def _check_log(group: ChatGroup, day: date, text: str) -> None:
    if not group.is_open:
        raise ChatGroupError(f"{group}已经停用，不能再记。")
    if day > timezone.localdate():
        raise ChatGroupError("还没有到那一天。")
    if not text.strip():
        raise ChatGroupError("请写一句做了什么。")


def _save(group: ChatGroup, facts: ChatGroupFacts) -> ChatGroup:
    seats = Mandate.objects.filter(
        deputy=facts.owner, constituency=facts.constituency
    ).confirmed()
    if not seats.exists():
        raise ChatGroupError(f"{facts.owner}不是这个选区选的代表，不能当这个群的群主。")
    if facts.members != group.members:
        group.members_on = timezone.localdate() if facts.members else None
    for name in facts.__dataclass_fields__:
        setattr(group, name, getattr(facts, name))
    _clean(group)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise ChatGroupError("这个选区已经有同名的群。") from error
    return group


def _clean(row: ChatGroup | ChatGroupLog) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise ChatGroupError(" ".join(error.messages)) from error


def _locked(group: ChatGroup) -> ChatGroup:
    return ChatGroup.objects.select_for_update().get(pk=group.pk)
