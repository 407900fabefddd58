"""Yearly lists of villages → places with the years in which each existed.

The statistics have no codes and no mergers: a place is identified by town and name, and
its successor by where the name appears in later years. A place whose successor cannot
be determined has none; its cases are found under its town and that town's successor.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

_SUFFIX = re.compile(r"(居民委员会|村民委员会|社区居委会|居委会|村委会|民委员会)$")


@dataclass
class Village:
    """One village of one town over the years; ``full_name`` is its latest."""

    town: str
    name: str
    full_name: str = ""
    years: set[int] = field(default_factory=set)
    heir: "Village | None" = None


@dataclass
class Town:
    name: str
    years: set[int] = field(default_factory=set)
    # The present town it was merged into; None if it still exists or that is unknown.
    heir: str = ""


@dataclass(frozen=True)
class History:
    first: int
    last: int
    towns: Mapping[str, Town]
    villages: list[Village]


def short_name(full: str) -> str:
    """``黄土庄村村民委员会`` → ``黄土庄村``."""
    return _SUFFIX.sub("", full) or full


def _alike(name: str) -> str:
    """The part of a name that stays if a village becomes a community or drops its 村."""
    return re.sub(r"(村|社区)$", "", name) or name


def _names(rows: list[tuple[int, str, str]]) -> dict[tuple[str, str], str]:
    """(town, full name) → short name; the full one if two of a year would be equal."""
    same: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for year, town, full in rows:
        same[year, town, short_name(full)].add(full)
    full_ones = {
        (town, full)
        for (_, town, _), fulls in same.items()
        if len(fulls) > 1
        for full in fulls
    }
    return {
        (town, full): full if (town, full) in full_ones else short_name(full)
        for _, town, full in rows
    }


def read_history(rows: list[tuple[int, str, str]]) -> History:
    """Rows of (year, town, village's full name) → villages with years and successors."""
    villages: dict[tuple[str, str], Village] = {}
    towns: dict[str, Town] = {}
    names = _names(rows)
    for year, town, full in sorted(rows):
        key = (town, names[town, full])
        village = villages.setdefault(key, Village(*key))
        village.full_name = full
        village.years.add(year)
        towns.setdefault(town, Town(town)).years.add(year)
    years = {year for town in towns.values() for year in town.years}
    history = History(min(years), max(years), towns, list(villages.values()))
    _find_heirs_of_towns(history)
    _find_heirs_of_villages(history)
    return history


def _find_heirs_of_towns(history: History) -> None:
    """Where most of a town's villages are in the next year, followed to a present town."""
    names: dict[tuple[str, int], set[str]] = defaultdict(set)
    for village in history.villages:
        for year in village.years:
            names[village.town, year].add(_alike(village.name))
    direct: dict[str, str] = {}
    for town in history.towns.values():
        ended = max(town.years)
        if ended == history.last:
            continue
        found = Counter(
            {
                other.name: len(names[town.name, ended] & names[other.name, ended + 1])
                for other in history.towns.values()
                if other.name != town.name
            }
        )
        heir, shared = found.most_common(1)[0] if found else ("", 0)
        direct[town.name] = heir if shared else ""
    for name, heir in direct.items():
        while heir in direct:
            heir = direct[heir]
        history.towns[name].heir = heir


def _find_heirs_of_villages(history: History) -> None:
    """The present village of the same name: in the town's successor, or the only one."""
    living: dict[str, list[Village]] = defaultdict(list)
    for village in history.villages:
        if history.last in village.years:
            living[_alike(village.name)].append(village)
    for village in history.villages:
        if history.last in village.years:
            continue
        town = history.towns[village.town]
        found = living[_alike(village.name)]
        near = [one for one in found if one.town in (village.town, town.heir)]
        same = near or found
        village.heir = same[0] if len(same) == 1 else None
