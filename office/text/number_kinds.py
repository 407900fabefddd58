"""What a row of digits is the number of: by length, structure and check digit.

GB 11643 (身份证号), GB 32100 (统一社会信用代码, public: it stays), ISO/IEC 7812 (cards),
numbers of phones as they are given out in the country.
"""

import re
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc

_PREFIX = r"(?:(?:00)?86|0|17951|12593)?"
_MOBILE = re.compile(rf"(?P<head>{_PREFIX}1[3-9]\d)\d{{8}}")
_LANDLINE = re.compile(
    r"(?P<head>(?:0|(?:00)?86)(?:10|2\d))[2-8]\d{7}"
    r"|(?P<far>(?:0|(?:00)?86)[3-9]\d\d)[2-8]\d{6,7}"
)
# GB/T 2260, the first two digits.
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


@dataclass(frozen=True)
class Kind:
    """A kind of number: how many digits stay at either end, and the stars between.

    Of a mobile number no end stays: its last four digits open a case with its code.
    """

    name: str
    head: int
    tail: int
    stars: int = 4


ID = Kind("id", 6, 4, 8)
OLD_ID = Kind("id", 6, 3, 6)
CARD = Kind("card", 4, 4, 8)
SHORT_ACCOUNT = Kind("card", 0, 4)
LOCAL = Kind("local", 0, 4)
MARKED_MOBILE = Kind("mobile", 3, 0, 8)
PHONES = ("mobile", "landline", "local")


def phone_kind(digits: str) -> Kind | None:
    if match := _MOBILE.fullmatch(digits):
        return Kind("mobile", len(match["head"]), 0, 8)
    if match := _LANDLINE.fullmatch(digits):
        return Kind("landline", len(match["head"] or match["far"]), 4)
    return None


def glued_kinds(digits: str) -> list[tuple[Kind, str]]:
    """Numbers that fill the group without a gap; or one mobile with a stray digit."""
    size = len(digits)
    if 12 <= size <= 14 and not _starts_with_date(digits):
        for spare in range(1, size - 10):
            if _MOBILE.fullmatch(digits[spare:]):
                return [(Kind("mobile", spare + 3, 0, 8), digits)]
        for spare in range(1, size - 10):
            if _MOBILE.fullmatch(digits[:-spare]):
                return [(Kind("mobile", 3, 0, 8), digits)]
    return _partition(digits) if size >= 20 else []


def _partition(digits: str) -> list[tuple[Kind, str]]:
    ways: dict[int, list[tuple[Kind, str]]] = {0: []}
    for start in range(len(digits)):
        if start not in ways:
            continue
        for size in (11, 12, 13, 15, 16, 18, 19):
            part = digits[start : start + size]
            kind = _kind_of_part(part) if len(part) == size else None
            if kind:
                ways.setdefault(start + size, [*ways[start], (kind, part)])
    found = ways.get(len(digits), [])
    return found if len(found) > 1 else []


def _kind_of_part(part: str) -> Kind | None:
    if len(part) == 18:
        return ID if is_id(part, checked=True) else None
    if len(part) in (16, 19):
        good = part[0] in "3456" and luhn.is_valid(part)
        return CARD if good else None
    return phone_kind(part)


def is_id(number: str, *, checked: bool = False) -> bool:
    """Built like an ID number; ``checked`` asks for the right check digit as well."""
    if not _PROVINCES.match(number) or not "1900" <= number[6:10] <= "2099":
        return False
    try:
        ric.get_birth_date(number)
    except ValueError:
        return False
    return not checked or ric.calc_check_digit(number) == number[-1]


def is_organisation(code: str) -> bool:
    """A 统一社会信用代码: printed on every licence, it belongs to nobody's person."""
    return code[:1] in ("1", "5", "9") and uscc.is_valid(code)


def is_old_id(digits: str) -> bool:
    return bool(_PROVINCES.match(digits)) and _is_day(f"19{digits[6:12]}")


def is_card(digits: str) -> bool:
    if digits[0] in "3456" or digits.startswith("9558"):
        return True
    return luhn.is_valid(digits) and not _starts_with_date(digits)


def _starts_with_date(digits: str) -> bool:
    return digits[:2] in ("19", "20") and _is_day(digits[:8])


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
