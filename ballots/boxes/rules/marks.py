"""A ballot's marks: cells of ballots.csv outside, small numbers in the database.

pick: "1" ↔ 1; each: "for" ↔ 1, "against" ↔ -1; rank: the place. Empty and, of each, "abstain"
are 0: who marks nothing on an item abstains on it.
"""

from collections.abc import Sequence
from typing import Any

from ballots.rules.enums import BallotKind
from ballots.rules.errors import BallotError

STANCE = {"for": 1, "against": -1, "abstain": 0, "": 0}
CELL = {1: "for", -1: "against", 0: ""}


def read_cells(rule: Any, cells: Sequence[str]) -> list[int]:
    """Numbers of ``cells``. ``rule``: a Ballot or RuleDraft. Raises BallotError."""
    try:
        if rule.kind == BallotKind.EACH:
            return [STANCE[cell] for cell in cells]
        if rule.kind == BallotKind.PICK:
            return [{"1": 1, "": 0}[cell] for cell in cells]
        return [_place(cell) for cell in cells]
    except (KeyError, ValueError) as error:
        raise BallotError("选票上有读不懂的标记，请刷新页面再试。") from error


def _place(cell: str) -> int:
    if not cell:
        return 0
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 4 and int(cell)):
        raise ValueError(cell)
    return int(cell)


def as_cells(rule: Any, marks: Sequence[int]) -> list[str]:
    """How ``marks`` stand in ballots.csv."""
    if rule.kind == BallotKind.EACH:
        return [CELL[mark] for mark in marks]
    return [str(mark) if mark else "" for mark in marks]


def is_allowed(rule: Any, marks: Sequence[int]) -> bool:
    """Whether a ballot with these marks is valid. An empty one is: it abstains.

    选举法 第四十四条：所选人数多于规定人数的作废，等于或者少于规定人数的有效.
    """
    made = sum(1 for mark in marks if mark)
    if not made:
        return True
    if rule.kind == BallotKind.PICK:
        return made == rule.max_marks or (
            made < rule.max_marks and not rule.exact_marks
        )
    if rule.kind == BallotKind.RANK:
        places = sorted(mark for mark in marks if mark)
        return places == list(range(1, made + 1)) and made <= rule.seats
    return True
