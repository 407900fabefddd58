"""The demonstration county's terms: the previous and the present one.

The older county term has its own constituencies and people, so that two terms can be
compared. Populations are invented; seats are computed by the law's formula.
"""

import random
from dataclasses import replace
from datetime import date

from demo.county.places import County
from deputies.assemblies.enums import AttendanceState
from deputies.assemblies.services import (
    Days,
    close_assembly,
    open_assembly,
    record_attendance,
    record_present,
)
from deputies.mandates.services.steps import Decision, confirm_mandates
from deputies.models import Constituency, Deputy, Mandate, Term
from deputies.register.enums import Gender, Level, MandateStatus
from deputies.register.services.mandates import Person, elect_deputy
from deputies.terms.rules import count_quota
from deputies.terms.services import begin_term, open_term, set_quota
from office.models import Division
from office.places.enums import DivisionLevel

# The county's own figures: 146 county and 499 town constituencies.
CONSTITUENCIES = {Level.COUNTY: 146, Level.TOWN: 499}
ELECTED_ON = date(2022, 1, 15)
SESSIONS = (
    (date(2025, 1, 14), date(2025, 1, 17)),
    (date(2026, 1, 20), date(2026, 1, 23)),
)
BEFORE_ON, BEFORE = date(2017, 1, 12), 140
DEPUTIES_BEFORE = 4
PEOPLE = {Level.COUNTY: (2200, 8500), Level.TOWN: (700, 2000)}
MOST_SEATS = 3

# At most three deputies per constituency and 45 or more per town set the minimum.
LEAST = {Level.COUNTY: 1, Level.TOWN: 24}


def build_terms(county: County) -> dict[str, list[Deputy]]:
    """Both terms with their constituencies; returns the previous deputies, by town."""
    past = replace(county, chance=random.Random(18))
    _term(past, Level.COUNTY, 18, BEFORE_ON, BEFORE)
    sat = {key: _elect_before(past, town) for key, town in county.towns.items()}
    confirm_all(BEFORE_ON)
    for level, count in CONSTITUENCIES.items():
        _term(county, level, 19, ELECTED_ON, count)
    return sat


def _term(county: County, level: Level, number: int, on: date, count: int) -> None:
    term = open_term(
        level=level,
        number=number,
        starts_on=on,
        basis=f"关于第 {number} 届换届选举的决定（示例）",
        by=None,
    )
    rows = _constituencies(county, term, count)
    places = [county.whole] if level == Level.COUNTY else _congresses(county, level)
    for place in places:
        own = [row for row in rows if level == Level.COUNTY or row.town == place]
        _share_seats(term, place, own)
    Constituency.objects.bulk_update(rows, ["seats"])
    begin_term(term=term, on=on, document="第一次会议公告（示例）", by=None)


def _share_seats(term: Term, place: Division, rows: list[Constituency]) -> None:
    """The number by the formula, one to three per constituency, by population."""
    people = sum(row.population or 0 for row in rows)
    total = count_quota(term.level, people).total
    for _ in range(total - len(rows)):
        open_ones = (row for row in rows if row.seats < MOST_SEATS)
        max(open_ones, key=lambda r: (r.population or 0) / (2 * r.seats + 1)).seats += 1
    set_quota(
        term=term,
        division=place,
        population=people,
        seats=total,
        basis="关于代表名额的决定（示例）",
        by=None,
    )


def _congresses(county: County, level: Level) -> list[Division]:
    """A street office has no congress of its own; it elects county deputies only."""
    towns = list(county.towns.values())
    return [t for t in towns if level == Level.COUNTY or t.kind != "街道"]


def _villages(town: Division) -> list[Division]:
    rows = town.children.filter(level=DivisionLevel.VILLAGE, valid_until__isnull=True)
    return list(rows.order_by("code"))


def _constituencies(county: County, term: Term, count: int) -> list[Constituency]:
    """``count`` of them, distributed over the towns by the number of their villages."""
    villages = {
        town: _villages(town) for town in _congresses(county, Level(term.level))
    }
    total = sum(map(len, villages.values()))
    rows: list[Constituency] = []
    least = LEAST[Level(term.level)]
    rest = count - least * len(villages)
    shares = {t: least + rest * len(v) // total for t, v in villages.items()}
    shares[max(shares, key=lambda t: shares[t])] += count - sum(shares.values())
    for town, share in shares.items():
        for n in range(1, share + 1):
            rows.append(
                Constituency(
                    term=term,
                    level=term.level,
                    town=town,
                    number=len(rows) + 1 if term.level == Level.COUNTY else n,
                    name=f"{town}第 {n} 选区（示例）",
                    seats=1,
                    population=county.chance.randrange(*PEOPLE[Level(term.level)], 10),
                )
            )
    Constituency.objects.bulk_create(rows)
    through = Constituency.villages.through
    through.objects.bulk_create(
        [
            through(constituency_id=row.pk, division_id=village.pk)
            for row, village in _parts(rows, villages)
        ],
        ignore_conflicts=True,
    )
    return rows


def _parts(
    rows: list[Constituency], villages: dict[Division, list[Division]]
) -> list[tuple[Constituency, Division]]:
    """Every village in at least one constituency, every constituency with a village."""
    parts = []
    for town, places in villages.items():
        own = [row for row in rows if row.town == town]
        for n in range(max(len(own), len(places))):
            parts.append((own[n % len(own)], places[n % len(places)]))
    return parts


def _elect_before(past: County, town: Division) -> list[Deputy]:
    seats = Constituency.objects.filter(town=town, level=Level.COUNTY)
    sat = []
    for seat in seats.order_by("number")[:DEPUTIES_BEFORE]:
        mandate = elect_deputy(
            constituency=seat, on=BEFORE_ON, person=_person(past), by=None
        )
        sat.append(mandate.deputy)
    return sat


def build_assemblies() -> None:
    """Two sessions of the present county term; one deputy missed the second."""
    term = Term.objects.get(level=Level.COUNTY, is_current=True)
    for number, (first, last) in enumerate(SESSIONS, 1):
        meeting = open_assembly(
            term=term, town=None, number=number, days=Days(first, last), by=None
        )
        rows = list(meeting.attendances.order_by("pk"))
        record_present(assembly=meeting, present=rows[2:], by=None)
        excused, absent = AttendanceState.EXCUSED, AttendanceState.ABSENT
        record_attendance(
            attendance=rows[0], state=excused, reason="住院，大会主席团批准", by=None
        )
        last_state = absent if number == len(SESSIONS) else AttendanceState.PRESENT
        record_attendance(attendance=rows[1], state=last_state, reason="", by=None)
        close_assembly(assembly=meeting, by=None)


def confirm_all(on: date) -> None:
    """Confirm all elected deputies, by one document per level."""
    decision = Decision.of_day(on, "关于代表资格审查情况的公告（示例）")
    waiting = Mandate.objects.filter(status=MandateStatus.ELECTED)
    confirm_mandates(mandates=list(waiting), decision=decision, by=None)


def _person(past: County) -> Person:
    return Person(
        name=past.person(),
        gender=Gender.FEMALE if past.chance.random() < 0.25 else Gender.MALE,
        occupation=past.chance.choice(past.seed["occupations"]),
        born=f"{past.chance.randrange(1955, 1985)}-{past.chance.randrange(1, 13):02d}",
    )
