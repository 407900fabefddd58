#!/usr/bin/env python3
"""Count a ballot from its two public files. Python ≥ 3.11 and nothing else.

    python3 tally.py ballots.csv --rule rule.json [--json]

Anybody may run this file against what the portal publishes and must come to the sheet
that was announced; the portal itself counts with it. The two formats are described in
docs/open-formats.md. Exit 0: counted. Exit 2: a file is not what it should be.
"""

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT_VERSION = 1
KINDS = ("pick", "each", "rank")
QUORUMS = ("two_thirds", "majority", "none")
THRESHOLDS = ("majority_of_members", "plurality")
STANCES = ("for", "against", "abstain")
LARGEST_NUMBER = 100_000_000
WHOLE = re.compile(r"[0-9]{1,9}")


class TallyError(Exception):
    """A file that cannot be counted; the message is for whoever brought it."""


@dataclass(frozen=True)
class Rule:
    """What was frozen when the ballot opened, and what was counted by hand at its end."""

    kind: str
    seats: int
    max_marks: int
    exact_marks: bool
    members: int
    present: int
    issued: int
    returned: int
    quorum: str
    threshold: str
    spoiled: frozenset[str] = frozenset()

    @property
    def needed(self) -> int:
        """Votes for being elected.

        组织法 第二十五条：以全体代表的过半数通过 — of all members, neither of those
        present nor of the valid ballots.
        """
        return self.members // 2 + 1 if self.threshold == THRESHOLDS[0] else 1

    @property
    def void_reason(self) -> str:
        """Why nothing on the ballots counts, or ""."""
        if self.returned > self.issued:
            # 选举法 第四十四条：所投的票数多于投票人数的无效.
            return f"收回 {self.returned} 张，多于发出的 {self.issued} 张，整次无效。"
        # 组织法 第十四条：三分之二以上的代表出席; 第五十一条 for a standing committee.
        enough = {
            "two_thirds": 3 * self.present >= 2 * self.members,
            "majority": 2 * self.present > self.members,
            "none": True,
        }[self.quorum]
        if not enough:
            return f"全体 {self.members} 人，出席 {self.present} 人，不足法定人数。"
        return ""


@dataclass
class Item:
    """One line of the sheet. ``for`` is a score when the items were ranked."""

    code: str
    votes: int = 0
    against: int = 0
    abstain: int = 0
    rank: int = 0
    elected: bool = False
    # Ballots that name it: what a majority of members is asked of in a ranking.
    named: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "for": self.votes,
            "against": self.against,
            "abstain": self.abstain,
            "rank": self.rank,
            "elected": self.elected,
        }


@dataclass(frozen=True)
class RunOff:
    """The tied items, and the places they stand for."""

    items: list[str]
    seats: int


@dataclass
class Sheet:
    """The result. ``outcome``: complete, run_off, short or void."""

    needed: int
    items: list[Item]
    outcome: str = "complete"
    reason: str = ""
    valid: int = 0
    invalid: int = 0
    abstained: int = 0
    run_off: RunOff | None = None
    labels: set[str] = field(default_factory=set, repr=False)

    def as_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "reason": self.reason,
            "valid": self.valid,
            "invalid": self.invalid,
            "abstained": self.abstained,
            "needed": self.needed,
            "items": [item.as_json() for item in self.items],
            "run_off": asdict(self.run_off) if self.run_off else None,
        }


# --- The rule -------------------------------------------------------------------------


def read_rule(data: object) -> Rule:
    """Check what a rule file says, field by field."""
    if not isinstance(data, dict):
        raise TallyError("规则文件应当是一个 JSON 对象。")
    if _number(data, "version") != FORMAT_VERSION:
        raise TallyError(f"只认得第 {FORMAT_VERSION} 版的规则文件。")
    rule = Rule(
        kind=_one_of(data, "kind", KINDS),
        seats=_number(data, "seats", least=1),
        max_marks=_marks(data),
        exact_marks=_yes_no(data, "exact_marks"),
        members=_number(data, "members", least=1),
        present=_number(data, "present"),
        issued=_number(data, "issued"),
        returned=_number(data, "returned"),
        quorum=_one_of(data, "quorum", QUORUMS),
        threshold=_one_of(data, "threshold", THRESHOLDS),
        spoiled=_labels(data.get("spoiled", [])),
    )
    if rule.present > rule.members:
        raise TallyError(f"出席 {rule.present} 人，多于全体 {rule.members} 人。")
    return rule


