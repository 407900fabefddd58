"""View decorators that state who may open a view. Without one, access is denied."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from office.people.models import User

Rule = Callable[["User"], bool]


def public(view):
    """Anybody may open it, without an account."""
    opened = login_not_required(view)
    opened.access = "public"
    return opened


def any_user(user: "User") -> bool:
    """Everybody who has an account."""
    return user.is_authenticated


def needs(rule: Rule):
    """Only users for whom ``rule`` holds.

    Others get 403, anonymous users the login page.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = rule.__name__
        return guarded

    return decorate
