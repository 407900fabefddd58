"""How evenly seats are distributed over the population (选举法 第二十六条)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from deputies.register.enums import Level
from deputies.register.models import Constituency
from deputies.terms.models import SeatQuota

# The law says 大体相等 without a number; from this deviation on the page warns.
WARN_PERCENT = 30


@dataclass(frozen=True)
class Share:
    """One constituency compared with the average of its congress.

    ``per_deputy`` and ``average`` are people per deputy; ``percent`` is the deviation
    of the first from the second, None if the population is unknown.
    """

    constituency: Constituency
    average: float | None

    @property
    def per_deputy(self) -> float | None:
        people = self.constituency.population
        return None if people is None else people / self.constituency.seats

    @property
    def percent(self) -> int | None:
        if self.per_deputy is None or not self.average:
            return None
        return round((self.per_deputy - self.average) * 100 / self.average)

    @property
    def warns(self) -> bool:
        return self.percent is not None and abs(self.percent) > WARN_PERCENT


def shares_of(rows: Iterable[Constituency]) -> list[Share]:
    """Each with the average of its own congress: the county's, or its town's."""
    rows = list(rows)
    people: dict[int | None, int] = defaultdict(int)
    seats: dict[int | None, int] = defaultdict(int)
    for row in rows:
        if row.population is not None:
            people[_congress(row)] += row.population
            seats[_congress(row)] += row.seats
    averages = {key: people[key] / seats[key] for key in people}
    return [Share(row, averages.get(_congress(row))) for row in rows]


def widest_first(shares: Iterable[Share]) -> list[Share]:
    """By deviation, largest first; unknown populations at the end."""
    return sorted(shares, key=lambda s: (s.percent is None, -abs(s.percent or 0)))


@dataclass(frozen=True)
class Allotted:
    """A congress's quota, and the sum of seats over its constituencies."""

    quota: SeatQuota
    seats: int

    @property
    def missing(self) -> int:
        return self.quota.seats - self.seats

    @property
    def gap(self) -> int:
        return abs(self.missing)


def allotted(
    quotas: Iterable[SeatQuota], rows: Iterable[Constituency]
) -> list[Allotted]:
    seats: dict[int | None, int] = defaultdict(int)
    for row in rows:
        seats[_congress(row)] += row.seats
    return [
        Allotted(
            quota, seats[quota.division_id if quota.term.level == Level.TOWN else None]
        )
        for quota in quotas
    ]


def _congress(row: Constituency) -> int | None:
    return row.town_id if row.level == Level.TOWN else None
