"""Public pages of 民主决策: home, projects, one project, a year; and the form."""

import secrets

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.loop.services.reference_cache import reference_cache
from decisions.projects.enums import ProjectKind, ProposalSource
from decisions.projects.forms.filter import filtered
from decisions.projects.forms.projects import ProjectFilterForm
from decisions.projects.forms.proposals import ProposeForm
from decisions.projects.models.construction import ProgressFile, Project
from decisions.projects.models.programmes import Programme
from decisions.projects.page.funnel import delegations_of, funnel_of
from decisions.projects.page.home import parts_of_home
from decisions.projects.page.project import facts_of
from decisions.projects.services.proposals import propose
from office.files.services import serve_attachment
from office.text.errors import ServiceError
from office.web.access import public
from office.web.key_pages import KeyPage
from office.web.page_cache import public_page
from office.web.throttle import slow_down

ORDER = ("-programme__year", "number", "id")


@public
@require_safe
@public_page()
def home(request):
    today = timezone.localdate()
    rows = Project.objects.public()
    context = {
        "parts": parts_of_home(),
        "late": rows.late(today).with_progress(today).for_list()[:5],
        "done": rows.filter(told_at__isnull=False)
        .with_progress(today)
        .for_list()
        .order_by("-told_at")[:5],
    }
    return render(request, "decisions/projects/home.html", context)


@public
@require_safe
@public_page(*ProjectFilterForm.base_fields, "after", "before")
def projects(request):
    form = ProjectFilterForm(request.GET)
    form.is_valid()
    today = timezone.localdate()
    rows = filtered(Project.objects.public(), form.cleaned_data, today)
    page = KeyPage(
        rows.with_progress(today).for_list(),
        order=ORDER,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"form": form, "page": page}
    return render(request, "decisions/projects/list.html", context)


@public
@require_safe
@public_page()
def project(request, code: str):
    today = timezone.localdate()
    rows = Project.objects.public().with_progress(today).for_page()
    row = get_object_or_404(rows, code=code)
    return render(request, "decisions/projects/project.html", facts_of(row, today))


@public
@require_safe
def project_file(request, code: str, pk: int):
    visible = Project.objects.public().filter(code=code)
    files = ProgressFile.objects.filter(report__project__in=visible)
    return serve_attachment(
        get_object_or_404(files.select_related("attachment"), pk=pk).attachment
    )


@public
@require_safe
@public_page()
def year(request, kind: str, year: int):
    """One year: numbers at each step, who decided it, every project's disposition."""
    if kind not in ProjectKind.values:
        raise Http404
    programme = get_object_or_404(
        Programme.objects.select_related("ballot"), kind=kind, year=year
    )
    today = timezone.localdate()
    visible = Project.objects.public().filter(programme=programme)
    rows = list(visible.with_progress(today).for_list().order_by("rank", "number"))
    if not rows:
        raise Http404
    ballot = programme.ballot
    context = {
        "programme": programme,
        "rows": rows,
        "funnel": funnel_of(programme, rows),
        "most": max((row.votes or 0 for row in rows), default=0),
        "ballot": ballot,
        "delegations": delegations_of(ballot) if ballot and ballot.by_group else [],
        "resolutions": programme.resolutions.all(),
    }
    return render(request, "decisions/projects/year.html", context)


@public
@never_cache
def propose_new(request):
    """The public form of a year that collects proposals.

    The hidden key makes it idempotent.
    """
    today = timezone.localdate()
    programme = Programme.objects.collecting(today).order_by("-year").first()
    consent = reference_cache().consent
    initial = {"key": secrets.token_urlsafe(16)}
    form = ProposeForm(request.POST or None, initial=initial)
    if request.method == "POST" and programme and form.is_valid():
        cleaned = dict(form.cleaned_data)
        cleaned["consent"] = consent if cleaned["consent"] else None
        key = f"public:{cleaned.pop('key')}"
        source = ProposalSource.PUBLIC
        try:
            slow_down(request, "proposal")
            propose(programme=programme, source=source, source_key=key, **cleaned)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "收到了。筛选以后，列入不列入都会告诉您。")
            return redirect("decisions:home")
    context = {"form": form, "programme": programme, "consent": consent}
    return render(request, "decisions/projects/propose.html", context)
