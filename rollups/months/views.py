"""月汇总: the months, and the numbers of the county, a town, a station."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case
from deputies.models import LiaisonStation
from office.models import Division
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.htmx import render_part
from office.web.key_pages import KeyPage
from rollups.counting.models import HotTopic, RollUp, RollUpRow
from rollups.counting.page import numbers_of
from rollups.counting.permissions import can_count, can_open_rollups
from rollups.months.services import count_again, start_month
from rollups.reports.models import Report
from rollups.tasks import roll_up_month

COUNTY_FIRST = F("town").asc(nulls_first=True)


@needs(can_open_rollups)
@require_safe
def rollups(request):
    """The months, newest first, with the county's total and the user's report of each."""
    page = KeyPage(
        RollUp.objects.all(),
        order=("-month",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=24,
    )
    rows = RollUpRow.objects.of_county().totals().filter(rollup__in=page.rows)
    totals = {row.rollup_id: row for row in rows}
    reports = Report.objects.visible_to(request.user).filter(rollup__in=page.rows)
    own = {}
    for report in reports.select_related("town", "rollup").order_by(COUNTY_FIRST):
        own.setdefault(report.rollup_id, []).append(report)
    last = timezone.localdate().replace(day=1) - relativedelta(months=1)
    context = {
        "page": page,
        "months": [(row, totals.get(row.pk), own.get(row.pk)) for row in page.rows],
        "may_count": can_count(request.user),
        "last": last,
    }
    return render(request, "rollups/months/list.html", context)


@needs(can_count)
@require_POST
def rollup_count(request):
    """Start counting a month, or counting it again, in a worker."""
    try:
        month = date.fromisoformat(f"{request.POST.get('month', '')}-01")
        rollup = start_month(month=month, today=timezone.localdate())
        count_again(rollup=rollup, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("rollups:rollups")
    except ValueError as error:
        raise Http404 from error
    roll_up_month.delay_on_commit(f"{month:%Y-%m}")
    return redirect("rollups:rollup", month.year, month.month)


def month_or_404(year, month):
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    return get_object_or_404(RollUp, month=date(year, month, 1))


@needs(can_open_rollups)
@require_safe
def rollup(request, year: int, month: int):
    """The county's month; while it is being counted, the progress."""
    rollup = month_or_404(year, month)
    reports = Report.objects.visible_to(request.user).filter(rollup=rollup)
    context = {
        "rollup": rollup,
        "numbers": numbers_of(rollup),
        "topics": rollup.topics.all()[:20],
        "reports": reports.select_related("town", "rollup").order_by(COUNTY_FIRST),
        "may_count": can_count(request.user) and not rollup.frozen_at,
    }
    return render_part(request, "rollups/months/month.html", "progress", context)


@needs(can_open_rollups)
@require_safe
def rollup_town(request, year: int, month: int, pk: int):
    rollup = month_or_404(year, month)
    town = get_object_or_404(Division.objects.towns(), pk=pk)
    context = {
        "rollup": rollup,
        "name": town.name,
        "numbers": numbers_of(rollup, town=town),
    }
    return render(request, "rollups/months/area.html", context)


@needs(can_open_rollups)
@require_safe
def rollup_station(request, year: int, month: int, code: str):
    rollup = month_or_404(year, month)
    station = get_object_or_404(LiaisonStation, code=code)
    context = {
        "rollup": rollup,
        "name": station.name,
        "numbers": numbers_of(rollup, station=station),
    }
    return render(request, "rollups/months/area.html", context)


@needs(can_open_rollups)
@require_safe
def topic(request, pk: int):
    """One topic with its masked quotes, and those of its cases the user may open."""
    topic = get_object_or_404(
        HotTopic.objects.select_related("rollup", "continues__rollup"), pk=pk
    )
    cases = Case.objects.visible_to(request.user).filter(topics=topic)
    page = KeyPage(
        cases.for_list(),
        order=("id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"topic": topic, "page": page}
    return render(request, "rollups/months/topic.html", context)
