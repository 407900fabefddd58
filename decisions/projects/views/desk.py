"""Projects at the desk: the working list, one project, and what may be done with it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.projects import permissions as may
from decisions.projects.actions.oversight import CHANGE_ACTIONS, VISIT_ACTIONS
from decisions.projects.actions.project import PROJECT_ACTIONS
from decisions.projects.forms.filter import filtered
from decisions.projects.forms.projects import ProjectFilterForm
from decisions.projects.models.construction import Project
from decisions.projects.models.oversight import ProjectChange, ProjectVisit
from decisions.projects.page.project import facts_of
from decisions.projects.worklist import WORK_QUEUES
from office.web.access import needs
from office.web.actions import action_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of

ORDER = ("-programme__year", "number", "id")


@needs(may.can_open_projects)
@require_safe
def projects(request):
    """All one may see; ``?show=`` what waits for oneself."""
    form = ProjectFilterForm(request.GET)
    form.is_valid()
    today = timezone.localdate()
    lists = queues_of(WORK_QUEUES, request.user, "decisions:desk_projects")
    shown = lists.get(request.GET.get("show", ""))
    seen = Project.objects.visible_to(request.user)
    rows = (
        shown.rows(request.user) if shown else filtered(seen, form.cleaned_data, today)
    )
    page = KeyPage(
        rows.with_progress(today).for_list(),
        order=ORDER,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )
    context = {"form": form, "page": page, "shown": shown, "lists": lists.values()}
    context["may_propose"] = may.can_propose(request.user)
    return render(request, "decisions/projects/desk_list.html", context)


def seen_project(request, pk):
    rows = Project.objects.visible_to(request.user)
    rows = rows.with_progress(timezone.localdate()).for_page()
    return get_object_or_404(rows, pk=pk)


@needs(may.can_open_projects)
@require_safe
def project(request, pk: int):
    row = seen_project(request, pk)
    context = facts_of(row, timezone.localdate())
    context["acts"] = PROJECT_ACTIONS.pairs(request.user, row)
    context["may_consent"] = may.can_consent(request.user)
    context["may_answer"] = may.can_report(request.user, row)
    context["may_release"] = may.can_visit(request.user, row)
    context["inside"] = True
    return render(request, "decisions/projects/desk_project.html", context)


@needs(may.can_open_projects)
def project_act(request, pk: int, name: str):
    return action_page(request, PROJECT_ACTIONS, name, seen_project(request, pk))


@needs(may.can_consent)
def change_act(request, pk: int, name: str):
    """What the standing committee said of a change, written down."""
    rows = ProjectChange.objects.filter(
        project__in=Project.objects.visible_to(request.user)
    )
    change = get_object_or_404(rows.select_related("project__unit"), pk=pk)
    return action_page(request, CHANGE_ACTIONS, name, change)


@needs(may.can_open_projects)
def visit_answer(request, pk: int):
    return _visit_page(request, pk, "answer")


@needs(may.can_open_projects)
def visit_release(request, pk: int):
    return _visit_page(request, pk, "release")


def _visit_page(request, pk: int, name: str):
    rows = ProjectVisit.objects.filter(
        project__in=Project.objects.visible_to(request.user)
    )
    visit = get_object_or_404(rows.select_related("project__unit", "group"), pk=pk)
    return action_page(request, VISIT_ACTIONS, name, visit)
