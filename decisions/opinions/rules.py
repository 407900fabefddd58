"""A draft of law as articles: 章、节、条、款、项, and what a new version made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from decisions.opinions.enums import ArticleChange
from decisions.resolutions.errors import DecisionError

MOST_ARTICLES = 600
LONGEST = 20_000
_NUMBER = "〇零一二三四五六七八九十百千两0-9"
_ARTICLE = re.compile(rf"^#*\s*第([{_NUMBER}]+)条(?:之([{_NUMBER}]+))?[\s　]*(.*)$")
_CHAPTER = re.compile(rf"^#*\s*(第[{_NUMBER}]+[编章节])[\s　]*(.*)$")
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
# Half of the pairs of signs in common: the same article in other words.
ALIKE = 0.5


@dataclass
class ParsedArticle:
    """``paragraphs``: 款; a 项 （一） is a paragraph of its own, as the statute prints it."""

    number: int
    sub: int
    chapter: str
    line: int
    paragraphs: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        text = f"第{in_words(self.number)}条"
        return f"{text}之{in_words(self.sub)}" if self.sub else text

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Carried:
    """An article of the new version, the place of the old one it came from, and how."""

    old: int | None
    change: ArticleChange


def parse_articles(text: str) -> list[ParsedArticle]:
    """Articles in their order. Raises DecisionError for two of one number, or for none."""
    found: list[ParsedArticle] = []
    seen: dict[tuple[int, int], int] = {}
    heads = ["", ""]
    for line, raw in enumerate(text.splitlines(), 1):
        words = raw.strip().strip("　")
        if not words or words.startswith("<!--"):
            continue
        if chapter := _CHAPTER.match(words):
            _enter(heads, chapter[1], chapter[2])
        elif article := _ARTICLE.match(words):
            one = ParsedArticle(
                from_words(article[1]),
                from_words(article[2]) if article[2] else 0,
                "　".join(filter(None, heads)),
                line,
                [article[3]] if article[3] else [],
            )
            key = (one.number, one.sub)
            if key in seen:
                raise DecisionError(
                    f"有两个{one.label}：第 {seen[key]} 行和第 {line} 行。请改好再导入。"
                )
            seen[key] = line
            found.append(one)
        elif found:
            found[-1].paragraphs.append(words)
    _check(found)
    return found


def _enter(heads: list[str], label: str, name: str) -> None:
    """A chapter ends the section before it; a section stays within its chapter."""
    plain = re.sub(r"[\s　]+", "", name)
    text = f"{label} {plain}".strip()
    if label.endswith("节"):
        heads[1] = text
    else:
        heads[:] = [text, ""]


def _check(found: list[ParsedArticle]) -> None:
    if not found:
        raise DecisionError("没有找到“第一条”这样的条文。请确认是草案正文。")
    if len(found) > MOST_ARTICLES:
        raise DecisionError(f"超过 {MOST_ARTICLES} 条，请确认只有一部草案。")
    empty = [one for one in found if not one.text]
    if empty:
        raise DecisionError(f"{empty[0].label}（第 {empty[0].line} 行）没有内容。")
    long = [one for one in found if len(one.text) > LONGEST]
    if long:
        raise DecisionError(f"{long[0].label}太长，请检查后面几条的条号。")


def gaps_of(found: Sequence[ParsedArticle]) -> list[str]:
    """Numbers that are left out or out of order: said, not refused."""
    numbers = [one.number for one in found]
    wanted = range(numbers[0], max(numbers) + 1)
    missing = [f"第{in_words(n)}条" for n in wanted if n not in set(numbers)]
    text = [f"缺{'、'.join(missing[:10])}"] if missing else []
    if numbers != sorted(numbers):
        text.append("条号不是从小到大")
    return text


def from_words(text: str) -> int:
    """一百零三 → 103, 二十 → 20, 15 → 15."""
    if text.isdigit() and text.isascii():
        return int(text[:6])
    total = digit = 0
    for sign in text:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def in_words(number: int) -> str:
    """103 → 一百零三, 10 → 十; below ten thousand."""
    if not 0 < number < 10_000:
        return str(number)
    data, zero = "", False
    for worth, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, worth)
        if digit:
            data += (
                ("零" if zero and data else "") + "零一二三四五六七八九"[digit] + unit
            )
            zero = False
        else:
            zero = True
    return data.removeprefix("一") if data.startswith("一十") else data


# --- From version to version --------------------------------------------------------------


def carry_over(
    old: Sequence[tuple[int, int, str]], new: Sequence[tuple[int, int, str]]
) -> list[Carried]:
    """For each of ``new`` (number, sub, text) where in ``old`` it was, each used once.

    The same text first; then the most alike, the same number before another.
    """
    found: dict[int, int] = {}
    by_text: dict[str, list[int]] = {}
    for at, (_, _, text) in enumerate(old):
        by_text.setdefault(text, []).append(at)
    for at, (_, _, text) in enumerate(new):
        if by_text.get(text):
            found[at] = by_text[text].pop(0)
    taken = set(found.values())
    for _, at, before in _alike(old, new, found, taken):
        if at not in found and before not in taken:
            found[at] = before
            taken.add(before)
    return [_said(at, one, old, found.get(at)) for at, one in enumerate(new)]


def _alike(
    old: Sequence[tuple[int, int, str]],
    new: Sequence[tuple[int, int, str]],
    found: dict[int, int],
    taken: set[int],
) -> list[tuple[float, int, int]]:
    """Pairs that are alike enough, the best first: (badness, new, old)."""
    left = {at: _pairs(one[2]) for at, one in enumerate(old) if at not in taken}
    rows = []
    for at, one in enumerate(new):
        if at in found:
            continue
        mine = _pairs(one[2])
        for before, theirs in left.items():
            both = len(mine) + len(theirs)
            share = 2 * len(mine & theirs) / both if both else 0
            same = old[before][:2] == one[:2]
            if share >= ALIKE or (same and share >= ALIKE / 2):
                rows.append((-share - same / 10, at, before))
    return sorted(rows)


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\s　，。；：、（）]", "", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)} or {plain}


def _said(
    at: int,
    one: tuple[int, int, str],
    old: Sequence[tuple[int, int, str]],
    before: int | None,
) -> Carried:
    if before is None:
        return Carried(None, ArticleChange.NEW)
    if old[before][2] != one[2]:
        return Carried(before, ArticleChange.EDITED)
    moved = old[before][:2] != one[:2]
    return Carried(before, ArticleChange.MOVED if moved else ArticleChange.SAME)