def _one_of(data: dict[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = data.get(name)
    if value not in allowed:
        raise TallyError(f"规则里的 {name} 应当是 {'、'.join(allowed)} 之一。")
    return str(value)


def _number(data: dict[str, Any], name: str, least: int = 0) -> int:
    value = data.get(name)
    # True is an int to Python, but not to whoever reads the rule.
    if type(value) is not int or not least <= value <= LARGEST_NUMBER:
        raise TallyError(f"规则里的 {name} 应当是不小于 {least} 的整数。")
    return value


def _marks(data: dict[str, Any]) -> int:
    """Only a pick has a limit of marks; in the other kinds the field says nothing."""
    if data.get("kind") == "pick":
        return _number(data, "max_marks", least=1)
    return 0


def _yes_no(data: dict[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise TallyError(f"规则里的 {name} 应当是 true 或 false。")
    return value


def _labels(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
        raise TallyError("规则里的 spoiled 应当是一列票号。")
    return frozenset(value)


# --- The ballots ----------------------------------------------------------------------


def tally(rows: Iterable[list[str]], rule: Rule) -> Sheet:
    """Count ``rows`` of cells, the header first, in one pass.

    The order of the rows changes nothing. Raises TallyError for a file that is not one.
    """
    lines = iter(rows)
    sheet = Sheet(rule.needed, [Item(code) for code in _codes(next(lines, None))])
    count = _COUNTERS[rule.kind]
    for number, row in _ballots(lines, len(sheet.items)):
        label, cells = row[0], row[1:]
        if label in sheet.labels:
            raise TallyError(f"第 {number} 行：票号 {label} 出现了两次。")
        sheet.labels.add(label)
        marks = _COUNTERS_READ[rule.kind](cells, number)
        if label in rule.spoiled:
            sheet.invalid += 1
        elif not any(cells):
            sheet.valid += 1
            sheet.abstained += 1
        elif not _is_valid(marks, rule):
            sheet.invalid += 1
        else:
            sheet.valid += 1
            count(sheet.items, marks, rule)
    _check_balance(sheet, rule)
    return settle(sheet, rule)


def _codes(header: list[str] | None) -> list[str]:
    if not header or header[0].removeprefix("\ufeff").strip() != "ballot":
        raise TallyError("选票文件的第一行应当是 ballot 和各项的代码。")
    codes = [code.strip() for code in header[1:]]
    if not codes or not all(codes) or len(set(codes)) != len(codes):
        raise TallyError("选票文件的第一行要有各项的代码，不空也不重复。")
    return codes


def _ballots(lines: Iterator[list[str]], width: int) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(lines, 2):
        if not row:
            continue
        if len(row) != width + 1:
            raise TallyError(f"第 {number} 行有 {len(row)} 格，应当有 {width + 1} 格。")
        cells = [cell.strip() for cell in row]
        if not cells[0]:
            raise TallyError(f"第 {number} 行没有票号。")
        yield number, cells


def _read_pick(cells: list[str], number: int) -> list[int]:
    """The places that are marked."""
    for cell in cells:
        if cell not in ("", "1"):
            raise TallyError(f"第 {number} 行：“{cell[:20]}”不是 1，也不是空格。")
    return [at for at, cell in enumerate(cells) if cell]


def _read_each(cells: list[str], number: int) -> list[str]:
    for cell in cells:
        if cell and cell not in STANCES:
            raise TallyError(
                f"第 {number} 行：“{cell[:20]}”不是 for、against、abstain，也不是空格。"
            )
    return cells


def _read_rank(cells: list[str], number: int) -> list[int]:
    """The place given to each item; 0 where none is."""
    for cell in cells:
        if cell and not WHOLE.fullmatch(cell):
            raise TallyError(f"第 {number} 行：“{cell[:20]}”不是整数，也不是空格。")
    # A written 0 is a place nobody can give.
    return [0 if not cell else int(cell) or -1 for cell in cells]


def _is_valid(marks: list[Any], rule: Rule) -> bool:
    """选举法 第四十四条：所选人数多于规定人数的作废，等于或者少于规定人数的有效."""
    if rule.kind == "pick":
        exact = len(marks) == rule.max_marks or not rule.exact_marks
        return len(marks) <= rule.max_marks and exact
    if rule.kind == "rank":
        places = sorted(place for place in marks if place)
        whole = places == list(range(1, len(places) + 1))
        return whole and len(places) <= rule.seats
    return True


def _count_pick(items: list[Item], marks: list[int], rule: Rule) -> None:
    for at in marks:
        items[at].votes += 1
        items[at].named += 1


def _count_each(items: list[Item], marks: list[str], rule: Rule) -> None:
    for item, stance in zip(items, marks, strict=True):
        if stance == "for":
            item.votes += 1
            item.named += 1
        elif stance == "against":
            item.against += 1


def _count_rank(items: list[Item], marks: list[int], rule: Rule) -> None:
    for item, place in zip(items, marks, strict=True):
        if place:
            item.votes += rule.seats + 1 - place
            item.named += 1


_COUNTERS_READ: dict[str, Callable[..., list[Any]]] = {
    "pick": _read_pick,
    "each": _read_each,
    "rank": _read_rank,
}
_COUNTERS: dict[str, Callable[..., None]] = {
    "pick": _count_pick,
    "each": _count_each,
    "rank": _count_rank,
}


def _check_balance(sheet: Sheet, rule: Rule) -> None:
    found = sheet.valid + sheet.invalid
    if found != rule.returned:
        raise TallyError(f"文件里有 {found} 张票，规则说收回 {rule.returned} 张。")
    unknown = sorted(rule.spoiled - sheet.labels)
    if unknown:
        raise TallyError(f"规则说作废的票 {unknown[0]} 不在文件里。")


def _abstentions(sheet: Sheet, rule: Rule) -> None:
    """Each by each: who said neither for nor against an item abstained on it."""
    if rule.kind == "each":
        for item in sheet.items:
            item.abstain = sheet.valid - item.votes - item.against


# --- The decision ---------------------------------------------------------------------


def settle(sheet: Sheet, rule: Rule) -> Sheet:
    """Decide a sheet whose ballots have been counted, here or by a database."""
    _abstentions(sheet, rule)
    return _decide(sheet, rule)


def _decide(sheet: Sheet, rule: Rule) -> Sheet:
    in_order = sorted((item.votes for item in sheet.items), reverse=True)
    ranks = {votes: at for at, votes in reversed(list(enumerate(in_order, 1)))}
    for item in sheet.items:
        item.rank = ranks[item.votes]
    if rule.void_reason:
        sheet.outcome, sheet.reason = "void", rule.void_reason
        return sheet
    passed = [item for item in sheet.items if item.named >= rule.needed]
    if len(passed) <= rule.seats:
        for item in passed:
            item.elected = True
        if len(passed) < rule.seats:
            # Never filled up with items that did not pass.
            sheet.outcome = "short"
            sheet.reason = (
                f"要 {rule.seats} 项，只有 {len(passed)} 项达到 {rule.needed} 票。"
            )
        return sheet
    return _cut(sheet, passed, rule)


def _cut(sheet: Sheet, passed: list[Item], rule: Rule) -> Sheet:
    """More passed than there are seats: the most votes; a tie at the line is not broken.

    选举法 第四十五条：票数相等不能确定当选人的，应当就票数相等的候选人再次投票.
    """
    passed.sort(key=lambda item: -item.votes)
    line = passed[rule.seats - 1].votes
    above = [item for item in passed if item.votes > line]
    at_line = [item for item in passed if item.votes == line]
    left = rule.seats - len(above)
    for item in above:
        item.elected = True
    if len(at_line) == left:
        for item in at_line:
            item.elected = True
        return sheet
    codes = {item.code for item in at_line}
    tied = [item.code for item in sheet.items if item.code in codes]
    sheet.outcome = "run_off"
    sheet.reason = (
        f"第 {rule.seats} 名处有 {len(tied)} 项票数相等，要就这几项再投一次。"
    )
    sheet.run_off = RunOff(tied, left)
    return sheet


# --- The command ----------------------------------------------------------------------


def tally_files(ballots: Path, rule: Path) -> Sheet:
    """Count two files. Raises TallyError, also for what cannot be read."""
    try:
        data = json.loads(rule.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise TallyError(f"规则文件读不了：{rule.name}。") from error
    try:
        with ballots.open(encoding="utf-8-sig", newline="") as lines:
            return tally(csv.reader(lines, strict=True), read_rule(data))
    except (OSError, UnicodeError, csv.Error) as error:
        raise TallyError(f"选票文件读不了：{ballots.name}。") from error


def as_text(sheet: Sheet) -> str:
    """The sheet for people, a line an item in the order of the ballot."""
    words = {
        "complete": "选出",
        "run_off": "要再投一次",
        "short": "没有选满",
        "void": "无效",
    }
    lines = [
        f"结果：{words[sheet.outcome]}{'。' + sheet.reason if sheet.reason else '。'}",
        f"有效 {sheet.valid} 张（其中弃权 {sheet.abstained} 张），"
        f"无效 {sheet.invalid} 张，需要 {sheet.needed} 票。",
        "代码\t赞成\t反对\t弃权\t名次\t入选",
    ]
    for item in sheet.items:
        facts = (item.votes, item.against, item.abstain, item.rank)
        chosen = "是" if item.elected else ""
        lines.append("\t".join([item.code, *map(str, facts), chosen]))
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="按公开的选票和规则重新计票。")
    parser.add_argument("ballots", type=Path, help="ballots.csv")
    parser.add_argument("--rule", type=Path, required=True, help="rule.json")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    asked = parser.parse_args(argv)
    try:
        sheet = tally_files(asked.ballots, asked.rule)
    except TallyError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command of its own
        return 2
    data = json.dumps(sheet.as_json(), ensure_ascii=False, indent=1)
    print(data if asked.json else as_text(sheet))  # noqa: T201 - a command of its own
    return 0


if __name__ == "__main__":
    sys.exit(main())
