"""Stations, delegations and deputy groups: gaps, and bulk assignment."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from deputies.groups import page as coverage
from deputies.groups import permissions as kept
from deputies.groups import services as service
from deputies.groups.forms import AssignFilterForm, AssignForm, GroupingForm
from deputies.register.models import Mandate
from deputies.stations.models import LiaisonStation
from office.text.errors import ServiceError
from office.web.access import needs

ROWS_A_PAGE = 100


@needs(kept.can_assign)
@require_safe
def assign(request):
    """The gaps with their rows; ticked deputies can be assigned together."""
    form = AssignFilterForm(request.GET)
    form.is_valid()
    user, asked = request.user, form.cleaned_data
    mandates = Mandate.objects.in_office().visible_to(user)
    seats, stations = kept.constituencies_kept_by(user), kept.stations_kept_by(user)
    show = asked.get("show", "")
    context = {
        "form": form,
        "show": show,
        "gaps": coverage.gaps_of(mandates, seats, stations),
        "put": AssignForm(user=user),
        "may_keep": kept.can_keep_groupings(user),
    }
    if show == "vacant":
        rows = coverage.vacant(_narrowed_seats(seats, asked)).select_related("town")
        rows = rows.order_by("level", "town__code", "number")
    elif show == "empty":
        rows = coverage.empty_stations(_narrowed_stations(stations, asked)).for_list()
    else:
        rows = _listed(coverage.chosen(_narrowed(mandates, asked), show))
    context["page"] = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "deputies/groups/assign.html", context)


def _narrowed(rows, asked):
    if asked.get("q"):
        rows = rows.named(asked["q"])
    if asked.get("town"):
        rows = rows.in_town(asked["town"])
    return rows.filter(level=asked["level"]) if asked.get("level") else rows


def _narrowed_seats(rows, asked):
    if asked.get("town"):
        rows = rows.filter(town=asked["town"])
    return rows.filter(level=asked["level"]) if asked.get("level") else rows


def _narrowed_stations(rows, asked):
    return rows.in_town(asked["town"]) if asked.get("town") else rows


def _listed(rows):
    rows = rows.for_directory().prefetch_related("grouping_seats__grouping")
    return rows.order_by("constituency__town__code", "level", "constituency__number")


@needs(kept.can_assign)
@require_POST
def assign_many(request):
    """First a preview, name by name; with ``sure`` it is carried out."""
    ticked = request.POST.getlist("pick")
    picked = [int(x) for x in ticked if x.isascii() and x.isdigit() and len(x) < 10]
    seen = Mandate.objects.in_office().visible_to(request.user)
    rows = list(_listed(seen.filter(pk__in=picked)))
    form = AssignForm(request.POST, user=request.user)
    if not rows or not form.is_valid():
        messages.error(request, "请勾选代表，并选好编入哪里。")
        return redirect("deputies:assign")
    target = form.where
    if request.POST.get("sure"):
        return _carry_out(request, target, rows, form.cleaned_data["leads"])
    context = {
        "form": form,
        "target": target,
        "is_station": isinstance(target, LiaisonStation),
        "dispositions": [(row, _disposition(row, target)) for row in rows],
    }
    return render(request, "deputies/groups/preview.html", context)


def _carry_out(request, target, rows, leads):
    try:
        if isinstance(target, LiaisonStation):
            count = service.assign_to_station(
                station=target, mandates=rows, by=request.user
            )
        else:
            count = service.assign_to_grouping(
                grouping=target, mandates=rows, leads=leads, by=request.user
            )
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"编入{target}：{count} 名。")
    return redirect("deputies:assign")


def _disposition(row, target) -> tuple[str, bool]:
    """What will happen to one row, and whether it needs a second look."""
    if isinstance(target, LiaisonStation):
        others = [s for s in row.open_stations if s.pk != target.pk and not s.parent_id]
        if any(s.pk == target.pk for s in row.open_stations):
            return "已经在这个站，不变", False
        if others and target.parent_id is None:
            return f"同时还在{'、'.join(map(str, others))}", True
        return "编入", False
    held = [s.grouping for s in row.grouping_seats.all() if s.kind == target.kind]
    if held and held[0].pk != target.pk:
        return f"从{held[0]}移来", True
    return ("已经在，不变" if held else "编入"), False


@needs(kept.can_keep_groupings)
def grouping_new(request):
    form = GroupingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = service.create_grouping(**form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"建好了{row}，现在可以编人。")
            return redirect("deputies:assign")
    return render(request, "deputies/groups/new.html", {"form": form})
