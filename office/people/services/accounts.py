"""Accounts and roles: created, granted, ended, each with an audit entry."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from office.audit import services as audit
from office.people.enums import KEEPERS_OF_THE_SYSTEM, Role
from office.people.models import RoleGrant, User
from office.people.permissions import can_grant, can_keep_accounts
from office.people.services import locks
from office.text.errors import ServiceError
from office.units.models import Unit


class AccountError(ServiceError):
    """The change of the account or the role is refused."""


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    password: str,
    by: User | None,
    phone: str = "",
    email: str = "",
) -> User:
    """Create an account without any role.

    A password set by somebody else must be changed at the first login. ``by`` is the
    system administrator, or None during installation. Raises AccountError: no right,
    username taken or invalid, weak password.
    """
    _require(by is None or can_keep_accounts(by), "只有系统管理员可以建账号。")
    user = User(
        username=locks.fold(username),
        name=name.strip(),
        phone=phone.strip(),
        email=email.strip(),
        must_change_password=by is not None,
        password_changed_at=timezone.now(),
    )
    _check_facts(user)
    _check_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise _taken(user) from error
    audit.record(action="create_user", by=by, object=user)
    return user


def _check_facts(user: User) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        labels = {field.name: field.verbose_name for field in User._meta.fields}
        text = [
            f"{labels[name]}：{' '.join(texts)}"
            for name, texts in error.message_dict.items()
        ]
        raise AccountError("；".join(text)) from error
    if User.objects.filter(username__iexact=user.username).exists():
        raise _taken(user)


def _taken(user: User) -> AccountError:
    return AccountError(f"账号“{user.username}”已经有了，请换一个。")


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise AccountError(otherwise)


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def set_password(*, user: User, password: str, by: User) -> User:
    """Change one's own password or, as system administrator, somebody else's.

    One set by somebody else must be changed at the next login. All other sessions of
    ``user`` end, because a session is signed with the password. Raises AccountError.
    """
    is_own = by.pk == user.pk
    _require(is_own or can_keep_accounts(by), "只有系统管理员可以给别人设新密码。")
    user = _locked(user)
    if user.check_password(password):
        raise AccountError("新密码要和现在的密码不同。")
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = not is_own
    user.password_changed_at = timezone.now()
    user.save()
    audit.record(action="set_password", by=by, object=user)
    return user


@transaction.atomic
def set_active(*, user: User, active: bool, by: User) -> User:
    """Close or reopen an account; its records are never removed."""
    _require(can_keep_accounts(by), "只有系统管理员可以停用和启用账号。")
    _require(user.pk != by.pk, "不能停用自己的账号。")
    user = _locked(user)
    if user.is_active != active:
        user.is_active = active
        user.closed_at = None if active else timezone.now()
        user.save(update_fields=["is_active", "closed_at"])
        action = "open_user" if active else "close_user"
        audit.record(action=action, by=by, object=user)
    return user


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    unit: Unit,
    by: User | None,
    until: datetime | None = None,
) -> RoleGrant:
    """Give ``user`` a post at ``unit`` from now on; who deputises has it ``until`` then.

    ``by`` is a security administrator, or None for the installation itself. Raises
    AccountError: no right, granted already, an administrator who would hold a second post.
    """
    _require(by is None or can_grant(by), "只有安全管理员可以授权。")
    _require(by is None or by.pk != user.pk, "不能给自己授权，请另一位安全管理员办理。")
    _require(role in Role.values, "没有这个角色。")
    _require(unit.is_active, f"{unit}已停用，不能在那里授权。")
    # The user's row is the lock: two concurrent grants must not combine separated
    # roles.
    user = _locked(user)
    _require(user.is_active, f"{user}的账号已停用，不能授权。")
    _check_separation(user, role)
    now = timezone.now()
    _require(until is None or until > now, "代理的止日要在今天以后。")
    held = user.grants.in_force(now).filter(role=role, unit=unit)
    _require(not held.exists(), "该用户在这个单位已有这个角色。")
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                user=user, role=role, unit=unit, granted_by=by, ended_at=until
            )
    except IntegrityError as error:
        raise AccountError("该用户在这个单位已有这个角色。") from error
    detail = {"role": role, "unit": unit.pk}
    if until:
        detail["until"] = until.isoformat()
    audit.record(action="grant_role", by=by, object=user, detail=detail)
    return grant


def _check_separation(user: User, role: Role) -> None:
    """GB/T 22239-2019: three separate administrators without any business role."""
    held = set(user.grants.in_force(timezone.now()).values_list("role", flat=True))
    joined = held | {role}
    if joined & set(KEEPERS_OF_THE_SYSTEM) and len(joined) > 1:
        raise AccountError(
            "系统管理员、安全管理员、审计员要由三个人分别担任，也不能兼办业务。"
        )


@transaction.atomic
def end_role(*, grant: RoleGrant, by: User) -> RoleGrant:
    """End a role now; the row stays for queries of the past. Raises AccountError."""
    _require(can_grant(by), "只有安全管理员可以收回授权。")
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    now = timezone.now()
    _require(grant.ended_at is None or grant.ended_at > now, "这项授权已经收回。")
    # Ending the last grant would lock everybody out: nobody could grant it again.
    _require(grant.user_id != by.pk, "不能收回自己的授权，请另一位安全管理员办理。")
    grant.ended_at, grant.ended_by = now, by
    grant.save(update_fields=["ended_at", "ended_by"])
    detail = {"role": grant.role, "unit": grant.unit_id}
    audit.record(action="end_role", by=by, object=grant.user, detail=detail)
    return grant


@transaction.atomic
def end_sessions(*, user: User, by: User) -> User:
    """Log ``user`` out everywhere: every session signed before now is void."""
    is_own = by.pk == user.pk
    _require(is_own or can_keep_accounts(by), "只有系统管理员可以让别人退出登录。")
    User.objects.filter(pk=user.pk).update(session_series=F("session_series") + 1)
    user = User.objects.get(pk=user.pk)
    audit.record(action="end_sessions", by=by, object=user)
    return user


@dataclass(frozen=True)
class Post:
    """A role somebody held on a day; a row of the answer of ``who_could``."""

    username: str
    name: str
    role: str
    role_label: str
    unit: str
    started_at: datetime
    ended_at: datetime | None
    granted_by: str


def who_could(
    *, on: datetime, role: str = "", user: str = "", unit: str = ""
) -> list[Post]:
    """The posts in force at the moment ``on``, narrowed by role, username, unit's name.

    Whose account was closed by then could do nothing.
    """
    asked = {"role": role, "user__username": user}
    grants = RoleGrant.objects.in_force(on).exclude(user__closed_at__lte=on)
    grants = grants.filter(
        **{column: value for column, value in asked.items() if value}
    )
    if unit:
        grants = grants.filter(unit__in=Unit.objects.named(unit))
    rows = grants.select_related("user", "unit", "granted_by")
    return [_post(grant) for grant in rows.order_by("unit", "role", "user", "pk")]


def _post(grant: RoleGrant) -> Post:
    return Post(
        username=grant.user.username,
        name=grant.user.name,
        role=grant.role,
        role_label=Role(grant.role).label,
        unit=grant.unit.name,
        started_at=grant.started_at,
        ended_at=grant.ended_at,
        granted_by=str(grant.granted_by or ""),
    )
