"""Reads tables of 行政区划 in three formats into places."""

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from office.places.enums import DivisionLevel
from office.places.models.divisions import Division
from office.places.sheets.years import History, Town, Village, read_history, short_name
from office.text.errors import ServiceError

LARGEST_FILE = 10 * 1024 * 1024
LONGEST_NAME = 40
LONGEST_CODE = 24
LEVELS = {
    "3": DivisionLevel.COUNTY,
    "4": DivisionLevel.TOWN,
    "5": DivisionLevel.VILLAGE,
}


class DivisionError(ServiceError):
    """The file cannot be read as divisions; the text says which line."""


@dataclass(frozen=True)
class Place:
    """One place from a file, with the years in which it existed."""

    code: str
    name: str
    full_name: str
    level: DivisionLevel
    parent: str
    kind: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""


def read_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV in UTF-8 or GB18030. Raises DivisionError."""
    if len(content) > LARGEST_FILE:
        raise DivisionError("文件太大，不是行政区划的表。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DivisionError("文件的编码认不出来，请另存为 UTF-8 的 CSV。")
    if "\x00" in text:
        raise DivisionError("文件里有空字节，不是 CSV。")
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise DivisionError("文件不是 CSV。") from error
    # csv.DictReader: missing cells are None, surplus cells are a list under the key
    # None.
    return [
        {key.strip(): (value or "").strip() for key, value in row.items() if key}
        for row in rows
        if any(isinstance(value, str) and value.strip() for value in row.values())
    ]


def read_places(rows: list[dict[str, str]]) -> list[Place]:
    """The places of ``rows``; the columns determine the format. Raises DivisionError.

    ``code,name,level,parent_code`` (level 3 county, 4 town, 5 village; optionally
    ``type``, ``valid_from``, ``valid_until`` and the ``successor``'s code),
    ``town,name`` (today's villages) or ``year,town,village`` (yearly lists).
    """
    if not rows:
        raise DivisionError("文件里没有内容。")
    heads = set(rows[0])
    if {"code", "name", "level", "parent_code"} <= heads:
        return _of_codes(rows)
    if {"year", "town", "village"} <= heads:
        return _of_years(rows)
    if {"town", "name"} <= heads:
        return _of_villages(rows)
    raise DivisionError(
        "认不出列名。要有 code,name,level,parent_code，"
        "或者 town,name，或者 year,town,village。"
    )


def _need(row: dict[str, str], number: int, *names: str) -> list[str]:
    """The cells ``names`` of line ``number``. Raises DivisionError if one is empty."""
    values = [row.get(name, "") for name in names]
    for name, value in zip(names, values, strict=True):
        if not value:
            raise DivisionError(f"第 {number} 行缺少 {name}。")
        if len(value) > LONGEST_NAME:
            raise DivisionError(f"第 {number} 行的 {name} 太长。")
    return values


def _of_codes(rows: list[dict[str, str]]) -> list[Place]:
    places = []
    for number, row in enumerate(rows, 2):
        code, name, data = _need(row, number, "code", "name", "level")
        level = LEVELS.get(data)
        if level is None or len(code) > LONGEST_CODE:
            raise DivisionError(f"第 {number} 行的代码或层级不对。")
        places.append(
            Place(
                code,
                name,
                name,
                level,
                "" if level == DivisionLevel.COUNTY else row["parent_code"],
                row.get("type", "")[:8],
                _day(row.get("valid_from", ""), number),
                _day(row.get("valid_until", ""), number),
                row.get("successor", ""),
            )
        )
    return _once(places)


def _day(text: str, number: int) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise DivisionError(
            f"第 {number} 行的日期“{text}”要写成 2011-01-01。"
        ) from error


def _of_villages(rows: list[dict[str, str]]) -> list[Place]:
    towns = _towns_by_name()
    places = []
    for number, row in enumerate(rows, 2):
        town, full = _need(row, number, "town", "name")
        if town not in towns:
            raise DivisionError(f"第 {number} 行的“{town}”还没有，请先导入乡镇街道。")
        kind = row.get("kind", "")[:8]
        places.append(_village(town, full, towns[town], kind))
    return _once(places)


def _once(places: list[Place]) -> list[Place]:
    counts = Counter(place.code for place in places)
    twice = next((place for place in places if counts[place.code] > 1), None)
    if twice:
        raise DivisionError(f"“{twice.full_name}”在文件里出现了不止一次。")
    return places


def _towns_by_name() -> dict[str, str]:
    towns = Division.objects.filter(level=DivisionLevel.TOWN, valid_until__isnull=True)
    return dict(towns.values_list("name", "code"))


def _village(town: str, full: str, parent: str, kind: str = "") -> Place:
    name = short_name(full)
    code = _code("v", town, name)
    return Place(code, name, full, DivisionLevel.VILLAGE, parent, kind)


def _code(prefix: str, *names: str) -> str:
    """A stable code for places to which the statistics give none."""
    digest = hashlib.sha1("/".join(names).encode(), usedforsecurity=False)
    return f"{prefix}{digest.hexdigest()[:14]}"


def _of_years(rows: list[dict[str, str]]) -> list[Place]:
    """Yearly lists → places with validity, and a successor if it can be determined."""
    county = Division.objects.filter(level=DivisionLevel.COUNTY).first()
    if county is None:
        raise DivisionError("还没有县，请先导入县和乡镇街道。")
    history = read_history([_year_row(row, n) for n, row in enumerate(rows, 2)])
    codes = _towns_by_name()
    missing = [t.name for t in history.towns.values() if history.last in t.years]
    missing = [name for name in missing if name not in codes]
    if missing:
        raise DivisionError(f"“{missing[0]}”还没有，请先导入乡镇街道。")
    towns = [_town(town, county, history, codes) for town in history.towns.values()]
    codes |= {town.name: town.code for town in towns}
    return towns + [_past(village, history, codes) for village in history.villages]


def _year_row(row: dict[str, str], number: int) -> tuple[int, str, str]:
    year, town, village = _need(row, number, "year", "town", "village")
    if not re.fullmatch(r"(19|20)\d\d", year):
        raise DivisionError(f"第 {number} 行的年份不对。")
    return int(year), town, village


def _town(
    town: Town, county: Division, history: History, codes: dict[str, str]
) -> Place:
    since, until = _validity(town.years, history)
    return Place(
        codes.get(town.name) or _code("t", town.name),
        town.name,
        town.name,
        DivisionLevel.TOWN,
        county.code,
        valid_from=since,
        valid_until=until,
        successor=codes.get(town.heir, ""),
    )


def _past(village: Village, history: History, codes: dict[str, str]) -> Place:
    since, until = _validity(village.years, history)
    heir = village.heir
    return Place(
        _code("v", village.town, village.name),
        village.name,
        village.full_name,
        DivisionLevel.VILLAGE,
        codes[village.town],
        valid_from=since,
        valid_until=until,
        successor=_code("v", heir.town, heir.name) if heir else "",
    )


def _validity(years: set[int], history: History) -> tuple[date | None, date | None]:
    """From 1 January of the first year, or open if that is the first year of the lists."""
    first, last = min(years), max(years)
    return (
        date(first, 1, 1) if first > history.first else None,
        date(last + 1, 1, 1) if last < history.last else None,
    )
