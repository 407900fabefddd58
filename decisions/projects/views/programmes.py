"""A year's programme at the desk: its list, its decisions, the ballot, the choice."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.projects import permissions as may
from decisions.projects.actions.programme import PROGRAMME_ACTIONS
from decisions.projects.forms.programmes import ImportForm, NewProgrammeForm
from decisions.projects.models.construction import Project
from decisions.projects.models.livelihood import BenchmarkResult
from decisions.projects.models.programmes import Programme
from decisions.projects.page.funnel import funnel_of
from decisions.projects.services import programmes
from decisions.projects.services.imports import import_projects, plan_import
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.actions import action_page, form_page


@needs(may.can_open_projects)
@require_safe
def programme_list(request):
    context = {
        "rows": Programme.objects.with_numbers(),
        "may_keep": may.can_keep_programmes(request.user),
        "benchmarks": BenchmarkResult.objects.filter(chosen__isnull=False, name="")[
            :20
        ],
    }
    return render(request, "decisions/projects/programmes.html", context)


@needs(may.can_keep_programmes)
def programme_new(request):
    return form_page(
        request,
        NewProgrammeForm(request.POST or None),
        lambda **data: programmes.open_programme(by=request.user, **data),
        title="新的一年",
        lead="一年一份；交代表投票以后不能再改",
        button="建立",
        back=reverse("decisions:programmes"),
        done="建立了。",
    )


@needs(may.can_open_projects)
@require_safe
def programme(request, pk: int):
    row = get_object_or_404(Programme.objects.select_related("ballot"), pk=pk)
    visible = Project.objects.visible_to(request.user).filter(programme=row)
    today = timezone.localdate()
    rows = list(visible.with_progress(today).for_list().order_by("rank", "number"))
    context = {
        "programme": row,
        "rows": rows,
        "funnel": funnel_of(row, rows),
        "acts": PROGRAMME_ACTIONS.pairs(request.user, row),
        "resolutions": row.resolutions.all(),
    }
    return render(request, "decisions/projects/programme.html", context)


@needs(may.can_open_projects)
def programme_act(request, pk: int, name: str):
    row = get_object_or_404(Programme, pk=pk)
    return action_page(request, PROGRAMME_ACTIONS, name, row)


@needs(may.can_select)
def programme_selection(request, pk: int):
    return programme_act(request, pk, "select")


@needs(may.can_keep_programmes)
def programme_import(request, pk: int):
    """Preview with all errors first; exactly what was previewed is written."""
    row = get_object_or_404(Programme, pk=pk)
    if not PROGRAMME_ACTIONS["import"].is_open(request.user, row):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["data"]
        try:
            plan = plan_import(programme=row, data=data)
            if "write" in request.POST:
                count = import_projects(programme=row, plan=plan, by=request.user)
                messages.success(request, f"导入 {count} 项。")
                return redirect(row)
        except ServiceError as error:
            form.add_error(None, str(error))
    kept = ImportForm.keep(form.cleaned_data["data"]) if plan else ""
    context = {"form": form, "programme": row, "plan": plan, "kept": kept}
    return render(request, "decisions/projects/import.html", context)
