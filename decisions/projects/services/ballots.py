"""The deputies' ballot on a programme: drafted from its projects, its result taken once."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.record.services import first_of
from ballots.rules.enums import BallotState, Organ, Purpose, Quorum, Threshold
from ballots.rules.models import Ballot
from ballots.rules.rules import RuleDraft
from ballots.setup.services import (
    Frame,
    ItemDraft,
    draft_ballot,
    members_of,
    set_electorate,
)
from decisions.projects.enums import (
    Disposition,
    ProjectKind,
    ProjectState,
    ProjectVerb,
    TieRule,
)
from decisions.projects.models.construction import Project
from decisions.projects.models.programmes import Programme, Resolution
from decisions.projects.services.programmes import (
    drop,
    lock_programme,
    lock_projects,
    move_project,
    resolve,
)
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from deputies.models import Assembly
from office.audit import services as audit
from office.models import User

COUNTY_CONGRESS = "费县人民代表大会"
RESERVED = "票决没有入选，留作下一年的候选"


@transaction.atomic
def draft_vote(
    *,
    programme: Programme,
    decided: Decided,
    assembly: Assembly | None = None,
    by: User | None,
) -> Ballot:
    """Put the year's projects to the deputies. Raises DecisionError.

    民生实事项目: a differential vote of the congress, more than half of all deputies. 政府
    投资项目: opinions asked delegation by delegation, no majority rule.
    """
    row = lock_programme(programme)
    if row.ballot_id:
        raise DecisionError("已经交代表投票了。")
    state = ProjectState.REVIEWED if row.is_livelihood else ProjectState.PROPOSED
    projects = lock_projects(row.projects.filter(state=state))
    projects.sort(key=lambda project: project.number)
    least = row.seats if row.is_livelihood else row.shortlist
    if len(projects) <= least:
        raise DecisionError(
            f"要多于 {least} 项才能差额，现在{state.label}的有 {len(projects)} 项。"
        )
    ballot = draft_ballot(
        purpose=Purpose.LIVELIHOOD if row.is_livelihood else Purpose.INVESTMENT,
        frame=_frame(row, len(projects), assembly),
        rule=_rule(row),
        items=[_item(project) for project in projects],
        by=by,
    )
    set_electorate(ballot=ballot, mandates=members_of(ballot), by=by)
    resolution = resolve(row, ProjectVerb.PUT_TO_VOTE, decided, by)
    for project in projects:
        move_project(project, ProjectVerb.PUT_TO_VOTE, by=by, resolution=resolution)
        project.save(update_fields=["state"])
    row.ballot = ballot
    row.save(update_fields=["ballot"])
    return ballot


def _frame(row: Programme, count: int, assembly: Assembly | None) -> Frame:
    if row.is_livelihood:
        question = (
            f"从 {count} 项候选里票决确定 {row.seats} 项（{ratios(count, row.seats)}）"
        )
        session = assembly or _next_session()
        return Frame(f"{row}差额票决", question, COUNTY_CONGRESS, assembly=session)
    question = (
        f"从 {count} 项里优选 {row.shortlist} 项，供县政府常务会议选定 {row.seats} 项"
    )
    title = f"{row}征求代表意见"
    return Frame(
        title,
        question,
        COUNTY_CONGRESS,
        assembly=assembly,
        by_group=True,
        organ=Organ.OPINION,
    )


def _next_session() -> Assembly | None:
    """The county's congress votes in the session that is sitting, or in the next."""
    rows = Assembly.objects.filter(
        town=None, term__is_current=True, ends_on__gte=timezone.localdate()
    )
    return rows.order_by("starts_on").first()


def ratios(candidates: int, seats: int) -> str:
    """差额比例 by both customs: of the places, and of the candidates."""
    more = candidates - seats
    of_seats, of_all = 100 * more / seats, 100 * more / candidates
    return f"差额 {more} 项，占应选数的 {of_seats:.1f}%，占候选数的 {of_all:.1f}%"


def _rule(row: Programme) -> RuleDraft:
    if row.is_livelihood:
        return RuleDraft(seats=row.seats, max_marks=row.marks or row.seats)
    return RuleDraft(
        seats=row.shortlist,
        max_marks=row.marks or row.shortlist,
        quorum=Quorum.NONE,
        threshold=Threshold.PLURALITY,
    )


