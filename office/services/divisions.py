"""行政区划 from files: planned first, then carried out; places that ended stay."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from office.enums import DivisionLevel
from office.errors import ServiceError
from office.models import Division, User
from office.services import audit

_SUFFIX = re.compile(r"(居民委员会|村民委员会|居委会|村委会|民委员会)$")
LEVELS = {"3": DivisionLevel.COUNTY, "4": DivisionLevel.TOWN, "5": DivisionLevel.VILLAGE}


class DivisionError(ServiceError):
    """The file cannot be read as divisions; the text says which line."""


@dataclass(frozen=True)
class Place:
    """One place as the file says it, with the years in which it existed."""

    code: str
    name: str
    full_name: str
    level: DivisionLevel
    parent: str
    kind: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""


@dataclass(frozen=True)
class Plan:
    """What an import will do: places to add, to change, and those that are the same."""

    added: list[Place]
    changed: list[Place]
    same: int

    @property
    def summary(self) -> str:
        closed = sum(1 for p in self.added + self.changed if p.valid_until)
        return (
            f"新增 {len(self.added)}，更新 {len(self.changed)}，不变 {self.same}；"
            f"其中已撤并的 {closed}。"
        )


def read_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV in UTF-8 or GB18030. Raises DivisionError."""
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
    return list(csv.DictReader(io.StringIO(text)))


def plan_import(rows: list[dict[str, str]]) -> Plan:
    """Compare the file's places with those known. Nothing is written."""
    if not rows:
        raise DivisionError("文件里没有内容。")
    heads = set(rows[0])
    if {"code", "name", "level", "parent_code"} <= heads:
        places = _of_codes(rows)
    elif {"year", "town", "village"} <= heads:
        places = _of_years(rows)
    elif {"town", "name"} <= heads:
        places = _of_villages(rows)
    else:
        raise DivisionError(
            "认不出列名。要有 code,name,level,parent_code，"
            "或者 town,name，或者 year,town,village。"
        )
    return _compare(places)


def _compare(places: Iterable[Place]) -> Plan:
    known = {d.code: d for d in Division.objects.select_related("parent", "successor")}
    added, changed, same = [], [], 0
    for place in places:
        found = known.get(place.code)
        if found is None:
            added.append(place)
        elif _differs(found, place):
            changed.append(place)
        else:
            same += 1
    return Plan(added, changed, same)


def _differs(found: Division, place: Place) -> bool:
    successor = found.successor.code if found.successor else ""
    return (found.name, found.valid_from, found.valid_until, successor) != (
        place.name,
        place.valid_from or found.valid_from,
        place.valid_until,
        place.successor or successor,
    )


def _of_codes(rows: list[dict[str, str]]) -> list[Place]:
    places = []
    for number, row in enumerate(rows, 2):
        level = LEVELS.get(row["level"].strip())
        if level is None or not row["code"].strip() or not row["name"].strip():
            raise DivisionError(f"第 {number} 行缺少代码、名称或层级。")
        parent = "" if level == DivisionLevel.COUNTY else row["parent_code"].strip()
        name = row["name"].strip()
        kind = (row.get("type") or "").strip()
        places.append(Place(row["code"].strip(), name, name, level, parent, kind))
    return places


def _of_villages(rows: list[dict[str, str]]) -> list[Place]:
    towns = _towns_by_name()
    places = []
    for number, row in enumerate(rows, 2):
        town = towns.get(row["town"].strip())
        if town is None:
            raise DivisionError(
                f"第 {number} 行的“{row['town']}”还没有，请先导入乡镇街道。"
            )
        kind = (row.get("kind") or "").strip()
        places.append(_village(row["town"].strip(), row["name"].strip(), town, kind))
    return places


def _towns_by_name() -> dict[str, str]:
    towns = Division.objects.filter(level=DivisionLevel.TOWN)
    return dict(towns.values_list("name", "code"))


def _village(town: str, full: str, parent: str, kind: str, **years) -> Place:
    return Place(
        _code("v", town, full), short_name(full), full, DivisionLevel.VILLAGE, parent,
        kind, **years,
    )


def short_name(full: str) -> str:
    """``黄土庄村村民委员会`` → ``黄土庄村``."""
    return _SUFFIX.sub("", full) or full


