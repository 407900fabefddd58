"""姓氏笔画: names in the order that ballots and official lists print them, never pinyin.

山东选举细则 第三十六条（2015，待核）wants candidates in this order. It is that of
GB 13000.1: the number of strokes of the first character, then their sequence
(横 1, 竖 2, 撇 3, 点 4, 折 5), then the same for the next character. Strokes are those of
``reference/strokes.csv``; ICU counts traditional forms (阝 3, 艹 4) and is asked only for
the number of strokes of characters that are not in the table (docs/adr/0031).
"""

import csv
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from statistics import median_low
from typing import TypeVar

from icu import Char, Collator, Locale, UProperty

T = TypeVar("T")
StrokeKey = tuple[tuple[int, str, str], ...]

TABLE = Path(__file__).parent / "reference" / "strokes.csv"
# After every character with strokes: letters and signs of other scripts.
NO_STROKES = 1000
# After the sequences of the table: what ICU counts has a number and no sequence.
NO_SEQUENCE = "9"
# So many neighbours in ICU's order say how many strokes a character has.
NEIGHBOURS = 3
# Between the parts of a name that is written from another language.
JOINTS = "·•・ "

_COLLATOR = Collator.createInstance(Locale("zh-u-co-stroke"))


@lru_cache(maxsize=1)
def _strokes() -> dict[str, str]:
    """The sequence of strokes of each character of the table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["character"]: row["strokes"] for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def _in_icu_order() -> tuple[list[bytes], list[int]]:
    """ICU's keys of the table's characters, ascending, and their numbers of strokes."""
    rows = sorted((_COLLATOR.getSortKey(c), len(s)) for c, s in _strokes().items())
    return [key for key, _ in rows], [number for _, number in rows]


def stroke_key(name: str) -> StrokeKey:
    """What names are compared by: number and sequence of strokes of each character."""
    return tuple(
        _character_key(character) for character in name if character not in JOINTS
    )


@lru_cache(maxsize=4096)
def _character_key(character: str) -> tuple[int, str, str]:
    if known := _strokes().get(character):
        return len(known), known, character
    if not Char.hasBinaryProperty(character, UProperty.IDEOGRAPHIC):
        return NO_STROKES, NO_SEQUENCE, character
    keys, numbers = _in_icu_order()
    at = bisect_left(keys, _COLLATOR.getSortKey(character))
    if at == len(keys):
        # ICU does not know its strokes either: after all that have some.
        return NO_STROKES - 1, NO_SEQUENCE, character
    near = numbers[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS]
    return median_low(near), NO_SEQUENCE, character


def in_stroke_order(rows: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """``rows`` by the strokes of ``name(row)``; equal names keep the order they came in."""
    return sorted(rows, key=lambda row: stroke_key(name(row)))
