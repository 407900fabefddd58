"""The format of a sample, and checks of a response."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse

from office.models import User
from office.web.actions import Action, Actions


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One action: the object before it, the person, and the form data."""

    before: Callable[[Any], Any]
    # An attribute of the county, or a function that returns the person.
    who: str | Callable[[Any, Any], User]
    sent: Callable[[Any, Any], dict] = lambda county, thing: {}
    # An object in a wrong state; None takes that of the group.
    late: Callable[[Any], Any] | None = None
    # Why a second identical POST is a second action.
    again: str = ""
    # A second identical POST gets the same response and writes nothing.
    same: bool = False

    def person(self, county, thing) -> User:
        found = self.who(county, thing) if callable(self.who) else self.who
        found = getattr(county, found) if isinstance(found, str) else found
        return getattr(found, "user", found)

    def fields(self, county, thing) -> dict:
        """The form data; empty if the object lacks what it refers to."""
        try:
            return self.sent(county, thing)
        except (ObjectDoesNotExist, AttributeError):
            return {}


@dataclass(frozen=True, kw_only=True)
class Group:
    """The samples of one collection.

    ``address`` makes the URL from a name and an object.
    """

    key: str
    actions: Actions
    address: Callable[[str, Any], str]
    samples: dict[str, Sample]
    late: Callable[[Any], Any] | None = None
    # Has an account and a role, but none concerning this object.
    stranger: str = "other_office"
    # The action used by the test of two concurrent sessions.
    contested: str = ""
    prepare: Callable[[Any], Any] = field(default=lambda county: county)

    def late_of(self, name: str) -> Callable[[Any], Any] | None:
        return self.samples[name].late or self.late


def named(view: str) -> Callable[[str, Any], str]:
    """The URL of a view that takes the object's key and the action's name."""

    def address(name, thing):
        return reverse(view, args=[thing.pk, name])

    address.names_it = True
    return address


def each(**views: str) -> Callable[[str, Any], str]:
    """For collections in which every action has a view of its own."""
    return lambda name, thing: reverse(views[name], args=[thing.pk])


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def was_done(answer) -> bool:
    """A redirect without an error message."""
    told = answer.wsgi_request._messages._queued_messages
    return answer.status_code == 302 and all(m.level < messages.ERROR for m in told)


def said_why(action: Action, answer) -> bool:
    """Refused: 403, the form again with the reason, or a redirect with it."""
    if answer.status_code in (403, 404):
        return True
    if answer.status_code == 200:
        return bool(answer.context["form"].errors)
    return action.service_decides and not was_done(answer)
