"""Contact days and their rotas at the desk: a month, a day, the list of duties."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deputies.contact.figures import attendance_of
from deputies.contact.forms import (
    FIRST_MONTH,
    LAST_MONTH,
    AddDutyForm,
    ContactFilterForm,
    DecideForm,
    DutyFilterForm,
    LeaveRequestForm,
    PlaceForm,
    RhythmForm,
)
from deputies.contact.models import ContactDay, LeaveRequest, RosterDuty
from deputies.contact.permissions import (
    can_ask,
    can_keep_station,
    can_open_contact,
    can_plan,
    can_run_station,
)
from deputies.contact.services import duties, rotas
from deputies.stations.models import LiaisonStation
from office.web.access import needs
from office.web.actions import button, form_page
from office.web.forms import ReasonForm
from office.web.key_pages import KeyPage


def asked_month(form):
    """The month of the filter; by default the current month."""
    form.is_valid()
    month = form.cleaned_data.get("month") or timezone.localdate()
    form.fields["month"].widget.attrs["placeholder"] = f"{month:%Y-%m}"
    return month.replace(day=1)


def months_beside(month):
    """The previous and the next month, as URL parameters."""
    before, after = month - timedelta(days=1), None
    if month < LAST_MONTH:
        after = month.replace(day=28) + timedelta(days=4)
    return {"before": before if month > FIRST_MONTH else None, "after": after}


def _page(request, rows, order):
    return KeyPage(
        rows,
        order=order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=50,
    )


@needs(can_open_contact)
@require_safe
def contact_month(request):
    form = ContactFilterForm(request.GET)
    month = asked_month(form)
    days = ContactDay.objects.visible_to(request.user).of_month(month)
    seen = RosterDuty.objects.visible_to(request.user).of_month(month)
    if town := form.cleaned_data.get("town"):
        at_town = LiaisonStation.objects.in_town(town)
        days = days.filter(station__in=at_town)
        seen = seen.filter(contact_day__station__in=at_town)
    scope = f"month={month:%Y-%m}" + (f"&town={town.pk}" if town else "")
    context = {
        "form": form,
        "month": month,
        "page": _page(
            request, days.select_related("station").with_counts(), ("day", "id")
        ),
        "figures": attendance_of(seen.counting(), scope=scope),
        "asks": LeaveRequest.objects.decidable_by(request.user)
        .select_related("duty__deputy", "duty__contact_day__station", "other__deputy")
        .order_by("duty__day", "pk")[:20],
        "may_plan": can_plan(request.user),
        **months_beside(month),
    }
    return render(request, "deputies/contact/month.html", context)


@needs(can_plan)
@require_POST
def contact_generate(request):
    month = asked_month(ContactFilterForm(request.POST))

    def generate():
        rotas.generate_rotas(month=month, today=timezone.localdate(), by=request.user)

    back = f"{reverse('deputies:contact_month')}?month={month:%Y-%m}"
    return button(request, generate, back=back, done="这个月缺的都排好了。")


@needs(can_open_contact)
@require_safe
def duty_list(request):
    """The list behind 报到率: everybody due, who came and how, who is excused and why."""
    form = DutyFilterForm(request.GET)
    month = asked_month(form)
    rows = RosterDuty.objects.visible_to(request.user).of_month(month).counting()
    if town := form.cleaned_data.get("town"):
        rows = rows.filter(
            contact_day__station__in=LiaisonStation.objects.in_town(town)
        )
    if level := form.cleaned_data.get("level"):
        rows = rows.filter(mandate__level=level)
    scope = f"month={month:%Y-%m}" + (f"&town={town.pk}" if town else "")
    figures = attendance_of(rows, scope=scope)
    if state := form.cleaned_data.get("state"):
        rows = rows.filter(state=state)
    context = {
        "form": form,
        "month": month,
        "figures": figures,
        "page": _page(request, rows.for_list(), ("day", "id")),
    }
    return render(request, "deputies/contact/duties.html", context)


def seen_day(request, pk):
    rows = ContactDay.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("station__division__parent"), pk=pk)


@needs(can_open_contact)
@require_safe
def contact_day(request, pk: int):
    day = seen_day(request, pk)
    asks = Prefetch("asks", LeaveRequest.objects.select_related("other__deputy"))
    rows = day.duties.select_related("deputy", "mandate", "checked_in_by")
    listed = list(rows.prefetch_related(asks).order_by("mandate__level", "pk"))
    context = {
        "day": day,
        "duties": listed,
        "own": [duty for duty in listed if can_ask(request.user, duty)],
        "may_run": can_run_station(request.user, day.station),
        "may_keep": can_keep_station(request.user, day.station),
        "today": timezone.localdate(),
    }
    return render(request, "deputies/contact/day.html", context)


def _running(request, pk):
    """The day, if this person may change its rota."""
    day = seen_day(request, pk)
    if not can_run_station(request.user, day.station):
        raise PermissionDenied
    return day


def duty_for(request, pk, may):
    rows = RosterDuty.objects.visible_to(request.user).for_list()
    duty = get_object_or_404(rows, pk=pk)
    if not may(request.user, duty):
        raise PermissionDenied
    return duty


def may_run(user, duty) -> bool:
    return can_run_station(user, duty.contact_day.station)


@needs(can_open_contact)
@require_POST
def contact_publish(request, pk: int):
    day = _running(request, pk)

    def publish():
        rotas.publish_rota(contact_day=day, by=request.user)

    return button(request, publish, back=day, done="已公布，名单上的代表收到了通知。")


@needs(can_open_contact)
def contact_place(request, pk: int):
    day = _running(request, pk)
    initial = {"place": day.place, "hours": day.hours}
    return form_page(
        request,
        PlaceForm(request.POST or None, initial=initial),
        lambda **data: rotas.change_place(contact_day=day, by=request.user, **data),
        title="改地点和时间",
        lead=str(day.station),
        button="改好了",
        back=day,
        done="改好了。",
    )


@needs(can_open_contact)
def contact_add(request, pk: int):
    day = _running(request, pk)
    return form_page(
        request,
        AddDutyForm(request.POST or None, day=day),
        lambda **data: duties.add_duty(contact_day=day, by=request.user, **data),
        title="加一位代表",
        lead=str(day.station),
        button="加上",
        back=day,
        done="加上了。",
    )


@needs(can_open_contact)
@require_POST
def duty_remove(request, pk: int):
    duty = duty_for(request, pk, may_run)

    def remove():
        duties.remove_duty(duty=duty, by=request.user)

    return button(request, remove, back=duty.contact_day, done="去掉了。")


@needs(can_open_contact)
def duty_excuse(request, pk: int):
    duty = duty_for(request, pk, may_run)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda **data: duties.excuse_duty(duty=duty, by=request.user, **data),
        title=f"批准{duty.deputy}请假",
        lead="请假的不算在应到里，理由在名单上看得到。",
        button="批准请假",
        back=duty.contact_day,
        done="记下了。",
    )


@needs(can_open_contact)
def duty_ask(request, pk: int):
    duty = duty_for(request, pk, can_ask)
    return form_page(
        request,
        LeaveRequestForm(request.POST or None, day=duty.contact_day),
        lambda **data: duties.ask_off(duty=duty, by=request.user, **data),
        title="请假或者换班",
        lead=f"{duty.contact_day.station}，由镇街人大批复。",
        button="提交申请",
        back=duty.contact_day,
        done="申请交上去了，批复以后通知您。",
    )


@needs(can_open_contact)
def ask_decide(request, pk: int):
    rows = LeaveRequest.objects.decidable_by(request.user)
    ask = get_object_or_404(
        rows.select_related("duty__contact_day__station", "duty__deputy", "other"),
        pk=pk,
    )
    other = f"，换给{ask.other.deputy}" if ask.other else ""
    return form_page(
        request,
        DecideForm(request.POST or None),
        lambda **data: duties.decide_ask(ask=ask, by=request.user, **data),
        title=f"{ask.duty.deputy}申请{ask.get_kind_display()}{other}",
        lead=f"{ask.duty.contact_day.station}。理由：{ask.reason}",
        button="批复",
        back=ask.duty.contact_day,
        done="批复好了，代表收到了通知。",
    )


@needs(can_open_contact)
def station_rhythm(request, code: str):
    rows = LiaisonStation.objects.select_related("division__parent", "rhythm")
    station = get_object_or_404(rows, code=code)
    if not can_run_station(request.user, station):
        raise PermissionDenied
    known = getattr(station, "rhythm", None)
    names = RhythmForm.base_fields
    initial = {name: getattr(known, name) for name in names} if known else {}
    return form_page(
        request,
        RhythmForm(request.POST or None, initial=initial),
        lambda **data: rotas.set_rhythm(station=station, by=request.user, **data),
        title="接待日安排",
        lead=f"{station}。没有另外安排的，每月 5 日，遇节假日顺延。",
        button="定下来",
        back=reverse("deputies:contact_month"),
        done="定下来了，还没有公布的按新安排重排。",
    )
