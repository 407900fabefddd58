"""The year's programme, who decided what of it, and the one way a project's state changes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from decisions.projects.enums import (
    PROJECT_MOVES,
    Disposition,
    ProjectKind,
    ProjectState,
    ProjectVerb,
)
from decisions.projects.models.construction import Project, ProjectStep
from decisions.projects.models.programmes import Programme, Resolution
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from office.audit import services as audit
from office.models import User


@transaction.atomic
def open_programme(*, kind: str, year: int, by: User | None, **facts: Any) -> Programme:
    """A new year's programme. Raises DecisionError."""
    if kind == ProjectKind.LIVELIHOOD:
        facts["shortlist"] = 0
    _check_programme(kind, facts)
    try:
        with transaction.atomic():
            programme = Programme.objects.create(kind=kind, year=year, **facts)
    except IntegrityError as error:
        label = ProjectKind(kind).label
        raise DecisionError(f"{year} 年的{label}已经有了。") from error
    audit.record(action="open_programme", by=by, object=programme)
    return programme


@transaction.atomic
def edit_programme(*, programme: Programme, by: User | None, **facts: Any) -> Programme:
    """Change the frame, as long as no ballot stands on it. Raises DecisionError."""
    row = lock_programme(programme)
    if row.ballot_id:
        raise DecisionError("已经交代表投票，不能再改。")
    if row.is_livelihood:
        facts["shortlist"] = 0
    _check_programme(row.kind, facts)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    audit.record(action="edit_programme", by=by, object=row)
    return row


def _check_programme(kind: str, facts: dict[str, Any]) -> None:
    if facts["seats"] < 1:
        raise DecisionError("最后确定的项数至少是 1 项。")
    if kind == ProjectKind.INVESTMENT and facts.get("shortlist", 0) < facts["seats"]:
        raise DecisionError("代表优选的项数不能少于最后确定的项数。")
    first, last = facts.get("collects_from"), facts.get("collects_until")
    if bool(first) != bool(last):
        raise DecisionError("征集的起止日期要一起填。")
    if first and last and last < first:
        raise DecisionError("征集的止日不能早于起日。")


def lock_programme(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)


def lock_project(project: Project) -> Project:
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("programme", "unit").get(pk=project.pk)


def lock_projects(projects: Iterable[Project]) -> list[Project]:
    """Hold several, always in the order of their keys, so that none deadlocks."""
    pks = [project.pk for project in projects]
    rows = Project.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    return list(rows.select_related("programme", "unit").order_by("pk"))


def resolve(
    programme: Programme, verb: ProjectVerb, decided: Decided, by: User | None
) -> Resolution:
    """Write down the decision. Raises DecisionError when it names nobody or no document."""
    if not decided.decider.strip() or not decided.document.strip():
        raise DecisionError("要写明由谁决定、依据什么文件。")
    if decided.on > timezone.localdate():
        raise DecisionError("决定日期还没有到。")
    return Resolution.objects.create(
        programme=programme,
        verb=verb,
        decider=decided.decider.strip(),
        decided_on=decided.on,
        document=decided.document.strip(),
        note=decided.note.strip(),
        by=by,
    )


def move_project(
    project: Project,
    verb: ProjectVerb,
    *,
    by: User | None,
    on: date | None = None,
    resolution: Resolution | None = None,
    note: str = "",
) -> ProjectStep:
    """One move of a locked project, with its step; the caller saves. Raises DecisionError."""
    move = PROJECT_MOVES[verb]
    if project.state not in move.sources:
        state = project.get_state_display()
        raise DecisionError(f"“{project}”现在是“{state}”，不能{verb.label}。")
    project.state = move.target
    return write_step(project, verb, by=by, on=on, resolution=resolution, note=note)


def write_step(
    project: Project,
    verb: ProjectVerb,
    *,
    by: User | None,
    on: date | None = None,
    resolution: Resolution | None = None,
    note: str = "",
) -> ProjectStep:
    """A step that may leave the state as it is. Public pages show it after the commit."""
    day = resolution.decided_on if resolution else timezone.localdate()
    return ProjectStep.objects.create(
        project=project,
        verb=verb,
        resolution=resolution,
        note=note[:1000],
        on=on or day,
        by=by,
    )


# What one decision may do to many projects at once from the programme's page.
BY_DECISION = (ProjectVerb.NOMINATE, ProjectVerb.REVIEW, ProjectVerb.START)


@transaction.atomic
def decide_projects(
    *,
    programme: Programme,
    projects: Sequence[Project],
    verb: ProjectVerb,
    decided: Decided,
    by: User | None,
) -> int:
    """初定候选、常委会审议、公布: one decision on many. Returns how many. Raises DecisionError."""
    if verb not in BY_DECISION:
        raise DecisionError("这一步不在这里办。")
    lock_programme(programme)
    rows = _own(programme, projects)
    if verb == ProjectVerb.NOMINATE:
        _check_candidates(rows)
    resolution = resolve(programme, verb, decided, by)
    for row in rows:
        move_project(row, verb, by=by, resolution=resolution)
        row.save(update_fields=["state"])
    return len(rows)


@transaction.atomic
def drop_projects(
    *,
    programme: Programme,
    projects: Sequence[Project],
    disposition: str,
    disposition_note: str,
    decided: Decided,
    by: User | None,
) -> int:
    """未入选: where they go, by whose decision. Raises DecisionError."""
    lock_programme(programme)
    rows = _own(programme, projects)
    resolution = resolve(programme, ProjectVerb.DROP, decided, by)
    for row in rows:
        drop(
            row,
            disposition=disposition,
            disposition_note=disposition_note,
            by=by,
            resolution=resolution,
        )
    return len(rows)


def drop(
    row: Project,
    *,
    disposition: str,
    disposition_note: str,
    by: User | None,
    resolution: Resolution | None,
) -> None:
    """One locked project is not taken; saved. Raises DecisionError."""
    if disposition not in Disposition.values:
        raise DecisionError(f"请写明“{row}”的去向。")
    if disposition == Disposition.OTHER and not disposition_note.strip():
        raise DecisionError(f"“{row}”的去向是“其他”，要写明是什么。")
    row.disposition, row.disposition_note = disposition, disposition_note.strip()
    text = f"{Disposition(disposition).label}{'：' if row.disposition_note else '。'}{row.disposition_note}"
    move_project(row, ProjectVerb.DROP, by=by, resolution=resolution, note=text)
    row.save(update_fields=["state", "disposition", "disposition_note"])


def _own(programme: Programme, projects: Sequence[Project]) -> list[Project]:
    rows = lock_projects(projects)
    if not rows:
        raise DecisionError("请选项目。")
    if any(row.programme_id != programme.pk for row in rows):
        raise DecisionError("选了别的年度的项目。")
    return rows


def _check_candidates(rows: list[Project]) -> None:
    """A legality review before anything becomes a candidate."""
    missing = [row for row in rows if not row.legality]
    if missing:
        raise DecisionError(f"“{missing[0]}”还没有合法性审查号，不能初定为候选。")


def waiting_for_disposition(programme: Programme) -> Any:
    """Voted on and not among the named ones: somebody still has to say where they go."""
    return programme.projects.filter(state=ProjectState.ON_BALLOT, rank__isnull=False)
