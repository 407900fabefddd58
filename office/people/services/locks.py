"""Wrong passwords: who is kept out, from where, and how the owner gets back in.

Counted three ways. A name from an address: django-axes shuts the two together, so that a
stranger shuts nobody out elsewhere. An address with many names. A name from everywhere:
from then on only devices it was used on before may try, and the owner's second factor or
a colleague opens it again.
"""

from hashlib import sha256
from typing import Any
from unicodedata import normalize

import axes.utils
from allauth.core import context, ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

from office.audit import services as audit
from office.people.models import User
from office.people.permissions import can_open_locks
from office.text.errors import ServiceError
from office.web.address import address_of, network_of
from office.web.throttle import allow, exceeded

WINDOW = 15 * 60
# A whole office may share one address of its operator.
FAILURES_AN_ADDRESS, FAILURES_A_NAME, UNLOCKS = 60, 100, 5
OPEN_AFTER_UNLOCK = 30 * 60
DEVICE_COOKIE, DEVICE_DAYS = "device", 180


class LockError(ServiceError):
    """The lock stays; the text says why."""


def fold(username: str | None) -> str:
    """One name in all its spellings: full width, capitals, blanks around it."""
    return normalize("NFKC", username or "").strip().casefold()


def name_of_attempt(request: HttpRequest, credentials: dict | None = None) -> str:
    """The name django-axes counts under."""
    return fold((credentials or {}).get("username"))[:150]


def may_try(request: HttpRequest, username: str) -> bool:
    """Whether a password for ``username`` may be tried from here; never without Redis."""
    name = fold(username)
    try:
        if exceeded(
            f"login@{network_of(request)}", limit=FAILURES_AN_ADDRESS, window=WINDOW
        ):
            return False
        if not exceeded(f"login:{name}", limit=FAILURES_A_NAME, window=WINDOW):
            return True
        return is_known_device(request, name) or bool(cache.get(_opened(name)))
    except RedisError:
        return False


def count_failure(request: HttpRequest, username: str) -> None:
    """What the lock of one address refused unread says nothing about the name."""
    if getattr(request, "axes_locked_out", False):
        return
    name = fold(username)
    allow(f"login@{network_of(request)}", limit=FAILURES_AN_ADDRESS, window=WINDOW)
    allow(f"login:{name}", limit=FAILURES_A_NAME, window=WINDOW)


def _opened(name: str) -> str:
    return f"login-opened:{sha256(name.encode()).hexdigest()}"


def remember_device(response: HttpResponse, user: User) -> None:
    """From now on this browser may try when the name is attacked from elsewhere."""
    response.set_signed_cookie(
        DEVICE_COOKIE,
        fold(user.username),
        salt=DEVICE_COOKIE,
        max_age=DEVICE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def is_known_device(request: HttpRequest, name: str) -> bool:
    known = request.get_signed_cookie(
        DEVICE_COOKIE,
        default="",
        salt=DEVICE_COOKIE,
        max_age=DEVICE_DAYS * 24 * 3600,
    )
    return known == name


def unlock_with_code(*, request: HttpRequest, username: str, code: str) -> None:
    """The owner opens the lock for this address with the second factor.

    Raises LockError with one sentence for every way of being wrong: it must not tell
    which accounts exist.
    """
    name, address = fold(username), network_of(request)
    try:
        allowed = allow(f"unlock:{name}@{address}", limit=UNLOCKS, window=WINDOW)
    except RedisError:
        allowed = False
    if not allowed:
        raise LockError("试得太多了，请 15 分钟以后再试，或者请同事帮您解锁。")
    user = User.objects.filter(username__iexact=name, is_active=True).first()
    if user is None or not _is_code_of(user, code):
        raise LockError("账号或者验证码不对。")
    axes.utils.reset(username=name, ip=address_of(request))
    cache.set(_opened(name), True, OPEN_AFTER_UNLOCK)
    audit.record(action="unlock_self", by=user, object=user)


def _is_code_of(user: User, code: str) -> bool:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    factors = Authenticator.objects.filter(user=user, type__in=kinds)
    return any(factor.wrap().validate_code(code.strip()) for factor in factors)


def unlock(*, user: User, by: User) -> None:
    """A colleague opens the lock of ``user`` everywhere. Raises LockError: no right."""
    if not can_open_locks(by):
        raise LockError("只有系统管理员和人大机关的工作人员可以给别人解锁。")
    if user.pk == by.pk:
        raise LockError("自己的账号要请同事解锁。")
    name = fold(user.username)
    axes.utils.reset(username=name)
    cache.set(_opened(name), True, OPEN_AFTER_UNLOCK)
    key = f"mfa-auth-user-{user.pk}"
    ratelimit.clear(context.request, action="login_failed", key=key)
    audit.record(action="unlock_user", by=by, object=user)


def key_of_attempt(request: HttpRequest, credentials: dict[str, Any]) -> str:
    """allauth counts the name and the address together too."""
    return f"{fold(credentials.get('username'))}@{network_of(request)}"
