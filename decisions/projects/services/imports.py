"""Imports a list of projects from a table: preview, then all or nothing."""

from dataclasses import dataclass, field

from django.db import transaction

from decisions.projects.models.programmes import Programme
from decisions.projects.services.construction import add_project
from decisions.projects.sheets import SheetRow, read_projects
from decisions.resolutions.errors import DecisionError
from office.audit import services as audit
from office.models import Division, Unit, User
from office.places.enums import DivisionLevel


@dataclass
class ImportPlan:
    """What would be written, and the errors by line."""

    rows: list[SheetRow] = field(default_factory=list)

    @property
    def bad(self) -> list[SheetRow]:
        return [row for row in self.rows if row.problems]

    @property
    def good(self) -> list[SheetRow]:
        return [row for row in self.rows if not row.problems]


def plan_import(*, programme: Programme, data: bytes) -> ImportPlan:
    """Read ``data`` and find its units; writes nothing. Raises ServiceError."""
    rows = read_projects(data)
    if not rows:
        raise DecisionError("表头下面没有项目。")
    units: dict[str, Unit] = {}
    for unit in Unit.objects.handling():
        units[unit.name] = units[unit.short_name] = unit
    taken = set(programme.projects.values_list("name", flat=True))
    for row in rows:
        found = units.get(str(row.facts.get("unit", "")))
        if row.facts.get("unit") and found is None:
            row.problems.append(f"没有叫“{row.facts['unit']}”的责任单位")
        row.facts["unit"] = found
        if row.name in taken:
            row.problems.append("这一年已经有同名的项目")
    _check_numbers(programme, rows)
    return ImportPlan(rows)


def _check_numbers(programme: Programme, rows: list[SheetRow]) -> None:
    """The table's numbers are used if every line has one, else the order of the lines."""
    numbers = [row.facts.get("number") for row in rows]
    if None in numbers or len(set(numbers)) != len(numbers):
        last = programme.projects.count()
        for at, row in enumerate(rows, last + 1):
            row.facts["number"] = at
    used = set(programme.projects.values_list("number", flat=True))
    for row in rows:
        if row.facts["number"] in used or not 0 < row.facts["number"] < 10_000:
            row.problems.append(f"原序 {row.facts['number']} 不能用")


@transaction.atomic
def import_projects(*, programme: Programme, plan: ImportPlan, by: User | None) -> int:
    """Write all of them, or none and raise DecisionError. Returns how many."""
    if plan.bad:
        raise DecisionError(f"有 {len(plan.bad)} 行要先改好，没有导入。")
    whole = Division.objects.get(level=DivisionLevel.COUNTY)
    for row in plan.rows:
        facts = {name: value for name, value in row.facts.items() if value is not None}
        add_project(programme=programme, by=by, division=whole, **facts)
    audit.record(
        action="import_projects",
        by=by,
        object=programme,
        detail={"rows": len(plan.rows)},
    )
    return len(plan.rows)
