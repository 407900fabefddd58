"""Terms: opening one beside the old, drawing its constituencies, letting it begin."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from deputies.mandates.services.steps import Decision, end_with_term
from deputies.register.enums import Level, MandateStatus
from deputies.register.models import Constituency, Mandate, Term
from deputies.terms.models import SeatQuota
from deputies.terms.rules import count_quota
from office.audit import services as audit
from office.models import Division, User
from office.places.enums import DivisionLevel
from office.text.errors import ServiceError


class TermError(ServiceError):
    """The term cannot be changed like this. The message is written for the user."""


@dataclass(frozen=True)
class Copied:
    """What came over, and the villages that did not because they are no more.

    ``gone`` are sentences; ``failed`` none: constituencies are copied all or not at all.
    """

    count: int
    gone: tuple[str, ...]


@transaction.atomic
def open_term(
    *, level: Level, number: int, starts_on: date, basis: str, by: User | None
) -> Term:
    """Begin to prepare the next term; it holds nothing of the older one.

    ``starts_on`` is when it is expected to begin, ``basis`` the decision on the election.
    Raises TermError: the number is not the next, or one is being prepared already.
    """
    if not basis.strip():
        raise TermError("请写明换届选举的依据文件。")
    known = list(Term.objects.select_for_update().filter(level=level))
    if any(term.is_in_preparation for term in known):
        raise TermError("这一级已有一届在筹备。")
    last = max(known, key=lambda term: term.number, default=None)
    if last and (number != last.number + 1 or starts_on <= last.starts_on):
        raise TermError(f"下一届是第 {last.number + 1} 届，要晚于{last}的起日。")
    try:
        with transaction.atomic():
            term = Term.objects.create(
                level=level, number=number, starts_on=starts_on, basis=basis.strip()
            )
    except IntegrityError as error:
        raise TermError("这一届刚由别人打开。") from error
    audit.record(action="open_term", by=by, object=term, detail={"number": number})
    return term


@transaction.atomic
def copy_constituencies(*, source: Term, target: Term, by: User | None) -> Copied:
    """Copy the constituencies of ``source`` as a draft to redraw; ``source`` stays as it is.

    Villages that were merged since are left out and named. Raises TermError.
    """
    target = _in_preparation(target)
    if source.level != target.level or source.pk == target.pk:
        raise TermError("只能从同一级的另一届复制。")
    if target.constituencies.exists():
        raise TermError("这一届已经有选区了，不再复制。请逐个改。")
    rows = list(source.constituencies.prefetch_related("villages__successor", "units"))
    if not rows:
        raise TermError(f"{source}没有选区。")
    copies = Constituency.objects.bulk_create(
        Constituency(
            term=target,
            level=row.level,
            town_id=row.town_id,
            number=row.number,
            name=row.name,
            seats=row.seats,
            # People were counted for the older term; this one counts anew.
            population=None,
        )
        for row in rows
    )
    pairs = list(zip(rows, copies, strict=True))
    gone = _copy_places(pairs)
    detail = {"source": source.pk, "count": len(rows), "gone": len(gone)}
    audit.record(action="copy_constituencies", by=by, object=target, detail=detail)
    return Copied(len(rows), tuple(gone))


def _copy_places(pairs: list[tuple[Constituency, Constituency]]) -> list[str]:
    villages, units = Constituency.villages.through, Constituency.units.through
    gone, of_village, of_unit = [], [], []
    for row, copy in pairs:
        for village in row.villages.all():
            if village.valid_until is not None:
                into = f"，已并入{village.successor}" if village.successor else ""
                gone.append(f"{row.name}：{village.name}已撤销{into}，没有带过来。")
                continue
            of_village.append(villages(constituency_id=copy.pk, division_id=village.pk))
        of_unit += [
            units(constituency_id=copy.pk, unit_id=unit.pk) for unit in row.units.all()
        ]
    villages.objects.bulk_create(of_village)
    units.objects.bulk_create(of_unit)
    return gone


@transaction.atomic
def drop_constituency(*, constituency: Constituency, by: User) -> None:
    """Take a constituency out of a term that is being prepared. Raises TermError."""
    row = Constituency.objects.select_for_update().get(pk=constituency.pk)
    _in_preparation(row.term)
    if row.mandates.exists():
        raise TermError("这个选区已经登记了当选人，不能去掉。")
    audit.record(
        action="drop_constituency", by=by, object=row, detail={"number": row.number}
    )
    row.delete()


@transaction.atomic
def set_quota(
    *,
    term: Term,
    division: Division,
    population: int,
    seats: int,
    basis: str,
    by: User | None,
) -> SeatQuota:
    """Write down the number of deputies as it was decided for ``division``.

    Raises TermError when it is not what the law's formula allows; 选举法 第十四条 lets a
    number stand once the term has begun.
    """
    term = _in_preparation(term)
    wanted = DivisionLevel.COUNTY if term.level == Level.COUNTY else DivisionLevel.TOWN
    if division.level != wanted or division.kind == "街道":
        raise TermError("名额按县或者乡镇确定；街道不设人民代表大会。")
    if not basis.strip():
        raise TermError("请写明确定名额的文件。")
    if objection := count_quota(term.level, population).objection(seats):
        raise TermError(objection)
    quota, _ = SeatQuota.objects.update_or_create(
        term=term,
        division=division,
        defaults={"population": population, "seats": seats, "basis": basis.strip()},
    )
    audit.record(action="set_quota", by=by, object=quota, detail={"seats": seats})
    return quota


@transaction.atomic
def begin_term(*, term: Term, on: date, document: str, by: User | None) -> int:
    """The new congress has met: ``term`` is the present one, the older one is over.

    Seats of the older term end by its end (届满), none of them is carried over. Returns
    how many ended. Raises TermError.
    """
    if not document.strip():
        raise TermError("请写明新一届第一次会议的文件。")
    rows = Term.objects.select_for_update().filter(level=term.level).order_by("pk")
    by_key = {row.pk: row for row in rows}
    term = by_key[term.pk]
    if not term.is_in_preparation:
        raise TermError(f"{term}是{term.state}，不用再开始。")
    if not term.constituencies.exists():
        raise TermError("还没有选区，不能开始。")
    ended = 0
    for older in by_key.values():
        if older.is_current:
            ended = _close(older, Decision.of_day(on, document.strip()))
    term.is_current, term.starts_on = True, on
    term.save()
    detail = {"on": on.isoformat(), "document": document.strip(), "ended": ended}
    audit.record(action="begin_term", by=by, object=term, detail=detail)
    return ended


def _close(older: Term, decision: Decision) -> int:
    on = decision.on
    first = older.mandates.aggregate(last=Max("starts_on"))["last"]
    if on <= older.starts_on or (first and on < first):
        raise TermError(f"开始日要晚于{older}的起日和当选日。")
    older.is_current, older.ends_on = False, on
    older.save()
    rows = Mandate.objects.select_for_update().filter(term=older).order_by("pk")
    sitting = list(rows.exclude(status=MandateStatus.ENDED))
    return end_with_term(mandates=sitting, decision=decision, body="新一届人民代表大会")


def _in_preparation(term: Term) -> Term:
    term = Term.objects.select_for_update().get(pk=term.pk)
    if not term.is_in_preparation:
        raise TermError(f"{term}是{term.state}，只有筹备中的届可以这样改。")
    return term
