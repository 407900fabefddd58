"""Putting many deputies at once into a station, a delegation or a deputy group."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deputies.groups.enums import GroupingKind
from deputies.groups.models import Grouping, GroupingSeat
from deputies.register.models import Mandate, Term
from deputies.stations.models import LiaisonStation
from office.audit import services as audit
from office.models import Division, User
from office.text.errors import ServiceError


class GroupingError(ServiceError):
    """It cannot be put together like this. The message is written for the user."""


@transaction.atomic
def create_grouping(
    *,
    kind: GroupingKind,
    term: Term,
    name: str,
    town: Division | None = None,
    by: User | None,
) -> Grouping:
    """Open a delegation or a group; ``town`` for one of a town's own congress.

    Raises GroupingError.
    """
    if term.is_over:
        raise GroupingError(f"{term}已经届满。")
    row = Grouping(kind=kind, term=term, town=town, name=name.strip())
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise GroupingError(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise GroupingError("这一届已经有同名的。") from error
    audit.record(action="create_grouping", by=by, object=row)
    return row


@transaction.atomic
def assign_to_grouping(
    *,
    grouping: Grouping,
    mandates: Iterable[Mandate],
    leads: bool = False,
    by: User | None,
) -> int:
    """Put ``mandates`` in; who is in another of the same kind moves. Returns how many.

    The mandates are locked, so that two clerks do not put one person into two. Raises
    GroupingError for a person of another term or level, or not in office.
    """
    grouping = Grouping.objects.select_for_update().get(pk=grouping.pk)
    rows = _in_office(mandates)
    for row in rows:
        if row.term_id != grouping.term_id:
            raise GroupingError(f"{row.deputy}不是{grouping.term}的代表。")
        if grouping.town_id and row.constituency.town_id != grouping.town_id:
            raise GroupingError(f"{row.deputy}不是{grouping.town}选的代表。")
    held = GroupingSeat.objects.filter(mandate__in=rows, kind=grouping.kind)
    moved = held.exclude(grouping=grouping).count()
    held.delete()
    GroupingSeat.objects.bulk_create(
        GroupingSeat(grouping=grouping, kind=grouping.kind, mandate=row, leads=leads)
        for row in rows
    )
    detail = {"deputies": [row.deputy.code for row in rows], "moved": moved}
    audit.record(action="assign_to_grouping", by=by, object=grouping, detail=detail)
    return len(rows)


@transaction.atomic
def assign_to_station(
    *, station: LiaisonStation, mandates: Iterable[Mandate], by: User
) -> int:
    """Add ``mandates`` to the roster; nobody leaves it. Returns how many are new.

    Raises GroupingError.
    """
    station = LiaisonStation.objects.select_for_update().get(pk=station.pk)
    if not station.is_open:
        raise GroupingError(f"{station}关闭着，不能编入。")
    rows = _in_office(mandates)
    known = set(station.roster.values_list("pk", flat=True))
    new = [row for row in rows if row.pk not in known]
    station.roster.add(*new)
    detail = {"code": station.code, "added": [row.deputy.code for row in new]}
    audit.record(action="set_roster", by=by, object=station, detail=detail)
    return len(new)


def _in_office(mandates: Iterable[Mandate]) -> list[Mandate]:
    wanted = {mandate.pk for mandate in mandates}
    if not wanted:
        raise GroupingError("请至少勾选一名代表。")
    rows = list(
        Mandate.objects.in_office()
        .filter(pk__in=wanted)
        .select_related("deputy", "constituency", "term")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(rows) < len(wanted):
        raise GroupingError("勾选的人里有的已经不是现任代表，请刷新后再选。")
    return rows
