"""Calling an election and naming its candidates. Its result: ``election_results``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from deputies.elections.enums import ElectionKind, ElectionState, NominatedBy
from deputies.elections.models import RUNNING, Candidate, Election
from deputies.elections.services.rules import (
    CALL_LAWS,
    DAYS_BEFORE,
    LEAST_BACKERS,
    candidates_wanted,
    free_seats,
    in_ballot_order,
    issuing_body,
)
from deputies.mandates.enums import AnnouncementKind
from deputies.mandates.services.announcements import Issued, announce
from deputies.register.enums import MandateStatus
from deputies.register.models import Constituency, Deputy, Mandate, Term
from deputies.register.services.mandates import Person
from office.audit import services as audit
from office.calendar.services.deadlines import cn_date
from office.models import User
from office.text.errors import ServiceError

PLACE = "选民凭选民证到投票站、选举大会或者流动票箱投票，不在网上投票。"


class ElectionError(ServiceError):
    """The election cannot be registered like this. The message is for the user."""


@dataclass(frozen=True)
class Call:
    """The day of the election, when it was decided, and in which document."""

    day: date
    decided_on: date
    document: str

    def check(self) -> None:
        if not self.document.strip():
            raise ElectionError("请写明确定选举日期的文件。")
        if self.day < self.decided_on:
            raise ElectionError("选举日不能早于决定日期。")
        if self.decided_on > timezone.localdate():
            raise ElectionError("还没有决定的，不能登记。")


@transaction.atomic
def call_election(
    *, constituency: Constituency, kind: ElectionKind, call: Call, by: User | None
) -> Election:
    """A by-election or a rerun for the seats that are free now. Raises ElectionError."""
    call.check()
    rows = Constituency.objects.select_related("term", "town__parent")
    row = rows.select_for_update(of=("self",)).get(pk=constituency.pk)
    if row.term.is_over:
        raise ElectionError(f"{row.term}已经届满。")
    if kind == ElectionKind.BY and not row.term.is_current:
        raise ElectionError("补选是本届的；筹备中的一届用换届选举。")
    seats = free_seats(row)
    if seats < 1:
        raise ElectionError("这个选区没有缺额。")
    election = _create(row, kind, seats, call, by)
    body = issuing_body(row, kind)
    announce(
        key=f"election:{election.pk}:call",
        kind=AnnouncementKind.ELECTION,
        title=f"关于{election}的公告",
        text=f"{row}{election.get_kind_display()}代表 {seats} 名，"
        f"选举日是{cn_date(call.day)}。\n{PLACE}",
        issued=Issued(body, call.decided_on, election.document, CALL_LAWS[kind]),
    )
    return election


@transaction.atomic
def call_general_elections(*, term: Term, call: Call, by: User | None) -> int:
    """Every constituency of a term in preparation elects on the same day.

    Those that have an election already are left out. Returns how many were called.
    """
    call.check()
    term = Term.objects.select_for_update().get(pk=term.pk)
    if not term.is_in_preparation:
        raise ElectionError(f"{term}不在筹备中。")
    drawn = term.constituencies.select_for_update(of=("self",)).exclude(
        elections__state__in=(*RUNNING, ElectionState.HELD)
    )
    drawn = drawn.select_related("town__parent", "term").order_by("pk")
    called = []
    for row in drawn:
        if (seats := free_seats(row)) > 0:
            called.append(_create(row, ElectionKind.GENERAL, seats, call, by))
    if not called:
        raise ElectionError("没有还要选举的选区。")
    total = sum(election.seats for election in called)
    bodies = sorted({issuing_body(e.constituency, e.kind) for e in called})
    announce(
        key=f"term:{term.pk}:{called[0].pk}",
        kind=AnnouncementKind.ELECTION,
        title=f"关于{term}人民代表大会代表选举日的公告",
        text=f"{len(called)} 个选区选举代表 {total} 名，"
        f"选举日是{cn_date(call.day)}。\n{PLACE}",
        issued=Issued(
            bodies[0] if len(bodies) == 1 else "各乡镇选举委员会",
            call.decided_on,
            call.document.strip()[:120],
            CALL_LAWS[ElectionKind.GENERAL],
        ),
    )
    return len(called)


def _create(
    row: Constituency, kind: ElectionKind, seats: int, call: Call, by: User | None
) -> Election:
    try:
        with transaction.atomic():
            election = Election.objects.create(
                constituency=row,
                kind=kind,
                seats=seats,
                day=call.day,
                decided_on=call.decided_on,
                document=call.document.strip()[:120],
            )
    except IntegrityError as error:
        raise ElectionError("这个选区已有一次选举在进行。") from error
    detail = {"kind": str(kind), "seats": seats}
    audit.record(action="call_election", by=by, object=election, detail=detail)
    return election


@transaction.atomic
def add_candidate(
    *,
    election: Election,
    person: Person,
    deputy: Deputy | None = None,
    nominated_by: NominatedBy,
    backers: int | None = None,
    by: User | None,
) -> Candidate:
    """Somebody who was nominated, or whom voters wrote in. Raises ElectionError."""
    election = lock_election(election)
    written_in = nominated_by == NominatedBy.WRITTEN_IN
    wanted = ElectionState.NAMED if written_in else ElectionState.OPEN
    if election.state != wanted:
        raise ElectionError(f"现在是“{election.get_state_display()}”，不能这样登记。")
    if nominated_by == NominatedBy.VOTERS and (backers or 0) < LEAST_BACKERS:
        raise ElectionError("选民推荐要十人以上联名（选举法第三十条）。")
    if deputy is not None and _sits(deputy, election):
        raise ElectionError(f"{deputy}在这一届已有代表资格。")
    candidate = Candidate(
        election=election,
        deputy=deputy,
        name=deputy.name if deputy else person.name.strip(),
        gender=deputy.gender if deputy else person.gender,
        ethnicity=deputy.ethnicity if deputy else person.ethnicity,
        born=deputy.born if deputy else person.born,
        occupation=deputy.occupation if deputy else person.occupation,
        nominated_by=nominated_by,
        backers=backers if nominated_by == NominatedBy.VOTERS else None,
    )
    try:
        candidate.full_clean(validate_constraints=False)
        with transaction.atomic():
            candidate.save()
    except ValidationError as error:
        raise ElectionError(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise ElectionError("同名同出生年月的人已经在名单里。") from error
    audit.record(action="add_candidate", by=by, object=candidate)
    return candidate


def _sits(deputy: Deputy, election: Election) -> bool:
    sitting = Mandate.objects.filter(
        deputy=deputy, term=election.constituency.term_id
    ).exclude(status=MandateStatus.ENDED)
    return sitting.exists()


@transaction.atomic
def remove_candidate(*, candidate: Candidate, by: User) -> None:
    """Somebody who declined, before the final list. Raises ElectionError."""
    election = lock_election(candidate.election)
    if election.state != ElectionState.OPEN:
        raise ElectionError("正式候选人已定，不能再去掉。")
    row = Candidate.objects.select_for_update().filter(pk=candidate.pk).first()
    if row is None:
        raise ElectionError("这个人刚由别人去掉。")
    audit.record(action="remove_candidate", by=by, object=row)
    row.delete()


@transaction.atomic
def settle_candidates(
    *,
    election: Election,
    finals: Mapping[int, int | None],
    on: date,
    document: str,
    by: User | None,
) -> list[Candidate]:
    """正式候选人: keys of candidates with the votes of a preliminary election, or None.

    Announced in the order of the ballot, at least seven days before the election
    (选举法 第三十二条). Returns them in that order. Raises ElectionError.
    """
    election = lock_election(election)
    if election.state != ElectionState.OPEN:
        raise ElectionError(f"现在是“{election.get_state_display()}”，不能再定名单。")
    if not document.strip():
        raise ElectionError("请写明公布名单的文件。")
    if not election.decided_on <= on <= election.day - timedelta(days=DAYS_BEFORE):
        raise ElectionError("正式候选人要在选举日的七日以前公布（选举法第三十二条）。")
    rows = list(election.candidates.filter(pk__in=finals).select_for_update())
    least, most = candidates_wanted(election.kind, election.seats)
    if not least <= len(rows) <= most:
        raise ElectionError(
            f"应选 {election.seats} 名，正式候选人应当是 {least} 至 {most} 名。"
        )
    if len({finals[row.pk] is None for row in rows}) > 1:
        raise ElectionError("经过预选的，每一名正式候选人都要填预选得票。")
    for row in rows:
        row.is_final, row.preliminary_votes = True, finals[row.pk]
    Candidate.objects.bulk_update(rows, ["is_final", "preliminary_votes"])
    election.state = ElectionState.NAMED
    election.save(update_fields=["state"])
    rows = in_ballot_order(rows)
    _announce_candidates(election, rows, on, document.strip()[:120])
    detail = {"count": len(rows)}
    audit.record(action="settle_candidates", by=by, object=election, detail=detail)
    return rows


def _announce_candidates(
    election: Election, rows: list[Candidate], on: date, document: str
) -> None:
    ordered = "按预选得票" if rows[0].preliminary_votes is not None else "按姓名笔画"
    names = "\n".join(
        "，".join(
            part
            for part in (
                row.name,
                row.get_gender_display(),
                row.ethnicity,
                row.born,
                row.occupation,
            )
            if part
        )
        for row in rows
    )
    announce(
        key=f"election:{election.pk}:candidates",
        kind=AnnouncementKind.CANDIDATES,
        title=f"{election}正式候选人名单",
        text=f"应选 {election.seats} 名，正式候选人 {len(rows)} 名（{ordered}排列）：\n"
        f"{names}",
        issued=Issued(
            issuing_body(election.constituency, election.kind),
            on,
            document,
            "选举法第三十二条",
        ),
    )


@transaction.atomic
def drop_election(*, election: Election, reason: str, by: User) -> Election:
    """It is not held. Raises ElectionError."""
    election = lock_election(election)
    if election.state not in RUNNING:
        raise ElectionError(f"现在是“{election.get_state_display()}”，不能取消。")
    if not reason.strip():
        raise ElectionError("请写明取消的理由。")
    election.state, election.outcome = ElectionState.DROPPED, reason.strip()[:200]
    election.save(update_fields=["state", "outcome"])
    audit.record(action="drop_election", by=by, object=election)
    return election


def lock_election(election: Election) -> Election:
    rows = Election.objects.select_related(
        "constituency__town__parent", "constituency__term"
    )
    return rows.select_for_update(of=("self",)).get(pk=election.pk)
