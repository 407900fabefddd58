"""Actions on an object: one row per action, one view for all of them.

A part defines its rows in its ``actions.py``; its views load the object and call
``action_page``. ``form_page`` and ``button`` serve pages that have no object: creating
one, or a list as a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect, render

from office.text.errors import ServiceError
from office.web.forms import sent

if TYPE_CHECKING:
    from office.people.models import User

FormMaker = type[BaseForm] | Callable[[HttpRequest, Any], BaseForm]


@dataclass(frozen=True, kw_only=True)
class Action:
    """Who may do what with an object, in which state, and the service that does it."""

    # Part of the URL; unique among the actions of one model.
    name: str
    # Label of the button on the object's page, and title of the action's page.
    label: str
    # Who may do it; otherwise 403.
    may: Callable[["User", Any], bool]
    # In which state. In any other state 403, unless ``service_decides``.
    when: Callable[[Any], bool] = lambda obj: True
    # A form class, or a function of request and object that makes the form; None for a
    # button.
    form: FormMaker | None = None
    # ``run(thing, by=user, **arguments)``. None: the action has a view of its own.
    run: Callable[..., Any] | None
    # The service's arguments, from a valid form.
    arguments: Callable[[Any], dict] = lambda form: form.cleaned_data
    # Message after success; may be computed from the object and the service's result.
    done: str | Callable[[Any, Any], str] = ""
    style: str = "outline-secondary"
    lead: Callable[[Any], str] = str
    # Label of the form's button, if it differs from the one on the object's page.
    title: str = ""
    button: str = ""
    # The object whose page links here and is shown afterwards.
    back: Callable[[Any], Any] = lambda obj: obj
    then: Callable[[Any, Any], Any] | None = None
    template: str = "office/web/act.html"
    # Extra context for the action's own template, from request and object.
    more: Callable[[HttpRequest, Any], dict] = lambda request, obj: {}
    # In a wrong state the service explains the reason; for pages that are easily stale.
    service_decides: bool = False
    # The fields are on the object's own page: errors are shown there as a message.
    inline: bool = False

    def suits(self, obj: Any) -> bool:
        """Whether this action exists for this object at all; otherwise 404."""
        return True

    def is_due(self, obj: Any) -> bool:
        """Whether the object's state allows it."""
        return self.when(obj)

    def is_open(self, user: "User", obj: Any) -> bool:
        return self.suits(obj) and self.is_due(obj) and self.may(user, obj)

    def build_form(self, request: HttpRequest, obj: Any) -> BaseForm:
        """The form, bound to the request's data; only called if the action has a form."""
        make: Any = self.form
        if isinstance(make, type):
            return make(*sent(request))
        return make(request, obj)

    def announce(self, request: HttpRequest, obj: Any, result: Any) -> None:
        message = self.done(obj, result) if callable(self.done) else self.done
        if message:
            messages.success(request, message)

    def context(self, request: HttpRequest, obj: Any, form: BaseForm) -> dict:
        title = self.title or self.label
        return {
            "action": self,
            "form": form,
            "title": title,
            "lead": self.lead(obj),
            "button": self.button or title,
            "back": _address(self.back(obj)),
            **self.more(request, obj),
        }


class Actions(dict[str, Action]):
    """The actions of one model by name, in the order of their buttons."""

    def __init__(self, *rows: Action):
        super().__init__()
        self.add(*rows)

    def add(self, *rows: Action) -> None:
        for row in rows:
            if row.name in self:
                raise ValueError(f"two actions are called {row.name}")
            self[row.name] = row

    def open_to(self, user: "User", obj: Any) -> list[Action]:
        """What this person may do with the object now, the expected step first."""
        return [row for row in self.values() if row.is_open(user, obj)]

    def pairs(self, user: "User", obj: Any) -> list[tuple[str, str]]:
        """``open_to`` for templates: pairs of URL part and button label."""
        return [(row.name, row.label) for row in self.open_to(user, obj)]


def by_role(rule: Callable[["User"], bool]) -> Callable[["User", Any], bool]:
    """A ``may`` that only checks the person, not the object."""
    return lambda user, obj: rule(user)


def calls(service: Callable, argument: str) -> Callable[..., Any]:
    """A ``run`` for a service that takes the object as the argument ``argument``."""
    return lambda obj, **known: service(**{argument: obj}, **known)


def action_page(
    request: HttpRequest, actions: Actions, name: str, obj: Any
) -> HttpResponse:
    """One action on a loaded object: shows the form, runs the service, or refuses."""
    action = actions.get(name)
    if action is None or action.run is None or not action.suits(obj):
        raise Http404
    user = cast("User", request.user)
    if not action.may(user, obj):
        raise PermissionDenied
    if not (action.service_decides or action.is_due(obj)):
        raise PermissionDenied
    if action.form is None or action.inline:
        return _press(request, action, action.run, obj)
    form = action.build_form(request, obj)
    if request.method == "POST" and form.is_valid():
        try:
            result = action.run(obj, by=user, **action.arguments(form))
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return _leave(request, action, obj, result)
    return render(request, action.template, action.context(request, obj, form))


def _press(
    request: HttpRequest, action: Action, run: Callable[..., Any], obj: Any
) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        arguments = _inline_arguments(request, action, obj) if action.form else {}
        result = run(obj, by=request.user, **arguments)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect(action.back(obj))
    return _leave(request, action, obj, result)


def _inline_arguments(request: HttpRequest, action: Action, obj: Any) -> dict:
    form = action.build_form(request, obj)
    if form.is_valid():
        return action.arguments(form)
    raise ServiceError("".join(str(m) for found in form.errors.values() for m in found))


def _leave(request: HttpRequest, action: Action, obj: Any, result: Any) -> HttpResponse:
    action.announce(request, obj, result)
    return redirect(action.then(obj, result) if action.then else action.back(obj))


def _address(back: Any) -> str:
    return back if isinstance(back, str) else back.get_absolute_url()


def form_page(
    request: HttpRequest,
    form: BaseForm,
    do: Callable,
    *,
    title: str,
    lead: str,
    button: str,
    back,
    done: str,
) -> HttpResponse:
    """Show a form and run ``do``; on a refusal show it again with the reason.

    ``back`` is a URL or an object.
    """
    if request.method == "POST" and form.is_valid():
        try:
            do(**form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "back": _address(back),
    }
    return render(request, "office/web/act.html", context)


def button(request: HttpRequest, do: Callable, *, back, done: str) -> HttpResponse:
    """A button without a form: runs the service, or shows why not."""
    try:
        do()
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)
