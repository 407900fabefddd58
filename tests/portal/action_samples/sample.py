"""How a sample is written, and what a test asks of an answer."""

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
    """One action: the thing before it, who takes it, and the form as it is sent."""

    before: Callable[[Any], Any]
    # An attribute of the county, or what finds the person.
    who: str | Callable[[Any, Any], User]
    sent: Callable[[Any, Any], dict] = lambda county, thing: {}
    # A thing on which it is out of turn; None takes that of the group.
    late: Callable[[Any], Any] | None = None
    # Why a second POST of the same is a second act.
    again: str = ""
    # A second POST of the same is answered like the first, and writes nothing.
    same: bool = False

    def person(self, county, thing) -> User:
        found = self.who(county, thing) if callable(self.who) else self.who
        found = getattr(county, found) if isinstance(found, str) else found
        return getattr(found, "user", found)

    def fields(self, county, thing) -> dict:
        """What is sent; nothing where the thing lacks what it would be about."""
        try:
            return self.sent(county, thing)
        except (ObjectDoesNotExist, AttributeError):
            return {}


@dataclass(frozen=True, kw_only=True)
class Group:
    """The samples of one collection. ``address`` is of a name and a thing."""

    key: str
    actions: Actions
    address: Callable[[str, Any], str]
    samples: dict[str, Sample]
    late: Callable[[Any], Any] | None = None
    # Has an account and work of its own, but none with this thing.
    stranger: str = "other_office"
    # Taken by two at once in the test of that.
    contested: str = ""
    prepare: Callable[[Any], Any] = field(default=lambda county: county)

    def late_of(self, name: str) -> Callable[[Any], Any] | None:
        return self.samples[name].late or self.late


def named(view: str) -> Callable[[str, Any], str]:
    """The address of a view that takes the thing's key and the action's name."""

    def address(name, thing):
        return reverse(view, args=[thing.pk, name])

    address.names_it = True
    return address


def each(**views: str) -> Callable[[str, Any], str]:
    """Where every action has a view of its own."""
    return lambda name, thing: reverse(views[name], args=[thing.pk])


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def was_done(answer) -> bool:
    """It led on, and no message says why not."""
    told = answer.wsgi_request._messages._queued_messages
    return answer.status_code == 302 and all(m.level < messages.ERROR for m in told)


def said_why(action: Action, answer) -> bool:
    """Out of turn: refused, or asked again with the reason, or led back with it."""
    if answer.status_code in (403, 404):
        return True
    if answer.status_code == 200:
        return bool(answer.context["form"].errors)
    return action.service_decides and not was_done(answer)
