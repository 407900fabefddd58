"""The desk behind the wall: what waits, one accusation opened for a reason, its files."""

import time

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.accusations.forms import AccusationForm, FormerForm, ReadForm, RenewForm
from cases.accusations.models import Accusation
from cases.accusations.services import accusing
from cases.accusations.services.evidence import serve_evidence
from cases.loop.permissions import can_read_accusations
from office.text.errors import ServiceError
from office.web.access import any_user, needs
from office.web.forms import sent
from office.web.key_pages import KeyPage

# Which accusations this login has opened, and until when.
OPENED, OPEN_SECONDS = "accusations-opened", 30 * 60


@needs(any_user)
@never_cache
def accusations(request):
    """Behind the wall: for everybody else this page does not exist."""
    if not can_read_accusations(request.user):
        raise Http404
    form = FormerForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        found = accusing.find_former(**form.cleaned_data)
        if found is not None:
            return redirect("cases:accusation", found.pk)
        form.add_error(None, "没有这样的查询码和口令，请再问一遍。")
    page = KeyPage(
        Accusation.objects.visible_to(request.user),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"page": page, "form": form}
    return render(request, "cases/accusations/accusations.html", context)


def _is_open(request, found: Accusation) -> bool:
    return request.session.get(OPENED, {}).get(str(found.pk), 0) > time.time()


def _found(request, pk: int) -> Accusation:
    return get_object_or_404(Accusation.objects.visible_to(request.user), pk=pk)


@needs(any_user)
@never_cache
def accusation(request, pk: int):
    found = _found(request, pk)
    if not _is_open(request, found):
        return _ask_reason(request, found)
    form = AccusationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accusing.advance_accusation(
                accusation=found, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:accusation", pk)
    context = {
        "accusation": found,
        "form": form,
        "renew": RenewForm(),
        "events": found.events.order_by("pk"),
        "files": found.files.all(),
    }
    return render(request, "cases/accusations/accusation.html", context)


def _ask_reason(request, found: Accusation):
    """The words are shown after a reason was written down, for half an hour."""
    form = ReadForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        try:
            accusing.read_accusation(
                accusation=found, by=request.user, reason=form.cleaned_data["reason"]
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            opened = request.session.get(OPENED, {})
            until = int(time.time()) + OPEN_SECONDS
            request.session[OPENED] = {**opened, str(found.pk): until}
            return redirect("cases:accusation", found.pk)
    context = {"accusation": found, "form": form}
    return render(request, "cases/accusations/accusation_closed.html", context)


@needs(any_user)
@never_cache
@require_safe
def accusation_file(request, pk: int, file_pk: int):
    found = _found(request, pk)
    if not _is_open(request, found):
        return redirect("cases:accusation", pk)
    return serve_evidence(get_object_or_404(found.files, pk=file_pk))


@needs(any_user)
@require_POST
def accusation_renew(request, pk: int):
    """Another code for the accuser, shown once."""
    found = _found(request, pk)
    form = RenewForm(request.POST)
    if not _is_open(request, found):
        return redirect("cases:accusation", pk)
    if not form.is_valid():
        messages.error(request, "口令至少两个字，最多 20 字。")
        return redirect("cases:accusation", pk)
    accusing.renew_code(accusation=found, by=request.user, **form.cleaned_data)
    messages.success(request, "查询码换好了，请当面或者打电话告诉检举人。")
    return redirect("cases:accusation", pk)
