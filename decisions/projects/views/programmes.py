"""A year's programme at the desk: its list, its decisions, the vote, the choice."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.projects import permissions as may
from decisions.projects.actions.programme import ACTS, actions_of
from decisions.projects.enums import ProjectState, ProjectVerb
from decisions.projects.forms.programmes import (
    DropForm,
    ImportForm,
    NewProgrammeForm,
    ProgrammeForm,
    SomeProjectsForm,
)
from decisions.projects.forms.projects import ProjectForm
from decisions.projects.forms.selection import SelectionForm
from decisions.projects.models.construction import Project
from decisions.projects.models.livelihood import BenchmarkResult
from decisions.projects.models.programmes import Programme
from decisions.projects.page.funnel import funnel_of
from decisions.projects.services import ballots as project_votes
from decisions.projects.services import construction as construction
from decisions.projects.services import programmes
from decisions.projects.services import selection as selection
from decisions.projects.services.imports import import_projects, plan_import
from decisions.resolutions.forms import DecidedForm
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.actions import form_page

FRAME = tuple(ProgrammeForm.base_fields)


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
    seen = Project.objects.visible_to(request.user).filter(programme=row)
    today = timezone.localdate()
    rows = list(seen.with_progress(today).for_list().order_by("rank", "number"))
    context = {
        "programme": row,
        "rows": rows,
        "funnel": funnel_of(row, rows),
        "acts": actions_of(request.user, row),
        "resolutions": row.resolutions.all(),
    }
    return render(request, "decisions/projects/programme.html", context)


@needs(may.can_open_projects)
def programme_act(request, pk: int, name: str):
    found = ACTS.get(name)
    if found is None or name not in _DOING:
        raise Http404
    row = get_object_or_404(Programme, pk=pk)
    if not found.is_open(request.user, row):
        raise PermissionDenied
    form, do = _DOING[name](request, row)
    return form_page(
        request,
        form,
        do,
        title=found.label,
        lead=str(row),
        button=found.label,
        back=row,
        done=found.done,
    )


def _edit(request, row):
    initial = {name: getattr(row, name) for name in FRAME}
    form = ProgrammeForm(request.POST or None, initial=initial)
    return form, lambda **data: programmes.edit_programme(
        programme=row, by=request.user, **data
    )


def _add(request, row):
    form = ProjectForm(request.POST or None)
    return form, lambda **data: construction.add_project(
        programme=row, by=request.user, **data
    )


def _deciding(verb, *states):
    def doing(request, row):
        form = SomeProjectsForm(
            request.POST or None, rows=row.projects.filter(state__in=states)
        )
        return form, lambda **data: programmes.decide_projects(
            programme=row, verb=verb, by=request.user, **data
        )

    return doing


def _drop(request, row):
    states = (ProjectState.PROPOSED, ProjectState.CANDIDATE, ProjectState.REVIEWED)
    form = DropForm(request.POST or None, rows=row.projects.filter(state__in=states))
    return form, lambda **data: programmes.drop_projects(
        programme=row, by=request.user, **data
    )


def _vote(request, row):
    form = DecidedForm(request.POST or None)
    return form, lambda **data: project_votes.draft_vote(
        programme=row, by=request.user, **data
    )


_DOING = {
    "edit": _edit,
    "add": _add,
    "nominate": _deciding(ProjectVerb.NOMINATE, ProjectState.PROPOSED),
    "review": _deciding(ProjectVerb.REVIEW, ProjectState.CANDIDATE),
    "start": _deciding(ProjectVerb.START, ProjectState.CHOSEN),
    "drop": _drop,
    "vote": _vote,
}


def _open_programme(request, pk, name):
    row = get_object_or_404(Programme, pk=pk)
    if not ACTS[name].is_open(request.user, row):
        raise PermissionDenied
    return row


@needs(may.can_select)
def programme_selection(request, pk: int):
    """All that were voted on, by rank: take, or say where it goes."""
    row = _open_programme(request, pk, "select")
    states = (ProjectState.SHORTLISTED, ProjectState.ON_BALLOT)
    voted = list(row.projects.filter(state__in=states).order_by("rank", "number"))
    form = SelectionForm(request.POST or None, programme=row, rows=voted)
    if request.method == "POST" and form.is_valid():
        try:
            taken = selection.select_projects(
                programme=row, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"选定 {taken} 项，其余的去向已经公开。")
            return redirect(row)
    context = {"form": form, "programme": row}
    return render(request, "decisions/projects/select.html", context)


@needs(may.can_keep_programmes)
def programme_import(request, pk: int):
    """Tried first, with every row that cannot be taken; what is written is what was tried."""
    row = _open_programme(request, pk, "import")
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
