"""Every place where a person's words or personal data stand, handed in by each part.

What goes behind the wall (信访工作条例 第三十条) and what is no longer needed (个人信息保护法
第十九条、第四十七条) is emptied by walking this one registry. A part hands its rows in from its
app's ``ready()``; ``tests/guards/test_personal_data.py`` fails on a column of text that is
neither here nor listed there as not personal.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

Columns = Mapping[str, Any]


@dataclass(frozen=True)
class PersonalData:
    """The columns of one table, each with the value that is left when it is emptied.

    ``words`` is what was said, and what others wrote about it; ``person`` says who it
    was. ``of_cases`` finds the rows of these cases, by key: both kinds are emptied when a
    case goes behind the wall. ``ended`` finds the rows whose purpose ended before a
    moment: ``person`` is emptied then. ``elsewhere`` says which service empties what no
    UPDATE can.
    """

    model: type[models.Model]
    words: Columns = field(default_factory=dict)
    person: Columns = field(default_factory=dict)
    of_cases: Callable[[Collection[int]], models.QuerySet] | None = None
    ended: Callable[[datetime], models.QuerySet] | None = None
    elsewhere: str = ""

    @property
    def columns(self) -> set[str]:
        return {*self.words, *self.person}


_registry: list[PersonalData] = []


def register_personal_data(*rows: PersonalData) -> None:
    """Hand in what a part holds. Registered again, a row stays registered once."""
    _registry.extend(row for row in rows if row not in _registry)


def registered() -> Iterator[PersonalData]:
    yield from _registry


def rows_of(model: type[models.Model]) -> models.QuerySet:
    """All rows, past managers that leave some out or refuse to change any.

    What a ledger lets be emptied is decided by its trigger, not by its manager.
    """
    return models.QuerySet(model=model)


def empty_cases(pks: Collection[int]) -> None:
    """Empty the words and persons of these cases wherever they stand."""
    for row in _registry:
        if row.of_cases is not None and row.columns:
            row.of_cases(pks).update(**row.words, **row.person)


def forget_ended(before: datetime) -> int:
    """Empty who it was wherever the purpose ended ``before``; returns how many rows."""
    return sum(
        row.ended(before).exclude(**row.person).update(**row.person)
        for row in _registry
        if row.ended is not None
    )
