"""Imports a chunk: thousands of cases, built by the functions that live intake uses.

The database stores one case while the next is built, so that two cores are busy.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from cases.imports.models import ImportBatch
from cases.imports.services.histories import (
    History,
    PastAnswer,
    RuleBook,
    build_history,
)
from cases.imports.services.rows import ReadRow, RowReader
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.submitters import Submitter
from cases.loop.services import building
from cases.loop.services.building import Intake
from cases.loop.services.copying import copy_rows, new_keys, stream_rows
from cases.loop.services.intake import fresh_codes, reserve_numbers
from office.models import Unit


@dataclass(frozen=True)
class Run:
    """What a run reads once and every chunk uses."""

    batch: ImportBatch
    reader: RowReader
    book: RuleBook
    holders: dict[tuple, Unit]
    now: datetime


@dataclass
class Harvest:
    """The cases of a chunk with their related rows, collected while they are built."""

    cases: list[Case] = field(default_factory=list)
    submitters: list[Submitter] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)


def take_in(readings: list[ReadRow], run: Run) -> list[Case]:
    """Build and save the cases of a chunk with all related rows."""
    harvest = Harvest()
    built = _build(readings, run, harvest)
    if any(reading.clean.answer for reading in readings):
        # Building a history queries rules, so it is done before COPY begins.
        built = iter(list(built))
    stream_rows(Case, built)
    histories = harvest.histories
    for rows in (
        harvest.submitters,
        harvest.events,
        [history.round for history in histories],
        [history.assignment for history in histories],
        [history.reply for history in histories],
    ):
        copy_rows(rows)
    return harvest.cases


def _build(readings: list[ReadRow], run: Run, harvest: Harvest) -> Iterator[Case]:
    """Cases with their keys; everything needed from the database is queried first."""
    intakes = [reading.intake for reading in readings]
    made_of = zip(
        readings,
        new_keys(Case, len(readings)),
        _numbers(intakes),
        fresh_codes(len(readings)),
        [_holder(intake, run.holders) for intake in intakes],
        strict=True,
    )
    return (_build_one(*parts, run, harvest) for parts in made_of)


def _build_one(
    reading: ReadRow,
    pk: int,
    number: str,
    code: str,
    holder: Unit,
    run: Run,
    harvest: Harvest,
) -> Case:
    intake = reading.intake
    case = building.build_case(intake, number=number, code=code, holder=holder)
    case.pk = pk
    harvest.cases.append(case)
    harvest.submitters.append(building.build_submitter(case, intake))
    harvest.events.append(building.build_submit_event(case, intake))
    if reading.clean.answer:
        clean = reading.clean
        answer = PastAnswer(reading.unit, clean.answer, clean.answered_at)
        history = build_history(case, answer, run.book, run.now)
        harvest.histories.append(history)
        harvest.events += history.events
    return case


def _numbers(intakes: list[Intake]) -> list[str]:
    """A number for each case, reserved once per series.

    Series are sorted, so that concurrent runs do not deadlock.
    """
    wanted: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, intake in enumerate(intakes):
        year = timezone.localtime(intake.at).year
        wanted[building.series_of(intake), year].append(at)
    numbers = [""] * len(intakes)
    for (prefix, year), places in sorted(wanted.items()):
        [first] = reserve_numbers(prefix, year, len(places))
        for offset, at in enumerate(places):
            numbers[at] = building.number_of(prefix, year, first + offset)
    return numbers


def _holder(intake: Intake, holders: dict[tuple, Unit]) -> Unit:
    key = (intake.station.pk if intake.station else 0, intake.division.pk)
    if key not in holders:
        holders[key] = building.first_holder(intake)
    return holders[key]
