"""变更、中止、恢复: asked by the unit, done only with consent on record."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from decisions.projects.enums import (
    PROJECT_MOVES,
    UNDER_WAY,
    ChangeKind,
    ChangeState,
    ProjectState,
    ProjectVerb,
)
from decisions.projects.models.construction import Milestone, Project
from decisions.projects.models.oversight import ProjectChange
from decisions.projects.models.programmes import Resolution
from decisions.projects.notifications import notify_unit_of_change
from decisions.projects.services.programmes import (
    lock_project,
    move_project,
    resolve,
    write_step,
)
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from office.calendar.services.deadlines import cn_date
from office.models import User
from office.text.masking import mask_text

# What a change may touch, with the words under which it is published.
FIELDS = {
    "content": "建设内容及规模",
    "place": "地点",
    "ends_on": "计划完成",
    "total": "总投资",
    "this_year": "年度投资",
}
VERBS = {ChangeKind.STOP: ProjectVerb.STOP, ChangeKind.RESUME: ProjectVerb.RESUME}


@transaction.atomic
def ask_change(
    *,
    project: Project,
    kind: str,
    reason: str,
    by: User | None,
    milestone: Milestone | None = None,
    milestone_on: date | None = None,
    **facts: Any,
) -> ProjectChange:
    """Ask for it; nothing changes yet. Raises DecisionError."""
    row = lock_project(project)
    if not reason.strip():
        raise DecisionError("请写明理由。")
    _check_may(row, ChangeKind(kind))
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    if kind == ChangeKind.CHANGE:
        before, after = _differences(row, facts)
        if milestone and milestone_on:
            _move_milestone(row, milestone, milestone_on, before, after)
        if not after:
            raise DecisionError("没有写要改什么。")
        _check_plan(row, after)
    try:
        with transaction.atomic():
            return ProjectChange.objects.create(
                project=row,
                kind=kind,
                reason=mask_text(reason.strip()),
                before=before,
                after=after,
                asked_by=by,
            )
    except IntegrityError as error:
        raise DecisionError("上一次申请还没有答复。") from error


def _check_may(row: Project, kind: ChangeKind) -> None:
    allowed: tuple[ProjectState, ...] = UNDER_WAY if kind == ChangeKind.CHANGE else ()
    if kind in VERBS:
        allowed = PROJECT_MOVES[VERBS[kind]].sources
    if row.state not in allowed:
        raise DecisionError(
            f"项目现在是“{row.get_state_display()}”，不能{kind.label}。"
        )


def _differences(row: Project, facts: dict[str, Any]) -> tuple[dict, dict]:
    before, after = {}, {}
    for name in FIELDS:
        value = facts.get(name)
        if value in (None, "") or value == getattr(row, name):
            continue
        before[name], after[name] = _plain(getattr(row, name)), _plain(value)
    return before, after


def _move_milestone(
    row: Project, milestone: Milestone, day: date, before: dict, after: dict
) -> None:
    found = row.milestones.filter(pk=milestone.pk).first()
    if found is None:
        raise DecisionError("这个节点不是这个项目的。")
    if found.done_on:
        raise DecisionError(f"节点“{found}”已经完成，不用改了。")
    if found.planned_on != day:
        name = f"节点：{found.name}"
        before[name], after[name] = str(found.planned_on), str(day)


def _check_plan(row: Project, after: dict[str, str]) -> None:
    """What the card must still hold; asked again at the consent, reports came between."""
    total = Decimal(after.get("total", row.total))
    this_year = Decimal(after.get("this_year", row.this_year))
    if min(total, this_year) < 0:
        raise DecisionError("投资不能是负数。")
    if this_year > total:
        raise DecisionError("年度投资不能多于总投资。")
    last = row.reports.first()
    if last and last.paid > total:
        raise DecisionError("总投资不能少于已经支付的数。")
    ends_on = after.get("ends_on")
    if ends_on and row.begins_on and date.fromisoformat(ends_on) < row.begins_on:
        raise DecisionError("计划完成的日期不能早于开工。")


def _plain(value: object) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def consent_change(
    *, change: ProjectChange, decided: Decided, by: User | None
) -> ProjectChange:
    """常委会同意: written down, carried out and published in one transaction."""
    row, project = _lock(change)
    if by is not None and row.asked_by_id == by.pk:
        raise DecisionError("申请的人不能登记自己的申请。")
    verb = VERBS.get(ChangeKind(row.kind), ProjectVerb.CHANGE)
    resolution = resolve(project.programme, verb, decided, by)
    _carry_out(row, project, resolution, by)
    row.state, row.resolution = ChangeState.CONSENTED, resolution
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    notify_unit_of_change(row)
    return row


@transaction.atomic
def refuse_change(
    *, change: ProjectChange, answer: str, by: User | None
) -> ProjectChange:
    row, _ = _lock(change)
    if not answer.strip():
        raise DecisionError("请写明不同意的理由。")
    row.state, row.answer = ChangeState.REFUSED, mask_text(answer.strip())
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    notify_unit_of_change(row)
    return row


def _lock(change: ProjectChange) -> tuple[ProjectChange, Project]:
    """The project first, as everybody else does."""
    project = lock_project(change.project)
    row = ProjectChange.objects.select_for_update().get(pk=change.pk)
    if row.state != ChangeState.ASKED:
        raise DecisionError(f"这个申请已经答复：{row.get_state_display()}。")
    return row, project


def _carry_out(
    row: ProjectChange, project: Project, resolution: Resolution, by: User | None
) -> None:
    kind = ChangeKind(row.kind)
    if kind in VERBS:
        move_project(
            project, VERBS[kind], by=by, resolution=resolution, note=row.reason
        )
        project.save(update_fields=["state"])
        return
    _check_plan(project, row.after)
    for name, text in row.after.items():
        if name in FIELDS:
            column: Any = Project._meta.get_field(name)
            setattr(project, name, column.to_python(text))
        else:
            named = name.removeprefix("节点：")
            found = project.milestones.filter(name=named, done_on__isnull=True)
            if not found.update(planned_on=date.fromisoformat(text)):
                raise DecisionError(f"节点“{named}”已经完成，不用改了。")
    project.save()
    words = "；".join(f"{label}由{old}改为{new}" for label, old, new in lines_of(row))
    write_step(
        project, ProjectVerb.CHANGE, by=by, resolution=resolution, note=f"{words}。"
    )


def lines_of(change: ProjectChange) -> list[tuple[str, str, str]]:
    """Label, what it was, what it is now: each in words for a page."""
    rows = []
    for name, new in change.after.items():
        old = change.before.get(name, "")
        label = FIELDS.get(name, name)
        rows.append((label, _worded(name, old), _worded(name, new)))
    return rows


def _worded(name: str, text: str) -> str:
    if not text:
        return "没有写"
    if name in ("total", "this_year"):
        return f" {Decimal(text) / 10_000:,.2f} 万元"
    if name == "ends_on" or name.startswith("节点"):
        return cn_date(date.fromisoformat(text))
    return f"“{text}”"
