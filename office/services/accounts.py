"""Accounts and posts: made, granted, ended, and every change written down."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from office.enums import KEEPERS_OF_THE_SYSTEM, Role
from office.errors import ServiceError
from office.models import RoleGrant, Unit, User
from office.services import audit


class AccountError(ServiceError):
    """The account or the post cannot be changed like this."""


@transaction.atomic
def create_user(
    *, username: str, name: str, password: str, by: User | None, phone: str = ""
) -> User:
    """Make an account; the password given by another must be changed at first login."""
    user = User(username=username.strip(), name=name.strip(), phone=phone.strip())
    if not user.username or not user.name:
        raise AccountError("请写账号和姓名。")
    if User.objects.filter(username__iexact=user.username).exists():
        raise AccountError(f"账号“{user.username}”已经有了，请换一个。")
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = by is not None
    user.save()
    audit.record(action="create_user", by=by, object=user)
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error


@transaction.atomic
def set_password(*, user: User, password: str, by: User) -> User:
    """Give a new password to somebody who forgot theirs; they change it at login."""
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = by.pk != user.pk
    user.password_changed_at = timezone.now()
    user.save()
    audit.record(action="set_password", by=by, object=user)
    return user


@transaction.atomic
def grant_role(*, user: User, role: Role, unit: Unit, by: User | None) -> RoleGrant:
    """Give ``user`` a post at ``unit`` from now on. Raises AccountError."""
    # The user's row is the lock: two grants at once must not join what is kept apart.
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not None and by.pk == user.pk:
        raise AccountError("不能给自己授权，请另一位安全管理员办理。")
    _check_separation(user, role)
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                user=user, role=role, unit=unit, granted_by=by
            )
    except IntegrityError as error:
        raise AccountError("该用户在这个单位已有这个角色。") from error
    detail = {"role": role, "unit": unit.pk}
    audit.record(action="grant_role", by=by, object=user, detail=detail)
    return grant


def _check_separation(user: User, role: Role) -> None:
    """GB/T 22239-2019: the three keepers are three people without business of their own."""
    now = timezone.now()
    held = set(user.grants.in_force(now).values_list("role", flat=True))
    keepers = {str(keeper) for keeper in KEEPERS_OF_THE_SYSTEM}
    joined = held | {str(role)}
    if joined & keepers and len(joined) > 1:
        raise AccountError(
            "系统管理员、安全管理员、审计员要由三个人分别担任，也不能兼办业务。"
        )


@transaction.atomic
def end_role(*, grant: RoleGrant, by: User) -> RoleGrant:
    """End a post; the row stays, so that the past can be asked."""
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at is not None:
        raise AccountError("这项授权已经收回。")
    grant.ended_at, grant.ended_by = timezone.now(), by
    grant.save()
    detail = {"role": grant.role, "unit": grant.unit_id}
    audit.record(action="end_role", by=by, object=grant.user, detail=detail)
    return grant


@transaction.atomic
def set_active(*, user: User, active: bool, by: User) -> User:
    """Close an account or open it again; nothing of what it did is removed."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.pk:
        raise AccountError("不能停用自己的账号。")
    user.is_active = active
    user.save()
    audit.record(action="open_user" if active else "close_user", by=by, object=user)
    return user


@dataclass(frozen=True)
class Post:
    """Somebody's post on a day, for the answer to "who could"."""

    username: str
    name: str
    role: str
    unit: str
    started_at: datetime
    ended_at: datetime | None


def who_could(
    *, on: datetime, role: str = "", username: str = "", unit: str = ""
) -> list[Post]:
    """The posts in force at the moment ``on``, narrowed as asked."""
    grants = RoleGrant.objects.in_force(on).select_related("user", "unit")
    if role:
        grants = grants.filter(role=role)
    if username:
        grants = grants.filter(user__username=username)
    if unit:
        grants = grants.filter(unit__name=unit)
    return [
        Post(
            grant.user.username,
            grant.user.name,
            Role(grant.role).label,
            grant.unit.name,
            grant.started_at,
            grant.ended_at,
        )
        for grant in grants.order_by("unit", "role", "user")
    ]


def end_sessions(*, user: User, keep: str = "") -> int:
    """Log ``user`` out everywhere but in the session ``keep``; returns how many."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        is_theirs = session.get_decoded().get("_auth_user_id") == str(user.pk)
        if is_theirs and session.session_key != keep:
            SessionStore(session.session_key).delete()
            ended += 1
    audit.record(action="end_sessions", by=user, object=user, detail={"count": ended})
    return ended
