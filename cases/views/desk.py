"""The desk of units, stations and deputies: what I owe, one case, what I was told."""

import secrets

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.clock import clock_of
from cases.deputy_desk import is_for
from cases.desk import BY_KEY, count_duties, duties_of
from cases.forms.desk import AccusationForm, RecordForm
from cases.models.accusations import Accusation
from cases.models.cases import Case
from cases.offers import offers_for
from cases.permissions import can_open_desk, can_read_accusations, can_take_in
from cases.services import screening
from cases.services.building import Intake
from cases.services.intake import submit_case
from cases.suggestion_facts import about_suggestion
from cases.timeline import Reader, thread_of
from cases.views.actions import open_actions
from cases.views.codes import qr_of
from cases.views.dashboard import dashboard
from deputies.contact.worklist import kept_days, own_duties
from deputies.models import LiaisonStation
from office.calendar.services.deadlines import load_calendar
from office.notices.services import outbox as notices
from office.text.errors import ServiceError
from office.text.masking import mask_name, mask_phone
from office.web.access import any_user, needs
from office.web.key_pages import KeyPage
from office.web.work_queue import desk_tiles_of

ORDERS = {"due": ("due_on", "id"), "new": ("-id",)}


def may_use_desk(user) -> bool:
    return can_open_desk(user) or can_read_accusations(user)


@needs(may_use_desk)
@require_safe
def desk(request):
    """What waits, by duty; ``?show=`` opens one list, ``?q=`` searches all that is seen."""
    today, user = timezone.localdate(), request.user
    if is_for(user) and not request.GET:
        return dashboard(request)
    duties = duties_of(user) if can_open_desk(user) else []
    counted = count_duties(duties, user, today)
    duty, rows, order = _asked(request, counted, today)
    page = KeyPage(
        rows.for_list(),
        order=order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "counted": counted,
        "tiles": desk_tiles_of(request),
        "duty": duty,
        "page": page,
        "q": request.GET.get("q", "")[:50],
        "today": today,
        "may_record": can_take_in(user),
        "calendar": load_calendar(),
        "own_duties": own_duties(user, today),
        "kept_days": kept_days(user, today),
    }
    return render(request, "cases/desk/desk.html", context)


def _asked(request, counted, today):
    seen = Case.objects.visible_to(request.user)
    words = request.GET.get("q", "").replace("\x00", "")[:50]
    if words:
        return None, seen.matching(words), ORDERS["new"]
    key = request.GET.get("show", "")
    if key == "all":
        return None, seen, ORDERS["new"]
    duty = BY_KEY.get(key) or next((d for d, n in counted if n), None)
    if duty is None:
        return None, seen, ORDERS["new"]
    order = ORDERS["due"] if duty.key in ("overdue", "soon", "hand") else ORDERS["new"]
    return duty, duty.rows(request.user, today), order


@needs(can_open_desk)
@require_safe
def desk_case(request, pk: int):
    case = get_object_or_404(Case.objects.visible_to(request.user).for_page(), pk=pk)
    today = timezone.localdate()
    main = case.merged_into or case
    person = case.submitter
    context = {
        "case": case,
        "main": main,
        "clock": clock_of(main, today=today),
        "thread": thread_of(main, reader=Reader.STAFF, today=today),
        "actions": open_actions(request.user, case),
        "name": mask_name(person.name) or "匿名",
        "phone": mask_phone(person.phone) or "没有留",
        **about_suggestion(case),
        "offers": offers_for(request.user, case),
        "followers": Case.objects.filter(merged_into=case).order_by("pk")[:50],
    }
    return render(request, "cases/desk/case.html", context)


@needs(can_take_in)
def case_record(request):
    """代录: what somebody said by phone, at the counter, in a letter, in a group."""
    station = _own_station(request.user)
    town = station.division.town if station else None
    initial = {"key": secrets.token_urlsafe(16), "channel": "phone"}
    form = RecordForm(request.POST or None, initial=initial, town=town)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("key")
        intake = Intake(
            at=timezone.now(),
            station=station,
            by=request.user,
            source_key=f"record:{key}",
            **said,
        )
        try:
            case = submit_case(intake=intake)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:case_slip", case.pk)
    return render(request, "cases/desk/record.html", {"form": form})


def _own_station(user) -> LiaisonStation | None:
    stations = LiaisonStation.objects.filter(unit__in=user.unit_ids())
    return stations.select_related("division__parent").order_by("kind", "pk").last()


@needs(can_take_in)
@require_safe
def case_slip(request, pk: int):
    """The slip to hand to the person at the counter."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    hint = case.submitter.factor_hint
    context = {
        "case": case,
        "kept": {"factor": hint, "last": "（提出人自己的）"},
        "qr": qr_of(request, case.get_track_url()),
        "files_said": "没有",
    }
    return render(request, "cases/desk/slip.html", context)


@needs(any_user)
@require_safe
def desk_notices(request):
    page = KeyPage(
        request.user.notices.all(),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "cases/desk/notices.html", {"page": page})


@needs(any_user)
@require_POST
def desk_notices_read(request):
    count = notices.mark_read(user=request.user)
    messages.success(request, f"{count} 条通知标为已读。")
    return redirect("cases:desk_notices")


@needs(any_user)
@require_safe
def accusations(request):
    """Behind the wall: for everybody else this page does not exist."""
    if not can_read_accusations(request.user):
        raise Http404
    page = KeyPage(
        Accusation.objects.visible_to(request.user),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "cases/desk/accusations.html", {"page": page})


@needs(any_user)
def accusation(request, pk: int):
    found = get_object_or_404(Accusation.objects.visible_to(request.user), pk=pk)
    form = AccusationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            screening.advance_accusation(
                accusation=found, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:accusation", pk)
    context = {"accusation": found, "form": form, "events": found.events.order_by("pk")}
    return render(request, "cases/desk/accusation.html", context)
