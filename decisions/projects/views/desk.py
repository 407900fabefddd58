"""Projects at the desk: the working list, one project, and what may be done with it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.projects import permissions as may
from decisions.projects.actions.project import ACTS, actions_of
from decisions.projects.enums import ProjectVerb
from decisions.projects.forms.filter import filtered
from decisions.projects.forms.projects import (
    AnswerVisitForm,
    ChangeForm,
    EndForm,
    MilestoneForm,
    ProgressForm,
    ProjectFilterForm,
    ProjectForm,
    RefuseChangeForm,
    SatisfactionForm,
    VisitForm,
)
from decisions.projects.models.construction import Project
from decisions.projects.models.oversight import ProjectChange, ProjectVisit
from decisions.projects.page.project import facts_of
from decisions.projects.services import changes, visits
from decisions.projects.services import construction as construction
from decisions.projects.services import satisfaction as satisfaction
from decisions.projects.services.construction import Progress
from decisions.projects.worklist import WORK_QUEUES
from decisions.resolutions.forms import DecidedForm
from office.files.services import take_in_file
from office.web.access import needs
from office.web.actions import form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of

ORDER = ("-programme__year", "number", "id")
CARD = tuple(name for name in ProjectForm.base_fields if name != "assisting")


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
    context["acts"] = actions_of(request.user, row)
    context["may_consent"] = may.can_consent(request.user)
    context["may_answer"] = may.can_report(request.user, row)
    return render(request, "decisions/projects/desk_project.html", context)


@needs(may.can_open_projects)
def project_act(request, pk: int, name: str):
    """One act; who may and when is in ``project_acts``, how in the function of its name."""
    found = ACTS.get(name)
    if found is None:
        raise Http404
    row = seen_project(request, pk)
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
    initial = {name: getattr(row, name) for name in CARD}
    initial |= {"division": row.division_id, "assisting": row.assisting.all()}
    form = ProjectForm(request.POST or None, initial=initial)
    return form, lambda **data: construction.edit_project(
        project=row, by=request.user, **data
    )


def _milestone(request, row):
    form = MilestoneForm(request.POST or None)
    return form, lambda **data: construction.add_milestone(
        project=row, by=request.user, **data
    )


def _report(request, row):
    newest = row.reports.first()
    initial = {"day": timezone.localdate()}
    if newest:
        initial |= {"invested": newest.invested, "paid": newest.paid}
    form = ProgressForm(
        request.POST or None, request.FILES or None, initial=initial, project=row
    )

    def do(*, evidence, **data):
        files = [take_in_file(upload=evidence, by=request.user)] if evidence else []
        progress = Progress(**data, attachments=files)
        construction.report_progress(project=row, progress=progress, by=request.user)

    return form, do


def _ask(request, row):
    form = ChangeForm(
        request.POST or None, project=row, initial={"kind": request.GET.get("kind")}
    )
    return form, lambda **data: changes.ask_change(project=row, by=request.user, **data)


def _ending(verb):
    def doing(request, row):
        form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
        return form, lambda **data: construction.end_project(
            project=row, verb=verb, by=request.user, **data
        )

    return doing


def _visit(request, row):
    form = VisitForm(request.POST or None)
    return form, lambda **data: visits.record_visit(
        project=row, by=request.user, **data
    )


def _record_satisfaction(request, row):
    form = SatisfactionForm(request.POST or None)
    return form, lambda **data: satisfaction.record_satisfaction(
        project=row, by=request.user, **data
    )


def _archive(request, row):
    form = DecidedForm(request.POST or None)
    return form, lambda **data: construction.archive_project(
        project=row, by=request.user, **data
    )


_DOING = {
    "edit": _edit,
    "milestone": _milestone,
    "report": _report,
    "change": _ask,
    "finish": _ending(ProjectVerb.FINISH),
    "finish-basically": _ending(ProjectVerb.FINISH_BASICALLY),
    "fail": _ending(ProjectVerb.FAIL),
    "carry-over": _ending(ProjectVerb.CARRY_OVER),
    "visit": _visit,
    "satisfaction": _record_satisfaction,
    "archive": _archive,
}


@needs(may.can_consent)
def change_act(request, pk: int, name: str):
    """What the standing committee said of a change, written down."""
    rows = ProjectChange.objects.filter(
        project__in=Project.objects.visible_to(request.user)
    )
    change = get_object_or_404(rows.select_related("project__unit"), pk=pk)
    if name not in ("consent", "refuse"):
        raise Http404
    is_consent = name == "consent"
    form = DecidedForm if is_consent else RefuseChangeForm
    service = changes.consent_change if is_consent else changes.refuse_change
    return form_page(
        request,
        form(request.POST or None),
        lambda **data: service(change=change, by=request.user, **data),
        title="登记常委会同意" if is_consent else "登记不同意",
        lead=f"{change}：{change.reason}",
        button="登记",
        back=change.project,
        done="登记了，责任单位收到了通知。",
    )


@needs(may.can_open_projects)
def visit_answer(request, pk: int):
    rows = ProjectVisit.objects.filter(
        project__in=Project.objects.visible_to(request.user)
    )
    visit = get_object_or_404(rows.select_related("project__unit", "group"), pk=pk)
    if not may.can_answer_visit(request.user, visit):
        raise PermissionDenied
    return form_page(
        request,
        AnswerVisitForm(request.POST or None),
        lambda **data: visits.answer_visit(visit=visit, by=request.user, **data),
        title="答复督查",
        lead=f"{visit}：{visit.findings[:100]}",
        button="答复",
        back=visit.project,
        done="答复了，已经公开。",
    )
