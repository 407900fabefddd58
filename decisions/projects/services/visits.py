"""季度督查 by deputy groups: what they saw, and what the unit answered."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from decisions.projects.enums import DECIDED
from decisions.projects.models.construction import Project
from decisions.projects.models.oversight import ProjectVisit
from decisions.projects.notifications import notify_unit_of_visit
from decisions.projects.services.programmes import lock_project
from decisions.resolutions.errors import DecisionError
from deputies.models import Grouping
from office.models import User
from office.text.masking import mask_text


@transaction.atomic
def record_visit(
    *,
    project: Project,
    group: Grouping,
    visited_on: date,
    findings: str,
    is_good: bool,
    by: User | None,
) -> ProjectVisit:
    """Once a group and day. The unit is asked to answer unless all was well."""
    row = lock_project(project)
    if row.state not in DECIDED:
        raise DecisionError("项目确定以后才督查。")
    if visited_on > timezone.localdate():
        raise DecisionError("督查的日期还没有到。")
    if not findings.strip():
        raise DecisionError("请写看到了什么。")
    try:
        with transaction.atomic():
            visit = ProjectVisit.objects.create(
                project=row,
                group=group,
                visited_on=visited_on,
                findings=mask_text(findings.strip()),
                is_good=is_good,
                by=by,
            )
    except IntegrityError as error:
        raise DecisionError("这个小组这一天的督查已经写过了。") from error
    if not is_good:
        notify_unit_of_visit(row, str(group), str(visit.pk))
    return visit


@transaction.atomic
def answer_visit(*, visit: ProjectVisit, answer: str, by: User | None) -> ProjectVisit:
    row = ProjectVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if row.answered_at:
        raise DecisionError("已经答复过了。")
    if not answer.strip():
        raise DecisionError("请写答复。")
    row.answer = mask_text(answer.strip())
    row.answered_by, row.answered_at = by, timezone.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    return row


@transaction.atomic
def release_visit_answer(*, visit: ProjectVisit, by: User) -> ProjectVisit:
    """公开答复: by somebody of the congress or a deputy who read it, never its writer."""
    row = ProjectVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not row.answered_at or row.released_at:
        raise DecisionError("没有等着公开的答复，请刷新后再看。")
    if row.answered_by_id == by.pk:
        raise DecisionError("写答复的人不能自己公开，请另一人看过再公开。")
    row.released_by, row.released_at = by, timezone.now()
    row.save(update_fields=["released_by", "released_at"])
    return row
