"""Logins, failures, locks, log-outs and second factors in the audit (GB/T 22239 8.1.4.3)."""

from hashlib import sha256
from typing import Any

from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import signals
from django.core.cache import cache
from django.http import HttpRequest

from office.audit import services as audit
from office.people.models import User
from office.people.services.locks import WINDOW, fold
from office.web.address import network_of


def _account(username: str | None) -> User | None:
    """Whom the typed name means. What is no account's name is kept nowhere: people type
    their password there."""
    return User.objects.filter(username__iexact=fold(username)).first()


def _failed(action: str, username: str | None) -> None:
    user = _account(username)
    audit.record(
        action=action,
        by=None,
        object=user,
        username=user.username if user else "（没有这个账号）",
        succeeded=False,
    )


def write_login(*, user: User, **_: Any) -> None:
    audit.record(action="login", by=user)


def write_logout(*, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(action="logout", by=user)


def write_failure(
    *, credentials: dict, request: HttpRequest | None = None, **_: Any
) -> None:
    """The failure that makes a lock, and what it then refuses, is told by ``write_lock``."""
    if request is not None and not getattr(request, "axes_locked_out", False):
        _failed("login_failed", credentials.get("username"))


def write_lock(*, request: HttpRequest, username: str | None, **_: Any) -> None:
    """Once a quarter of an hour for a name and an address: nobody floods the audit."""
    key = sha256(f"{fold(username)}@{network_of(request)}".encode()).hexdigest()
    if cache.add(f"lock-told:{key}", True, WINDOW):
        _failed("locked_out", username)


def write_factor_used(*, user: User, **_: Any) -> None:
    audit.record(action="second_factor_used", by=user)


def write_factor_failed(*, user: User, **_: Any) -> None:
    audit.record(action="second_factor_failed", by=user, succeeded=False)


def write_factor_on(*, user: User, **_: Any) -> None:
    audit.record(action="second_factor_on", by=user)


def write_factor_off(*, user: User, **_: Any) -> None:
    audit.record(action="second_factor_off", by=user)


def write_recovery_codes(*, user: User, **_: Any) -> None:
    audit.record(action="recovery_codes", by=user)


def connect() -> None:
    for signal, receiver in (
        (signals.user_logged_in, write_login),
        (signals.user_logged_out, write_logout),
        (signals.user_login_failed, write_failure),
        (user_locked_out, write_lock),
        (mfa.authenticator_used, write_factor_used),
        (mfa.authentication_failed, write_factor_failed),
        (mfa.authenticator_added, write_factor_on),
        (mfa.authenticator_removed, write_factor_off),
        (mfa.authenticator_reset, write_recovery_codes),
    ):
        signal.connect(receiver, dispatch_uid=receiver.__name__)
