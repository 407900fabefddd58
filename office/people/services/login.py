"""Login behaviour: no sign-up, one lock-out rule, a landing page by role."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from office.people.enums import WORKBENCH_ROLES, Role
from office.people.models import User
from office.people.services import locks, login_audit
from office.web.address import address_of

TOO_MANY = (
    "试密码的次数太多了。请用平时登录的手机或者电脑，"
    "也可以点下面的“解锁”用第二步验证码解开，或者请同事帮您解锁。"
)


class AccountAdapter(DefaultAccountAdapter):
    """Disables sign-up: accounts are created by the system administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "unknown"

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        return locks.key_of_attempt(request, credentials)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        username = credentials.get("username", "")
        if not locks.may_try(request, username):
            login_audit.write_lock(request=request, username=username)
            raise ValidationError(TOO_MANY)
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        locks.count_failure(request, credentials.get("username", ""))

    def post_login(
        self, request: HttpRequest, user: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        locks.remember_device(response, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("office:landing")


def landing_of(user: User) -> str:
    """The page somebody is sent to after login."""
    if user.has_role(*WORKBENCH_ROLES):
        return reverse("admin:index")
    return settings.DESK_URL if user.roles else reverse("office:account")


def locked_out(
    request: HttpRequest, credentials: dict, *args: Any, **kwargs: Any
) -> HttpResponse:
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    reason = (
        f"在这个网络上连续输错密码，这个账号在这里锁定 {minutes} 分钟，在别处照常登录。"
        "等不及的，用第二步验证码解锁，或者请同事帮您解锁。"
        "不是您本人操作的，请告诉安全管理员。"
    )
    context = {"reason": reason, "may_unlock": True}
    return render(request, "429.html", context, status=429)


class FirstThingsFirst:
    """Middleware: forces a new password and, where compulsory, a second factor first."""

    FREE = ("/account/", "/size", "/static/", "/healthz")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        free = request.path.startswith(self.FREE)
        if user.is_authenticated and not free:
            if user.must_change_password:
                return redirect("account_change_password")
            if needs_second_factor(user) and not has_second_factor(user):
                return redirect("mfa_activate_totp")
        return self.get_response(request)


def needs_second_factor(user: Any) -> bool:
    """Whether it is compulsory here: for everybody but those who are deputies only."""
    return settings.STAFF_SECOND_FACTOR and user.roles != {Role.DEPUTY}


def has_second_factor(user: Any) -> bool:
    return user.authenticator_set.filter(type="totp").exists()
