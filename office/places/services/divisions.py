"""行政区划 from files: planned first, then carried out; places that ended stay."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from office.audit import services as audit
from office.places.models.divisions import Division
from office.places.sheets.files import (
    LEVELS,
    DivisionError,
    Place,
    read_places,
    read_rows,
)

if TYPE_CHECKING:
    from office.people.models import User

__all__ = ["DivisionError", "Plan", "import_divisions", "plan_import", "read_rows"]


@dataclass(frozen=True)
class Plan:
    """What an import will do: places to add, to change, and those that are the same."""

    added: list[Place]
    changed: list[Place]
    same: int

    @property
    def summary(self) -> str:
        written = self.added + self.changed
        closed = [place for place in written if place.valid_until]
        without = sum(1 for place in closed if not place.successor)
        return (
            f"新增 {len(self.added)}，更新 {len(self.changed)}，不变 {self.same}；"
            f"其中已撤并的 {len(closed)}，看不出并到哪里的 {without}。"
        )


def plan_import(rows: list[dict[str, str]]) -> Plan:
    """Compare the file's places with those known. Nothing is written.

    Raises DivisionError, with the line that cannot be read.
    """
    return _compare(read_places(rows))


def _compare(places: list[Place]) -> Plan:
    known = {d.code: d for d in Division.objects.select_related("parent", "successor")}
    living = {
        (d.parent.code, d.name): d.code
        for d in known.values()
        if d.parent and not d.valid_until
    }
    # A place that came by another code before keeps it.
    codes = {
        place.code: living.get((place.parent, place.name), place.code)
        for place in places
        if place.code not in known and not place.valid_until
    }
    added, changed, same = [], [], 0
    for raw in places:
        successor = codes.get(raw.successor, raw.successor)
        place = replace(raw, code=codes.get(raw.code, raw.code), successor=successor)
        found = known.get(place.code)
        if found is None:
            added.append(place)
        elif _differs(found, place):
            changed.append(place)
        else:
            same += 1
    return Plan(added, changed, same)


def _differs(found: Division, place: Place) -> bool:
    """Whether ``place`` says something new; what it does not say stays as it is."""
    successor = found.successor.code if found.successor else ""
    return (
        found.name != place.name
        or found.full_name != place.full_name
        or found.valid_until != place.valid_until
        or bool(place.kind and place.kind != found.kind)
        or bool(place.valid_from and place.valid_from != found.valid_from)
        or bool(place.successor and place.successor != successor)
    )


@transaction.atomic
def import_divisions(*, plan: Plan, by: "User | None") -> int:
    """Carry out ``plan``; returns how many rows were written. Twice changes nothing."""
    order = list(LEVELS.values())
    places = sorted([*plan.added, *plan.changed], key=lambda p: order.index(p.level))
    # One import after the other: the plan of the second would be stale half-way.
    rows = {d.code: d for d in Division.objects.select_for_update().order_by("pk")}
    # Ended places first: their names are free for those that follow.
    for place in sorted(
        places, key=lambda p: (order.index(p.level), not p.valid_until)
    ):
        if place.parent and place.parent not in rows:
            raise DivisionError(f"“{place.name}”的上级 {place.parent} 还没有。")
        rows[place.code] = _write(place, rows)
    for place in places:
        if place.successor in rows:
            rows[place.code].successor = rows[place.successor]
            rows[place.code].save(update_fields=["successor"])
    audit.record(action="import_divisions", by=by, detail={"rows": len(places)})
    return len(places)


def _write(place: Place, rows: dict[str, Division]) -> Division:
    row = rows.get(place.code) or Division(code=place.code, level=place.level)
    row.name, row.full_name = place.name, place.full_name
    row.kind = place.kind or row.kind
    row.valid_from = place.valid_from or row.valid_from
    row.valid_until = place.valid_until
    if row.parent is None and place.parent:
        row.parent = rows[place.parent]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DivisionError(f"“{place.full_name}”与已有的区划冲突。") from error
    return row
