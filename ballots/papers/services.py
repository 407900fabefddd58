"""Paper ballots: counted out of the box, typed by two tellers, the same or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from ballots.boxes.models import PaperEntry
from ballots.boxes.rules.marks import read_cells
from ballots.rules.enums import BallotState, VotingWay
from ballots.rules.errors import BallotError
from ballots.rules.models import Ballot, Teller
from ballots.setup.services import lock_ballot
from ballots.voting.services import refuse_too_many
from office.audit import services as audit
from office.models import User

HANDS = (1, 2)


@dataclass(frozen=True)
class Paper:
    """One paper as it lies before the teller: its number, its marks, and whether it is void."""

    number: int
    cells: Sequence[str]
    is_spoiled: bool = False
    box: str = ""


@dataclass(frozen=True)
class Difference:
    """What the two entries of one paper do not agree on, in words."""

    number: int
    said: str


def _lock_closed(ballot: Ballot) -> Ballot:
    ballot = lock_ballot(ballot)
    if ballot.state != BallotState.CLOSED:
        raise BallotError("投票截止以后、计票以前，才能录入纸票。")
    return ballot


def teller_of(ballot: Ballot, user: User) -> Teller:
    """Raises BallotError for everybody else."""
    teller = ballot.tellers.filter(user=user).first()
    if teller is None:
        raise BallotError("只有这次投票的监票人能录入。")
    return teller


@transaction.atomic
def record_returned(*, ballot: Ballot, returned: Mapping[str, int], by: User) -> Ballot:
    """How many papers came out of each box, by its name. Raises BallotError.

    选举法 第四十四条: more than were given out of a box voids the whole, before any count.
    """
    ballot = _lock_closed(ballot)
    teller_of(ballot, by)
    boxes = list(ballot.boxes.select_for_update().order_by("pk"))
    if any(returned.get(box.name, -1) < 0 for box in boxes):
        raise BallotError("每个票箱都要登记收回多少张，没有收回的写 0。")
    typed = ballot.paper_entries.order_by("-number").first()
    if typed is not None and typed.number > sum(returned.values()):
        raise BallotError(f"已经录到第 {typed.number} 张，收回数不能更少。")
    for box in boxes:
        refuse_too_many(box, "纸票", returned[box.name], box.paper_issued or 0)
        box.paper_returned = returned[box.name]
        box.save(update_fields=["paper_returned"])
    detail = {"returned": {box.name: box.paper_returned for box in boxes}}
    audit.record(action="ballot_returned", by=by, object=ballot, detail=detail)
    return ballot


@transaction.atomic
def enter_paper(*, ballot: Ballot, paper: Paper, by: User) -> PaperEntry:
    """Type one paper. The first teller's is one hand, another teller's the other.

    The same teller again corrects their own. Raises BallotError.
    """
    ballot = _lock_closed(ballot)
    teller = teller_of(ballot, by)
    returned = papers_returned(ballot) or 0
    if not 1 <= paper.number <= returned:
        raise BallotError(f"纸票序号应当在 1 和收回的 {returned} 张之间。")
    marks = read_cells(ballot, paper.cells)
    if len(marks) != ballot.items.count():
        raise BallotError("录入的项数和选票不一样。")
    if paper.box and not ballot.boxes.filter(name=paper.box).exists():
        raise BallotError("没有这个票箱。")
    typed = {row.hand: row for row in ballot.paper_entries.filter(number=paper.number)}
    own = next((row for row in typed.values() if row.teller_id == teller.pk), None)
    row = own or PaperEntry(ballot=ballot, number=paper.number, teller=teller)
    if own is None:
        free = [hand for hand in HANDS if hand not in typed]
        if not free:
            raise BallotError(f"第 {paper.number} 张已经由两名监票人录过。")
        row.hand = free[0]
    row.marks, row.is_spoiled, row.box = marks, paper.is_spoiled, paper.box
    row.save()
    return row


def differences(ballot: Ballot) -> list[Difference]:
    """Papers not typed twice, or typed differently; an empty list lets the count begin."""
    typed: dict[int, dict[int, PaperEntry]] = {}
    for row in ballot.paper_entries.all():
        typed.setdefault(row.number, {})[row.hand] = row
    found = []
    for number in range(1, (papers_returned(ballot) or 0) + 1):
        hands = typed.get(number, {})
        if len(hands) < len(HANDS):
            found.append(Difference(number, f"只录了 {len(hands)} 次"))
        elif data := _said_apart(ballot, hands[1], hands[2]):
            found.append(Difference(number, data))
    return found


def miscounted_boxes(ballot: Ballot) -> list[str]:
    """Boxes of which more or fewer papers were typed than came back, in words."""
    typed = Counter(ballot.paper_entries.filter(hand=1).values_list("box", flat=True))
    return [
        f"{box.name}收回 {box.paper_returned} 张，录了 {typed[box.name]} 张"
        for box in ballot.boxes.all()
        if typed[box.name] != box.paper_returned
    ]


def papers_returned(ballot: Ballot) -> int | None:
    """Of all boxes; None while one has not been counted."""
    counts = list(ballot.boxes.values_list("paper_returned", flat=True))
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def _said_apart(ballot: Ballot, one: PaperEntry, other: PaperEntry) -> str:
    if one.is_spoiled != other.is_spoiled:
        return "一人录为作废，一人没有"
    if one.box != other.box:
        return "两人录的票箱不同"
    if one.is_spoiled:
        return ""
    apart = [
        at
        for at, (mine, theirs) in enumerate(zip(one.marks, other.marks, strict=True), 1)
        if mine != theirs
    ]
    places = "、".join(map(str, apart[:10]))
    return f"第 {places} 项两人录的不同" if apart else ""


def paper_counts(ballot: Ballot) -> dict[str, int | None]:
    """Paper given out, come back, and typed by each hand."""
    return {
        "issued": ballot.electors.filter(way=VotingWay.PAPER).count(),
        "returned": papers_returned(ballot),
        "first": ballot.paper_entries.filter(hand=1).count(),
        "second": ballot.paper_entries.filter(hand=2).count(),
    }
