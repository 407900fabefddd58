"""姓氏笔画: the order of names on ballots and official lists, never pinyin.

山东省县乡两级人民代表大会选举实施细则 第三十六条 prescribes it for candidates. Stroke
counts are Unicode's, by ICU's ``zh-u-co-stroke``: first by the strokes of the first
character, then by its radical, then the same for the next character. Characters without
stroke data come last.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from icu import Collator, Locale

T = TypeVar("T")

_COLLATOR = Collator.createInstance(Locale("zh-u-co-stroke"))


def stroke_key(name: str) -> bytes:
    return _COLLATOR.getSortKey(name)


def in_stroke_order(rows: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """``rows`` by the strokes of ``name(row)``; the sort is stable."""
    return sorted(rows, key=lambda row: stroke_key(name(row)))
