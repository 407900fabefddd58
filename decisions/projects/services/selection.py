"""县政府常务会议 chooses the investments (80 → 60), with dispositions for the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from decisions.projects.enums import (
    Disposition,
    ProjectKind,
    ProjectState,
    ProjectVerb,
    TieRule,
)
from decisions.projects.models.construction import Project
from decisions.projects.models.programmes import Programme
from decisions.projects.services.programmes import (
    drop,
    lock_programme,
    lock_projects,
    move_project,
    resolve,
)
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from office.audit import services as audit
from office.models import User


@dataclass(frozen=True)
class Choice:
    """About one project: taken or not, the reason if against the rank, the disposition."""

    is_selected: bool
    departure: str = ""
    disposition: str = Disposition.RESERVE
    disposition_note: str = ""


@transaction.atomic
def select_projects(
    *,
    programme: Programme,
    choices: Mapping[int, Choice],
    decided: Decided,
    by: User | None,
) -> int:
    """One decision about every project of the ballot; returns how many are taken.

    ``choices`` by the project's key; a missing one goes to the reserve. Only named
    projects may be taken, exactly ``seats`` of them, or more if all ties at the last
    place are included. Raises DecisionError.
    """
    row = lock_programme(programme)
    rows = _voted_on(row)
    selected = {pk for pk, choice in choices.items() if choice.is_selected}
    _check_number(row, rows, selected)
    chosen = resolve(row, ProjectVerb.CHOOSE, decided, by)
    dropped = resolve(row, ProjectVerb.DROP, decided, by)
    for project in rows:
        choice = choices.get(project.pk, Choice(False))
        if project.state == ProjectState.SHORTLISTED:
            _write_departure(project, row.seats, choice)
        if choice.is_selected:
            note = project.departure
            move_project(
                project, ProjectVerb.CHOOSE, by=by, resolution=chosen, note=note
            )
            project.save(update_fields=["state"])
        else:
            drop(
                project,
                disposition=choice.disposition,
                disposition_note=choice.disposition_note,
                by=by,
                resolution=dropped,
            )
    row.selected_at = timezone.now()
    row.save(update_fields=["selected_at"])
    audit.record(action="select_projects", by=by, object=row)
    return len(selected)


def _voted_on(row: Programme) -> list[Project]:
    if row.kind != ProjectKind.INVESTMENT:
        raise DecisionError("民生实事项目由人代会票决，不在这里选。")
    if row.selected_at:
        raise DecisionError("已经选定了，不能再选一次。")
    states = (ProjectState.SHORTLISTED, ProjectState.ON_BALLOT)
    rows = lock_projects(row.projects.filter(state__in=states))
    if row.cut_at is None:
        raise DecisionError("代表还没有投票，或者结果还没有宣布。")
    short = row.shortlist - row.cut_at
    if short > 0:
        raise DecisionError(f"代表优选还差 {short} 项，等再次投票的结果。")
    return rows


def _check_number(row: Programme, rows: list[Project], selected: set[int]) -> None:
    named = {p.pk for p in rows if p.state == ProjectState.SHORTLISTED}
    if selected - named:
        raise DecisionError("只能从代表优选的项目里选。")
    allowed = {row.seats}
    if row.tie_rule == TieRule.ALL_IN:
        within = [p for p in rows if p.pk in named and (p.rank or 0) <= row.seats]
        allowed.add(len(within))
    if len(selected) not in allowed:
        most = "或者 ".join(f"{number} 项" for number in sorted(allowed))
        raise DecisionError(f"要选 {most}，现在选了 {len(selected)} 项。")


def _write_departure(project: Project, seats: int, choice: Choice) -> None:
    """Store the reason for a choice against the rank (a constraint requires it too)."""
    project.cut, project.was_selected = seats, choice.is_selected
    within = (project.rank or 0) <= seats
    if within != choice.is_selected:
        if not choice.departure.strip():
            what = "第 {0} 名没有选" if within else "第 {0} 名选上了"
            text = what.format(project.rank)
            raise DecisionError(f"“{project}”{text}，没有按名次，要写明理由。")
        project.departure = choice.departure.strip()
    project.save(update_fields=["cut", "was_selected", "departure"])
