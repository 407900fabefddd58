"""The two shapes of doing something: one form about one thing, and a button."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from office.text.errors import ServiceError


def act(
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
    """Asked, done by ``do``, or asked again with the reason. ``back``: address or object."""
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
        "back": back if isinstance(back, str) else back.get_absolute_url(),
    }
    return render(request, "office/web/act.html", context)


def press(request: HttpRequest, do: Callable, *, back, done: str) -> HttpResponse:
    """A button without a form: done, or the reason why not."""
    try:
        do()
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)
