"""The announced sheet as people read it: rows in their rank, each with what became of it."""

from collections import defaultdict
from dataclasses import dataclass

from ballots.record.page.plots import percent
from ballots.rules.enums import BallotKind, Threshold
from ballots.rules.models import Ballot
from ballots.rules.rules import SMALLEST_GROUP

VOID = "整次无效"


@dataclass(frozen=True)
class SheetRow:
    """One item. ``at`` and ``half`` are places on its strip; ``tone`` that of its tag."""

    rank: int
    code: str
    title: str
    note: str
    votes: int
    against: int
    abstain: int
    at: str
    half: str
    word: str
    tone: str
    is_elected: bool
    is_tie: bool


def sheet_rows(ballot: Ballot) -> list[SheetRow]:
    """Rows of an announced ballot, the chosen first. Asks for nothing before that."""
    if not ballot.is_announced:
        return []
    sheet = ballot.result.sheet
    found = {item["code"]: item for item in sheet["items"]}
    later = _later(ballot)
    tied = set(sheet["run_off"]["items"]) if sheet["run_off"] else set()
    most = max((item["for"] for item in sheet["items"]), default=0)
    is_score = ballot.kind == BallotKind.RANK
    whole = most if is_score else ballot.members
    half = (
        "" if is_score or ballot.threshold == Threshold.PLURALITY else sheet["needed"]
    )
    rows = []
    for item in ballot.items.all():
        data = found[item.code]
        word, tone, chosen = _disposition(ballot, data, sheet, tied, later)
        rows.append(
            SheetRow(
                rank=data["rank"],
                code=item.code,
                title=item.title,
                note=item.note,
                votes=data["for"],
                against=data["against"],
                abstain=data["abstain"],
                at=percent(data["for"], whole),
                half=percent(float(half), whole) if half else "",
                word=word,
                tone=tone,
                is_elected=chosen,
                is_tie=item.code in tied,
            )
        )
    return sorted(rows, key=lambda row: (not row.is_elected, row.rank))


def _later(ballot: Ballot) -> set[str] | None:
    """Codes that the run-off chose; None while it has not been announced."""
    again = ballot.further.announced().first()
    if again is None:
        return None
    chosen = {i["code"] for i in again.result.sheet["items"] if i["elected"]}
    return chosen | (_later(again) or set())


def _disposition(ballot, data, sheet, tied, later) -> tuple[str, str, bool]:
    if sheet["outcome"] == "void":
        return VOID, "late", False
    if data["elected"]:
        return "确定", "done", True
    if data["code"] in tied:
        if later is None:
            return "再投", "ask", False
        return (
            ("再投确定", "done", True)
            if data["code"] in later
            else ("再投落选", "idle", False)
        )
    if ballot.threshold == Threshold.PLURALITY or data["for"] >= sheet["needed"]:
        return "名额已满", "idle", False
    return "未过半数", "idle", False


@dataclass(frozen=True)
class GroupRow:
    """A delegation's turnout, and how much its ballots agree. Small ones are one row."""

    name: str
    members: int
    issued: int
    # The share of items on which more than three quarters of the ballots agree; None: hidden.
    agreed: int | None


def group_rows(ballot: Ballot) -> list[GroupRow]:
    """Turnout of each box of a ballot by delegations; agreement only when announced."""
    members: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for box, way in ballot.electors.values_list("box", "way"):
        members[box][0] += 1
        members[box][1] += bool(way)
    return [
        GroupRow(name, count, issued, _agreed(ballot, name))
        for name, (count, issued) in sorted(members.items())
        if name
    ]


def _agreed(ballot: Ballot, box: str) -> int | None:
    if not ballot.is_announced:
        return None
    marks = list(
        ballot.papers.filter(box=box, is_valid=True).values_list("marks", flat=True)
    )
    if len(marks) < SMALLEST_GROUP:
        return None
    shares = [
        sum(mark > 0 for mark in column) / len(marks)
        for column in zip(*marks, strict=True)
    ]
    # 全团一致: saying so would say how everybody voted.
    if all(share in (0, 1) for share in shares):
        return None
    alike = sum(1 for share in shares if share >= 0.75 or share <= 0.25)
    return round(100 * alike / len(shares))