def _code(prefix: str, *names: str) -> str:
    """A stable code for what the statistics give none."""
    digest = hashlib.sha1("/".join(names).encode(), usedforsecurity=False)
    return f"{prefix}{digest.hexdigest()[:14]}"


def _of_years(rows: list[dict[str, str]]) -> list[Place]:
    """Yearly lists → places with validity; a successor where one can be told."""
    years: dict[tuple[str, str], set[int]] = {}
    for number, row in enumerate(rows, 2):
        try:
            year = int(row["year"])
        except (ValueError, TypeError) as error:
            raise DivisionError(f"第 {number} 行的年份不对。") from error
        years.setdefault((row["town"].strip(), row["village"].strip()), set()).add(year)
    first = min(min(seen) for seen in years.values())
    last = max(max(seen) for seen in years.values())
    county = Division.objects.filter(level=DivisionLevel.COUNTY).first()
    if county is None:
        raise DivisionError("还没有县，请先导入县和乡镇街道。")
    towns, old_towns = _old_towns(years, last, county)
    heirs = {
        short_name(village): (town, village)
        for (town, village), seen in years.items()
        if last in seen
    }
    places = [*old_towns]
    for (town, village), seen in years.items():
        over = max(seen) < last
        heir = heirs.get(short_name(village)) if over else None
        places.append(
            _village(
                town,
                village,
                towns[town],
                "",
                valid_from=date(min(seen), 1, 1) if min(seen) > first else None,
                valid_until=date(max(seen) + 1, 1, 1) if over else None,
                successor=_code("v", *heir) if heir else "",
            )
        )
    return places


def _old_towns(
    years: dict[tuple[str, str], set[int]], last: int, county: Division
) -> tuple[dict[str, str], list[Place]]:
    """Codes of all towns by name, and the places of those that no longer exist."""
    codes, ended = _towns_by_name(), []
    now = {short_name(v): t for (t, v), seen in years.items() if last in seen}
    by_town: dict[str, set[int]] = {}
    went: dict[str, Counter] = {}
    for (town, village), seen in years.items():
        by_town.setdefault(town, set()).update(seen)
        if heir := now.get(short_name(village)):
            went.setdefault(town, Counter())[heir] += 1
    for town, seen in by_town.items():
        if town in codes:
            continue
        codes[town] = _code("t", town)
        # Where most of its villages are now is what the town became part of.
        heirs = [t for t, _ in went.get(town, Counter()).most_common() if t != town]
        ended.append(
            Place(
                codes[town],
                town,
                town,
                DivisionLevel.TOWN,
                county.code,
                valid_until=date(max(seen) + 1, 1, 1) if max(seen) < last else None,
                successor=codes.get(heirs[0], "") if heirs else "",
            )
        )
    return codes, ended


@transaction.atomic
def import_divisions(*, plan: Plan, by: User | None) -> int:
    """Carry out ``plan``; returns how many rows were written. Twice changes nothing."""
    order = [DivisionLevel.COUNTY, DivisionLevel.TOWN, DivisionLevel.VILLAGE]
    places = sorted([*plan.added, *plan.changed], key=lambda p: order.index(p.level))
    codes = dict(Division.objects.values_list("code", "pk"))
    for place in places:
        if place.parent and place.parent not in codes:
            raise DivisionError(f"“{place.name}”的上级 {place.parent} 还没有。")
        row, _ = Division.objects.update_or_create(
            code=place.code,
            defaults={
                "name": place.name,
                "full_name": place.full_name,
                "valid_until": place.valid_until,
                **({"valid_from": place.valid_from} if place.valid_from else {}),
            },
            create_defaults={
                "name": place.name,
                "full_name": place.full_name,
                "level": place.level,
                "kind": place.kind,
                "parent_id": codes.get(place.parent),
                "valid_from": place.valid_from,
                "valid_until": place.valid_until,
            },
        )
        codes[place.code] = row.pk
    for place in places:
        if place.successor and place.successor in codes:
            Division.objects.filter(code=place.code).update(
                successor_id=codes[place.successor]
            )
    audit.record(action="import_divisions", by=by, detail={"rows": len(places)})
    return len(places)
