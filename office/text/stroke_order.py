"""姓氏笔画: names in the order that ballots and official lists print them, never pinyin.

山东省县乡两级人民代表大会选举实施细则 第三十六条 wants candidates in this order. The counts
of strokes are Unicode's, by ICU's ``zh-u-co-stroke``: first by the strokes of the first
character, then by its radical, then the same for the next character.
Characters that it knows no strokes of come last.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from icu import Collator, Locale

T = TypeVar("T")

_COLLATOR = Collator.createInstance(Locale("zh-u-co-stroke"))


def stroke_key(name: str) -> bytes:
    return _COLLATOR.getSortKey(name)


def in_stroke_order(rows: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """``rows`` by the strokes of ``name(row)``; equal names keep the order they came in."""
    return sorted(rows, key=lambda row: stroke_key(name(row)))
