"""The result of an election: numbers of a paper vote, and who is elected by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from deputies.elections.enums import ElectionState, NominatedBy
from deputies.elections.models import Candidate, Election
from deputies.elections.services.candidates import ElectionError, lock_election
from deputies.elections.services.rules import Count, Tie, issuing_body, winners
from deputies.mandates.enums import AnnouncementKind
from deputies.mandates.services.announcements import Issued, announce
from deputies.register.enums import Gender
from deputies.register.services.mandates import Person, elect_deputy
from office.audit import services as audit
from office.models import User


@dataclass(frozen=True)
class Result:
    """``votes`` and ``runoff`` by the key of a candidate; ``runoff`` only after a tie."""

    count: Count
    votes: Mapping[int, int]
    runoff: Mapping[int, int]
    on: date
    document: str


@transaction.atomic
def record_result(
    *, election: Election, result: Result, by: User | None
) -> list[Candidate]:
    """Write down the numbers; who has enough votes gets a seat that waits to be confirmed.

    Returns who was elected. Raises ElectionError: numbers that cannot be, or a tie that
    has to be voted on again (选举法 第四十五条第三款).
    """
    election = lock_election(election)
    if election.state != ElectionState.NAMED:
        raise ElectionError(f"现在是“{election.get_state_display()}”，不能登记结果。")
    rows = list(election.candidates.select_for_update(of=("self",)).order_by("pk"))
    rows = [r for r in rows if r.is_final or r.nominated_by == NominatedBy.WRITTEN_IN]
    _check(election, rows, result)
    for row in rows:
        row.votes = result.votes.get(row.pk, 0)
        row.runoff_votes = result.runoff.get(row.pk)
    elected = _elected(election, rows, result.count)
    for row in elected:
        row.mandate = elect_deputy(
            constituency=election.constituency,
            on=election.day,
            deputy=row.deputy,
            person=None if row.deputy else _person(row),
            by=by,
        )
    Candidate.objects.bulk_update(rows, ["votes", "runoff_votes", "mandate"])
    _close(election, elected, result)
    detail = {"state": str(election.state), "elected": len(elected)}
    audit.record(action="record_result", by=by, object=election, detail=detail)
    return elected


def _check(election: Election, rows: list[Candidate], result: Result) -> None:
    if not result.document.strip():
        raise ElectionError("请写明公布结果的文件。")
    if not election.day <= result.on <= timezone.localdate():
        raise ElectionError("结果要在选举日以后、今天以前公布。")
    numbers = [*vars(result.count).values(), *result.votes.values()]
    if min([*numbers, *result.runoff.values()]) < 0:
        raise ElectionError("人数和票数不能是负数。")
    if {*result.votes, *result.runoff} - {row.pk for row in rows}:
        raise ElectionError("有的得票不在正式候选人里，请核对名单。")
    if objection := result.count.objection:
        raise ElectionError(objection)
    valid = result.count.ballots - result.count.invalid
    votes = [result.votes.get(row.pk, 0) for row in rows]
    if any(one > valid for one in votes):
        raise ElectionError(f"一名候选人的得票不能多于有效票 {valid} 张。")
    # 选举法 第四十四条: no more names on a ballot than seats.
    if sum(votes) > valid * election.seats:
        raise ElectionError("得票合计多于有效票能选的人数，请核对。")


def _elected(
    election: Election, rows: list[Candidate], count: Count
) -> list[Candidate]:
    if count.failure:
        return []
    try:
        return winners(election, rows, count)
    except Tie as tie:
        raise ElectionError(
            f"{tie}票数相等，不能确定当选人，要再次投票（选举法第四十五条）。"
            "请填再次投票的得票。"
        ) from tie


def _close(election: Election, elected: list[Candidate], result: Result) -> None:
    count = result.count
    election.electors, election.voters = count.electors, count.voters
    election.ballots, election.invalid = count.ballots, count.invalid
    failure = count.failure
    election.state = ElectionState.FAILED if failure else ElectionState.HELD
    missing = election.seats - len(elected)
    if failure:
        election.outcome = f"{failure}，选举无效。"
    elif missing:
        election.outcome = f"还缺 {missing} 名，另行选举。"
    election.save()
    names = "\n".join(f"{row.name}，得票 {row.votes}" for row in elected)
    text = f"全体选民 {count.electors} 人，参加投票 {count.voters} 人，"
    text += f"收回选票 {count.ballots} 张，其中废票 {count.invalid} 张。"
    lines = [text, election.outcome, f"当选代表 {len(elected)} 名：" if elected else ""]
    announce(
        key=f"election:{election.pk}:result",
        kind=AnnouncementKind.RESULT,
        title=f"{election}结果公告",
        text="\n".join([*filter(None, lines), names]),
        issued=Issued(
            issuing_body(election.constituency, election.kind),
            result.on,
            result.document.strip()[:120],
            "选举法第四十六条",
        ),
    )


def _person(row: Candidate) -> Person:
    return Person(
        name=row.name,
        gender=Gender(row.gender),
        occupation=row.occupation,
        ethnicity=row.ethnicity,
        born=row.born,
    )
