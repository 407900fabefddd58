"""What others may see of personal data (掩码).

Numbers are found in the text as it is compared (office/text/flat.py) and covered in the
text as it was written. What the registers of units and stations publish stays.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from django.db import DatabaseError

from office.text.flat import CHINESE_DIGITS, flatten, is_counter
from office.text.number_kinds import PHONES
from office.text.numbers import Number, find_numbers

MASK = "*"

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_P = r"[ \-·•.]{0,2}"
_PLATE = re.compile(
    rf"(?=.{{2}}[^\u4e00-\u9fff,;!?]*\d)([{_PROVINCES}]{_P}[A-HJ-NP-Z])"
    rf"((?:{_P}[A-HJ-NP-Z0-9]){{4,5}}{_P}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+(?=@[A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_SAYS = r"(?:号码?|账号|帐号|id|同号|是|为|叫|搜|加|[ :=\-.,、(])*"
_WECHAT = re.compile(
    r"(?:微 ?信|威信|薇信|v ?信|(?<![a-z])(?:we ?chat|wei ?xin|wx|vx|v ?x)(?!id_)"
    r"|加 ?[我个下]{0,2} ?[v微薇威]信?|(?<![a-z])[v微薇](?= ?:))"
    rf"{_SAYS}(?P<account>[a-z0-9][a-z0-9_-]{{4,19}})",
    re.IGNORECASE,
)
_QQ = re.compile(
    rf"(?:(?<![a-z])q ?q|扣扣|企鹅号?){_SAYS}(?P<account>[1-9][0-9]{{4,11}})",
    re.IGNORECASE,
)
_WXID = re.compile(r"wxid_(?P<account>[a-z0-9_-]+)", re.IGNORECASE)
# Most texts hold none of these, and an import masks thousands of texts a second.
_NUMBER_HINT = re.compile(r"\d(?:\W{0,3}\d){6}")
_PLATE_HINT = re.compile(rf"[{_PROVINCES}]{_P}[A-Za-z]")
_ACCOUNT_HINT = re.compile(
    "信|qq|q q|wx|vx|v x|[v微薇威扣鹅]|chat|weixin", re.IGNORECASE
)
_CHINESE_RUN = re.compile(f"[{''.join(map(chr, CHINESE_DIGITS))}]{{3}}")

# What may belong to a number of which a part is covered.
_AROUND = re.compile(rf"[0-9０-９A-Za-zＡ-Ｚａ-ｚ{_PROVINCES} \-@._]")

_sources: list[Callable[[], Iterable[str]]] = []


def register_public_numbers(source: Callable[[], Iterable[str]]) -> None:
    """Hand in phone numbers, as written, that a register of the office publishes."""
    _sources.append(source)


def mask_text(text: str) -> str:
    """``text`` with phones, ID numbers, bank cards, plates and accounts masked."""
    parts = masked_parts(text)
    return "".join(part for part, _ in parts)


def count_masked(text: str) -> int:
    """How many places ``mask_text`` would cover."""
    return sum(covered for _, covered in masked_parts(text))


def masked_parts(text: str) -> list[tuple[str, bool]]:
    """``mask_text`` in pieces: what is shown, and whether it stands for something covered."""
    return _render(text, _hidden(text))


def covered_words(text: str) -> list[str]:
    """What ``mask_text`` covers, whole, in the order of the text; each once."""
    hidden = _hidden(text)
    found: dict[str, None] = {}
    for stretch in re.finditer(rb"[^\0]+", bytes(hidden)):
        start, end = stretch.span()
        while start and _AROUND.match(text[start - 1]):
            start -= 1
        while end < len(text) and _AROUND.match(text[end]):
            end += 1
        found[text[start:end].strip(" -")] = None
    return list(found)


def _hidden(text: str) -> bytearray:
    """For each character 0, or the stars that stand for its stretch."""
    hidden = bytearray(len(text))
    flat, places = flatten(text)
    # Covering one number may leave the digits of the next by themselves.
    while _cover(text, flat, places, hidden):
        covered = [hidden[places[i]] for i in range(len(flat))]
        flat = "".join(
            MASK if on else char for char, on in zip(flat, covered, strict=True)
        )
    return hidden


def _cover(text: str, flat: str, places, hidden: bytearray) -> bool:
    """Note what to hide; whether there was anything new."""
    before = bytes(hidden)
    for start, end, stars in _found(text, flat, places):
        for k in range(places[start], places[end - 1] + 1):
            hidden[k] = hidden[k] or stars
    return bytes(hidden) != before


def _found(text: str, flat: str, places) -> Iterable[tuple[int, int, int]]:
    yield from ((*n.hide, n.stars) for n in _private_numbers(text, flat, places))
    if _PLATE_HINT.search(flat):
        yield from ((*m.span(2), 5) for m in _PLATE.finditer(flat))
    if "@" in flat:
        for match in _EMAIL.finditer(flat):
            first = match.start() + (len(match[0]) > 1)
            yield first, match.end(), 3
    if _ACCOUNT_HINT.search(flat):
        for pattern in (_WECHAT, _QQ, _WXID):
            yield from ((*m.span("account"), 4) for m in pattern.finditer(flat))


def _private_numbers(text: str, flat: str, places) -> list[Number]:
    chinese = _CHINESE_RUN.search(flat)
    if not chinese and not _NUMBER_HINT.search(flat):
        return []
    breaks = frozenset(
        i
        for i in range(1, len(flat))
        if is_counter(text[places[i]]) != is_counter(text[places[i - 1]])
    )
    found = list(find_numbers(flat, breaks))
    if chinese:
        found += find_numbers(flat.translate(CHINESE_DIGITS), breaks)
    if not any(number.kind in PHONES for number in found):
        return found
    public = _public_numbers()
    kept = [n for n in found if n.kind in PHONES and bare(n.digits) in public]
    return [
        n for n in found if not any(n.start < k.end and k.start < n.end for k in kept)
    ]


def bare(digits: str) -> str:
    """A phone number without the country: ``00865395221234`` → ``05395221234``."""
    rest = re.sub(r"^(?:00)?86(?=\d{10,11}$)", "", digits)
    if rest != digits and not rest.startswith("1"):
        return f"0{rest}"
    return rest


def _public_numbers() -> frozenset[str]:
    """All that are published. When the database does not answer, none: more is hidden."""
    try:
        written = tuple(phone for source in _sources for phone in source())
    except DatabaseError:
        return frozenset()
    return _digits_of(written)


@cache
def _digits_of(written: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for phone in written:
        for one in re.split("[、,，;；/（(]", phone):
            for number in find_numbers(flatten(f"电话:{one}")[0]):
                found.add(bare(number.digits))
                # Whoever calls from inside the county leaves the area out.
                if number.kind == "landline":
                    found.add(number.digits[-7:])
    return frozenset(found)


def _render(text: str, hidden: bytearray) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    start = 0
    for k in range(1, len(text) + 1):
        if k == len(text) or bool(hidden[k]) != bool(hidden[start]):
            stars = hidden[start]
            parts.append((MASK * stars, True) if stars else (text[start:k], False))
            start = k
    return parts


def mask_phone(phone: str) -> str:
    """``13812341234`` → ``138********``: the last four open a case with its code."""
    if len(phone) < 8:
        return MASK * len(phone)
    return phone[:3] + MASK * (len(phone) - 3)


def mask_name(name: str) -> str:
    """``张明华`` → ``张**``."""
    return name[:1] + MASK * (len(name) - 1)
