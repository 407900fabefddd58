"""Activities and leave: declared by deputies, verified by their congress."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from deputies.activities.forms import ActivityForm, DecideForm, LeaveForm
from deputies.activities.models.activities import Activity, ActivityFile, DeputyLeave
from deputies.activities.permissions import can_declare, can_see_activities, can_verify
from deputies.activities.services import activities as service
from office.files.services import serve_attachment, take_in_file
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.key_pages import KeyPage


@needs(can_see_activities)
@require_safe
def activities(request):
    """A deputy's own activities, or those waiting for verification; newest first."""
    visible = Activity.objects.visible_to(request.user).select_related("deputy")
    waiting = request.GET.get("show") == "waiting"
    page = KeyPage(
        visible.waiting() if waiting else visible,
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    leaves = DeputyLeave.objects.visible_to(request.user).select_related("deputy")
    context = {
        "page": page,
        "waiting": waiting,
        "leaves": leaves[:20],
        "may_declare": can_declare(request.user),
    }
    return render(request, "deputies/activities/list.html", context)


@needs(can_declare)
def activity_new(request):
    initial = {"key": secrets.token_urlsafe(16)}
    form = ActivityForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = _declare(request, form)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已申报，等人大核实。")
            return redirect(row)
    return render(request, "deputies/activities/new.html", {"form": form})


def _declare(request, form):
    upload = form.cleaned_data["evidence"]
    return service.declare_activity(
        deputy=request.user.deputy,
        facts=form.facts,
        source_key=f"{request.user.pk}:{form.cleaned_data['key']}"[:40],
        attachments=[take_in_file(upload=upload, by=request.user)],
        by=request.user,
    )


@needs(can_see_activities)
def activity(request, pk: int):
    """One activity, with the decision form for a person who may verify it."""
    rows = Activity.objects.visible_to(request.user).select_related("deputy")
    row = get_object_or_404(rows.prefetch_related("files__attachment"), pk=pk)
    return _decided(request, row, service.decide_activity, "activity")


@needs(can_see_activities)
def leave(request, pk: int):
    rows = DeputyLeave.objects.visible_to(request.user).select_related("deputy")
    row = get_object_or_404(rows, pk=pk)
    return _decided(request, row, service.decide_leave, "leave")


def _decided(request, row, decide, name: str):
    may = row.is_waiting and can_verify(request.user, row)
    form = DecideForm(request.POST or None)
    if request.method == "POST":
        if not can_verify(request.user, row):
            raise PermissionDenied
        if form.is_valid():
            try:
                decide(**{name: row}, by=request.user, **form.cleaned_data)
            except ServiceError as error:
                form.add_error(None, str(error))
            else:
                return redirect("deputies:activities")
    context = {"row": row, "form": form, "may_verify": may}
    return render(request, f"deputies/activities/{name}.html", context)


@needs(can_declare)
def leave_new(request):
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.ask_leave(
                deputy=request.user.deputy, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已请假，等人大批准。")
            return redirect("deputies:activities")
    return render(request, "deputies/activities/leave_new.html", {"form": form})


@needs(can_see_activities)
@require_safe
def activity_file(request, pk: int):
    visible = Activity.objects.visible_to(request.user)
    files = ActivityFile.objects.filter(activity__in=visible).select_related(
        "attachment"
    )
    return serve_attachment(get_object_or_404(files, pk=pk).attachment)
