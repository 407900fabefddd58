"""Numbers of people in a flat text: by length, structure and check digit, not by spelling.

Blanks, dashes and brackets may stand anywhere between digits. A number begins and ends
where a group of digits does, or several fill one group. What a row of digits can be is
asked of office/text/number_kinds.py; the words around it tell sums and documents apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from stdnum import luhn

from office.text.number_kinds import (
    CARD,
    ID,
    LOCAL,
    MARKED_MOBILE,
    OLD_ID,
    SHORT_ACCOUNT,
    Kind,
    glued_kinds,
    is_card,
    is_id,
    is_old_id,
    is_organisation,
    phone_kind,
)

_GAP = r"[ \-()]{0,3}"
_RUN = re.compile(rf"\d(?:{_GAP}\d)*")
_GROUP = re.compile(r"\d+")
# Between groups that look like nothing else than a phone other signs may stand too.
_MARK = r"([./,、·:;。|\\+=#*])"
_MARKED_MOBILE = re.compile(
    rf"(?<![\d.])1(?:[3-9]\d(?:{_MARK}\d{{4}}\1\d{{4}}|{_MARK}\d{{3}}\2\d{{5}})"
    rf"|[3-9]\d\d(?:{_MARK}\d{{3}}\3\d{{4}}|{_MARK}\d{{4}}\4\d{{3}})"
    rf"|{_MARK}[3-9](?:\5\d){{9}})(?!\d)"
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d([ \-])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)"
)
# What a number is of, told by the words before and after it.
_SUM_AFTER = re.compile(
    r"(?:\.\d+)?\s?[余多]?[十百千万亿]{0,2}\s?"
    r"(?:元|圆|块钱|美元|港元|平方|立方|平米|㎡|公里|千米|米|公斤|千克|吨|亩|公顷|千瓦|度电|%)"
)
_SUM_BEFORE = re.compile(r"[¥￥$€]\s?$")
_PAPER_BEFORE = re.compile(
    r"(?:编号|单号|文号|案号|件号|票号|批号|标段号|合同号?|订单号?|流水号?|工单号?"
    r"|(?:发票|合同|项目|订单|发文|备案|许可证)(?:号码|代码|编码)|条形?码|邮编|区划代码)"
    r"[号是为: ]{0,3}[A-Za-z]{0,6}-?$"
)
_PAPER_AROUND = (re.compile(r"[第字〕\]】]\s?$"), re.compile(r"\s?号"))
_CARD_BEFORE = re.compile(
    r"(?:卡号|账号|帐号|账户|帐户|银行卡|存折|对公户)[是为: ]{0,3}$"
)
_ID_BEFORE = re.compile(
    r"(?:身份证|身份号码|证件|证号|居民证)(?:号码?|号为)?[是为: ]{0,3}$"
)
_PHONE_BEFORE = re.compile(
    r"(?:电话|手机|座机|固话|致电|联系(?:方式)?|打|拨|tel|phone)"
    r"(?:号码?|给)?[是为:. ]{0,3}$",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_LONGEST = 22


@dataclass(frozen=True)
class Number:
    """One number at [``start``, ``end``) of the flat text; ``hide`` is what is covered."""

    kind: str
    start: int
    end: int
    hide: tuple[int, int]
    digits: str
    stars: int = 4


@dataclass(frozen=True)
class Group:
    """Digits that stand together. ``x`` is one past an X that may belong to them."""

    start: int
    end: int
    digits: str
    x: int = 0


def find_numbers(flat: str, breaks: frozenset[int] = frozenset()) -> Iterator[Number]:
    """Every number of a person in ``flat``; groups end at ``breaks`` too."""
    for run in _RUN.finditer(flat):
        if sum(char.isdigit() for char in run[0]) >= 7:
            yield from _in_run(flat, _groups(flat, run, breaks))
    for match in _MARKED_MOBILE.finditer(flat):
        if not _is_figure(flat, match.start(), match.end()):
            places = [i for i in range(*match.span()) if flat[i].isdigit()]
            yield _number(MARKED_MOBILE, flat, places, match.end())


def _groups(flat: str, run: re.Match[str], breaks: frozenset[int]) -> list[Group]:
    spans: list[tuple[int, int]] = []
    for match in _GROUP.finditer(flat, run.start(), run.end()):
        cuts = [i for i in range(match.start() + 1, match.end()) if i in breaks]
        edges = [match.start(), *cuts, match.end()]
        spans += list(pairwise(edges))
    return [Group(a, b, flat[a:b], _end_of_x(flat, b)) for a, b in spans]


_X = re.compile(r"[ \-]{0,3}[xX](?![A-Za-z])")


def _end_of_x(flat: str, end: int) -> int:
    match = _X.match(flat, end)
    return match.end() if match else 0


def _in_run(flat: str, groups: list[Group]) -> Iterator[Number]:
    used: set[int] = set()
    ends = groups[0].start, groups[-1].end
    dates = [match.span() for match in _DATE.finditer(flat, *ends)]
    for find in (_valid_id, _account, _alone, _together):
        i = 0
        while i < len(groups):
            found = () if i in used else find(flat, groups, i, used, dates)
            for number in found:
                yield number
                used.update(
                    k
                    for k in range(i, min(i + _LONGEST, len(groups)))
                    if groups[k].start < number.end
                )
            i += 1


def _windows(
    groups: list[Group], i: int, used: set[int]
) -> Iterator[tuple[int, str, list[Group]]]:
    """Neighbours from group ``i`` on, none of them used: the last, digits, groups."""
    digits = ""
    for j in range(i, len(groups)):
        digits += groups[j].digits
        if j in used or len(digits) > _LONGEST:
            return
        yield j, digits, groups[i : j + 1]


def _valid_id(flat, groups, i, used, dates) -> Iterator[Number]:
    for _, digits, taken in _windows(groups, i, used):
        x = taken[-1].x
        if len(digits) == 17 and x and is_id(digits + "X", checked=True):
            yield _of(ID, flat, taken, x)
            return
        if len(digits) == 18 and is_id(digits, checked=True):
            yield _of(ID, flat, taken)
            return


def _account(flat, groups, i, used, dates) -> Iterator[Number]:
    """All the digits after 卡号 or 账号, in as many groups as they are written."""
    start = groups[i].start
    if not _CARD_BEFORE.search(flat[max(0, start - 12) : start]):
        return
    windows = [way for way in _windows(groups, i, used) if len(way[1]) >= 8]
    if windows:
        _, digits, taken = windows[-1]
        yield _of(CARD if len(digits) > 10 else SHORT_ACCOUNT, flat, taken)


def _alone(flat, groups, i, used, dates) -> Iterator[Number]:
    """A group that is a number by itself, or several without anything between."""
    group = groups[i]
    if _is_figure(flat, group.start, group.end):
        return
    kind = _kind_alone(flat, group)
    if kind:
        yield _of(kind, flat, [group], _x_of(kind, group))
        return
    place = group.start
    for part, digits in glued_kinds(group.digits):
        yield _number(part, flat, range(place, place + len(digits)), 0)
        place += len(digits)


def _x_of(kind: Kind, group: Group) -> int:
    return group.x if kind.name == "id" and len(group.digits) == 17 else 0


def _kind_alone(flat: str, group: Group) -> Kind | None:
    digits, before = group.digits, flat[max(0, group.start - 12) : group.start]
    paper = _PAPER_BEFORE.search(before)
    size = len(digits)
    if phone := phone_kind(digits):
        return None if paper else phone
    labelled = _ID_BEFORE.search(before)
    if not labelled and is_organisation(flat[group.start : group.start + 18]):
        return None
    if (size == 17 and group.x) or (size == 18 and is_id(digits)):
        return ID
    if size in (15, 18) and labelled:
        return Kind("id", 6, 4 if size == 18 else 3, 8 if size == 18 else 6)
    if size == 15 and is_old_id(digits) and not paper:
        return OLD_ID
    if 16 <= size <= 19 and not paper and is_card(digits):
        return CARD
    return None


def _together(flat, groups, i, used, dates) -> Iterator[Number]:
    """Groups that are a number only without their gaps, or by the word before them."""
    best: tuple[Kind, list[Group], int] | None = None
    for _, digits, taken in _windows(groups, i, used):
        start, end = taken[0].start, taken[-1].end
        x = taken[-1].x if len(digits) == 17 else 0
        kind = _kind_together(flat, digits + "X" * bool(x), taken)
        if kind is None or (len(taken) == 1 and kind.name != "local"):
            continue
        if kind.name != "id" and (
            _cuts_date(flat, taken, dates) or _is_figure(flat, start, end)
        ):
            continue
        best = (kind, taken, x)
        # A longer card may follow a shorter one, a whole number a local one.
        if kind.name not in ("card", "local"):
            break
    if best:
        yield _of(best[0], flat, best[1], best[2])


def _kind_together(flat: str, digits: str, taken: list[Group]) -> Kind | None:
    start = taken[0].start
    before = flat[max(0, start - 12) : start]
    sizes = [len(group.digits) for group in taken]
    if phone := phone_kind(digits):
        return phone
    if len(digits) == 18 and (is_id(digits) or _ID_BEFORE.search(before)):
        return ID
    if sizes == [6, 6, 3] and is_old_id(digits):
        return OLD_ID
    if len(taken) > 1 and 16 <= len(digits) <= 19 and digits.isdigit():
        by_four = all(size == 4 for size in sizes[:-1]) and digits[0] in "34569"
        figures = all(group.digits.endswith("00") for group in taken)
        strong = digits.startswith("62") or (by_four and not figures)
        if strong or (digits[0] in "345" and luhn.is_valid(digits)):
            return CARD
    if _LOCAL.fullmatch(digits) and _PHONE_BEFORE.search(before):
        return LOCAL
    return None


def _is_figure(flat: str, start: int, end: int) -> bool:
    """A sum, a measure, or the number of a document."""
    before = flat[max(0, start - 3) : start]
    if _SUM_AFTER.match(flat, end) or _SUM_BEFORE.search(before):
        return True
    return bool(_PAPER_AROUND[0].search(before) and _PAPER_AROUND[1].match(flat, end))


def _cuts_date(flat: str, taken: list[Group], dates: list[tuple[int, int]]) -> bool:
    """The window begins or ends inside a date, or holds one written with other gaps."""
    start, end = taken[0].start, taken[-1].end
    over = [(a, b) for a, b in dates if a < end and b > start]
    if not over:
        return False
    if any(a < start or b > end for a, b in over):
        return True
    gaps = {flat[one.end : two.start] for one, two in pairwise(taken)}
    return len(gaps) > 1


def _of(kind: Kind, flat: str, groups: list[Group], x: int = 0) -> Number:
    places = [k for group in groups for k in range(group.start, group.end)]
    if x:
        places.append(x - 1)
    return _number(kind, flat, places, x)


def _number(kind: Kind, flat: str, places, end: int) -> Number:
    """``places`` of its digits; the first and last few of them stay."""
    digits = "".join(flat[k] for k in places)
    hide = (
        places[kind.head] if kind.head else places[0],
        places[-kind.tail - 1] + 1,
    )
    return Number(kind.name, places[0], end or places[-1] + 1, hide, digits, kind.stars)
