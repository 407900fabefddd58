"""民生实事项目 on a case's page: propose it, or show what became of the proposal."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from cases.loop.enums import CaseKind
from cases.loop.page.case_links import CaseLink
from cases.models import Case
from decisions.projects.models.programmes import Programme
from decisions.projects.permissions import can_propose_case
from decisions.projects.services.proposals import GONE
from office.models import User


def project_links(user: User, case: Case) -> Iterator[CaseLink]:
    """One query for proposals made from it, one for an open collection."""
    rows = list(case.proposals.select_related("project", "programme"))
    for row in rows:
        if row.project:
            yield CaseLink(f"项目：{row.project}", row.project.get_absolute_url())
        else:
            data = row.get_state_display()
            yield CaseLink(f"{row.programme}建议：{data}", row.get_absolute_url())
    if case.status in GONE or case.kind == CaseKind.SUGGESTION:
        return
    if can_propose_case(user):
        open_years = Programme.objects.collecting(timezone.localdate())
        if open_years.exclude(pk__in=[row.programme_id for row in rows]).exists():
            url = reverse("decisions:case_propose", args=[case.pk])
            yield CaseLink("列为民生实事项目建议", url, is_act=True)