def _item(project: Project) -> ItemDraft:
    note = (
        f"{project.content}总投资 {project.total / 10_000:,.2f} 万元，{project.unit}。"
    )
    return ItemDraft(project.code, project.name, note[:300], project)


# --- The result -----------------------------------------------------------------------


@transaction.atomic
def take_result(ballot: Ballot, sheet: dict[str, Any]) -> None:
    """What the announced ballot, or its run-off, decided; run once, with the announcement.

    ``sheet``: the JSON of ballots/tally/rules.py. A void ballot decides nothing.
    """
    first = first_of(ballot)
    programme = Programme.objects.select_for_update().filter(ballot=first).first()
    if programme is None or sheet["outcome"] == "void":
        return
    rows = _ranked(programme, sheet, is_first=ballot == first)
    if programme.kind == ProjectKind.LIVELIHOOD:
        _take_livelihood(programme, ballot, sheet, rows)
    else:
        _take_investment(programme, ballot, sheet, rows)


def vote_again(ballot: Ballot, again: Ballot) -> None:
    """The ballot was declared void: the programme waits for the one that repeats it."""
    Programme.objects.filter(ballot=ballot).update(ballot=again)


def _ranked(
    programme: Programme, sheet: dict[str, Any], *, is_first: bool
) -> dict[str, Project]:
    """Votes and rank as counted; a run-off orders the tied ones among themselves."""
    items = {item["code"]: item for item in sheet["items"]}
    rows = lock_projects(programme.projects.filter(code__in=items))
    for row in rows:
        item = items[row.code]
        if is_first:
            row.votes, row.rank = item["for"], item["rank"]
        else:
            row.rank = (row.rank or 1) + item["rank"] - 1
        row.save(update_fields=["votes", "rank"])
    return {row.code: row for row in rows}


def _take_livelihood(
    programme: Programme, ballot: Ballot, sheet: dict[str, Any], rows: dict
) -> None:
    """Chosen are those with more than half of all; the tied wait for the run-off."""
    chosen = _by_ballot(programme, ProjectVerb.CHOOSE, ballot)
    for row in _elected(sheet, rows):
        move_project(row, ProjectVerb.CHOOSE, by=None, resolution=chosen)
        row.save(update_fields=["state"])
    waiting = set((sheet["run_off"] or {}).get("items", ()))
    dropped = _by_ballot(programme, ProjectVerb.DROP, ballot)
    for row in rows.values():
        if row.state == ProjectState.ON_BALLOT and row.code not in waiting:
            drop(
                row,
                disposition=Disposition.RESERVE,
                disposition_note=RESERVED,
                by=None,
                resolution=dropped,
            )


def _take_investment(
    programme: Programme, ballot: Ballot, sheet: dict[str, Any], rows: dict
) -> None:
    """名单优选. Those tied at the line: all of them, or a further vote, as the rule says."""
    taken = _elected(sheet, rows)
    if sheet["run_off"] and programme.tie_rule == TieRule.ALL_IN:
        taken += [rows[code] for code in sheet["run_off"]["items"]]
        _drop_run_off(ballot)
    named = _by_ballot(programme, ProjectVerb.SHORTLIST, ballot)
    for row in taken:
        move_project(row, ProjectVerb.SHORTLIST, by=None, resolution=named)
        row.save(update_fields=["state"])
    programme.cut_at = programme.projects.filter(state=ProjectState.SHORTLISTED).count()
    programme.save(update_fields=["cut_at"])


def _elected(sheet: dict[str, Any], rows: dict[str, Project]) -> list[Project]:
    return [rows[item["code"]] for item in sheet["items"] if item["elected"]]


def _by_ballot(programme: Programme, verb: ProjectVerb, ballot: Ballot) -> Resolution:
    day = timezone.localdate(ballot.announced_at or timezone.now())
    by_ballot = Decided(ballot.body, day, f"票决记录 {ballot.code}")
    return resolve(programme, verb, by_ballot, None)


def _drop_run_off(ballot: Ballot) -> None:
    """All the tied are in: the run-off that the engine prepared is not needed."""
    for again in ballot.further.filter(state=BallotState.DRAFT):
        audit.record(action="ballot_drop", by=None, object=again)
        for rows in (again.tellers, again.electors, again.items):
            rows.all().delete()
        again.delete()
