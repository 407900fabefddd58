"""按管理权限: competence, assignment, return; always exactly one holder."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from cases.categories.models import Category, Competence
from cases.loop import notifications
from cases.loop.enums import OPINIONS, CaseKind, CaseStatus, Duty, Verb
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Assignment, Round
from cases.loop.services.clock import local_day, start_clock
from cases.loop.services.kinds import rules_of
from cases.loop.services.moves import (
    CaseError,
    check_kind,
    current_round,
    lock_case,
    move,
    record,
)
from office.calendar.services.deadlines import cn_date, count_deadline, find_rule
from office.models import Division, Unit, User
from office.places.enums import DivisionLevel
from office.units.enums import UnitKind


@dataclass(frozen=True)
class Suggestion:
    """A unit that seems competent, and a reason a person can check."""

    unit: Unit
    reason: str


def rank_categories(text: str, categories: Iterable[Category]) -> list[Category]:
    """Up to three of ``categories``, those with most keywords in ``text`` first."""
    scored = []
    for category in categories:
        score = 0
        for word in category.keywords.split():
            if word in text:
                # A longer keyword weighs more: 污水处理 outweighs 水.
                score += text.count(word) * len(word)
        if score:
            scored.append((score, -category.position, category))
    scored.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return [category for _, _, category in scored[:3]]


def suggest_units(
    *, category: Category | None, division: Division, level: str
) -> list[Suggestion]:
    """Competent units by place, category and level, each with its reason."""
    suggestions: list[Suggestion] = []
    if category is not None:
        suggestions += _by_competence(category, division, level)
        suggestions += _by_experience(category, division)
    if level == DivisionLevel.TOWN and division.town:
        suggestions += _town_government(division)
    seen: set[int] = set()
    unique = []
    for suggestion in suggestions:
        if suggestion.unit.pk not in seen:
            seen.add(suggestion.unit.pk)
            unique.append(suggestion)
    return unique[:4]


def _by_competence(
    category: Category, division: Division, level: str
) -> list[Suggestion]:
    line = [category, category.parent] if category.parent else [category]
    rows = Competence.objects.filter(
        category__in=line, level=level, unit__is_active=True
    ).select_related("unit", "category")
    places = {None, division.pk, division.town.pk if division.town else None}
    fitting = [row for row in rows if row.division_id in places]
    fitting.sort(
        key=lambda row: (row.category_id != category.pk, row.division_id is None)
    )
    return [Suggestion(row.unit, f"“{row.category}”：{row.basis}") for row in fitting]


def _by_experience(category: Category, division: Division) -> list[Suggestion]:
    since = timezone.now() - timedelta(days=365)
    rows = (
        Assignment.objects.filter(
            case__category=category,
            case__division=division,
            assigned_at__gte=since,
            returned_at__isnull=True,
            duty=Duty.LEAD,
            unit__is_active=True,
        )
        .values("unit")
        .annotate(n=Count("pk"))
        .order_by("-n")[:2]
    )
    units = Unit.objects.in_bulk([row["unit"] for row in rows])
    return [
        Suggestion(units[row["unit"]], f"近一年这里同类的 {row['n']} 件由它办")
        for row in rows
    ]


def _town_government(division: Division) -> list[Suggestion]:
    town = division.town.successor or division.town
    units = Unit.objects.active().filter(kind=UnitKind.TOWN_GOVERNMENT, division=town)
    return [Suggestion(unit, f"事情在{town}，先由镇街办") for unit in units[:1]]


@transaction.atomic
def assign_case(
    *,
    case: Case,
    lead: Unit,
    assist: Sequence[Unit] = (),
    separate: Sequence[Unit] = (),
    note: str = "",
    by: User,
    at: datetime | None = None,
    kinds: Collection[CaseKind] = OPINIONS,
) -> Case:
    """Assign the case to ``lead``, which holds it and owes the answer from now on.

    Assisting units (会同办理) give the lead their opinion; separate ones (分别办理) owe
    an answer of their own. Raises CaseError.
    """
    case = lock_case(case)
    check_kind(case, kinds)
    units = [lead, *assist, *separate]
    if len({unit.pk for unit in units}) != len(units):
        raise CaseError("同一个单位不能兼有两种分工。")
    if not all(unit.is_active for unit in units):
        raise CaseError("选中的单位已经停用，请另选。")
    at = at or timezone.now()
    handling = current_round(case)
    handling.lead, handling.assigned_at, handling.signed_at = lead, at, None
    rules = rules_of(case)
    start = rules.answer_start(case, handling, local_day(at))
    start_clock(case, handling, rules.answer_rule(case, lead), start)
    handling.save()
    case.holder = lead
    say = f"交给{lead}，答复期限{cn_date(case.due_on)}。"
    event = move(case, Verb.ASSIGN, by=by, at=at, unit=lead, note=note, public_note=say)
    case.save()
    give(case, handling, lead, Duty.LEAD, handling.due_on, at)
    helping = _assist_due(case, local_day(at))
    for unit in assist:
        give(case, handling, unit, Duty.ASSIST, min(helping, handling.due_on), at)
    for unit in separate:
        give(case, handling, unit, Duty.SEPARATE, handling.due_on, at)
    for unit in units:
        notifications.notify_unit_of_assignment(case, unit, event)
    return case


def _assist_due(case: Case, day: date) -> date:
    return count_deadline(find_rule(rules_of(case).assist_rule, day), day).due


def give(
    case: Case, handling: Round, unit: Unit, duty: Duty, due_on: date, at: datetime
) -> Assignment:
    return Assignment.objects.create(
        case=case, round=handling, unit=unit, duty=duty, due_on=due_on, assigned_at=at
    )


@dataclass(frozen=True)
class BulkResult:
    """Result for one case of a bulk action; ``error`` is empty on success."""

    case: Case
    error: str = ""


def assign_cases(
    *, cases: Sequence[Case], lead: Unit, note: str = "", by: User
) -> list[BulkResult]:
    """Assign several cases to one unit; one that cannot be is skipped with the reason."""
    results = []
    for case in cases:
        if case.kind == CaseKind.SUGGESTION:
            results.append(BulkResult(case, "代表建议要逐件交办，跳过。"))
            continue
        try:
            results.append(
                BulkResult(assign_case(case=case, lead=lead, note=note, by=by))
            )
        except CaseError as error:
            results.append(BulkResult(case, str(error)))
    return results


@transaction.atomic
def sign_case(*, case: Case, by: User, at: datetime | None = None) -> Case:
    """签收: the unit confirms receipt."""
    case = lock_case(case)
    handling = current_round(case)
    move(
        case,
        Verb.SIGN,
        by=by,
        at=at,
        unit=handling.lead,
        public_note=f"{handling.lead}签收，开始办理。",
    )
    handling.signed_at = at or timezone.now()
    handling.save()
    case.save()
    return case


@transaction.atomic
def return_case(
    *, case: Case, reason: str, by: User, at: datetime | None = None
) -> Case:
    """退回改派: the unit is not competent; with a reason, within the rule's days.

    The next unit's clock starts from zero; the total time since intake continues.
    """
    case = lock_case(case)
    handling = current_round(case)
    if not reason.strip():
        raise CaseError("请写明退回的理由。")
    if handling.assigned_at is None:
        raise CaseError("这件意见还没有交办，不用退回。")
    assigned = local_day(handling.assigned_at)
    last = count_deadline(find_rule(rules_of(case).return_rule, assigned), assigned).due
    if local_day(at) > last:
        raise CaseError(f"退回要在{cn_date(last)}以前提出，现在请办理或者申请延期。")
    lead, now = handling.lead, at or timezone.now()
    handling.assignments.filter(returned_at__isnull=True).update(
        returned_at=now, return_reason=reason[:300]
    )
    case.holder, case.due_on, case.warn_on = handling.supervisor, None, None
    event = move(
        case,
        Verb.RETURN,
        by=by,
        at=at,
        unit=lead,
        note=reason,
        public_note=f"{lead}认为不归它办，退回重新交办。",
    )
    handling.lead = handling.rule = None
    handling.start_on = handling.due_on = handling.first_due_on = None
    handling.assigned_at = handling.signed_at = None
    handling.save()
    case.save()
    notifications.notify_unit_of_return(case, event)
    return case


@transaction.atomic
def add_assisting_unit(
    *, case: Case, unit: Unit, by: User, at: datetime | None = None
) -> Assignment:
    """Ask another unit to assist while the case is being handled."""
    case = lock_case(case)
    if case.status not in (CaseStatus.ASSIGNED, CaseStatus.IN_HAND):
        raise CaseError("只有办理中的意见可以增加协办单位。")
    handling = current_round(case)
    if handling.assignments.filter(unit=unit, returned_at__isnull=True).exists():
        raise CaseError(f"{unit}已经在办这件事。")
    day = local_day(at)
    due = min(_assist_due(case, day), handling.due_on)
    part = give(case, handling, unit, Duty.ASSIST, due, at or timezone.now())
    say = f"请{unit}协办。"
    event = record(case, Verb.ADD_UNIT, by=by, at=at, unit=unit, public_note=say)
    notifications.notify_unit_of_assignment(case, unit, event)
    return part


@transaction.atomic
def answer_as_assistant(
    *, assignment: Assignment, opinion: str, by: User, at: datetime | None = None
) -> Assignment:
    """协办意见: for the lead, not for the resident."""
    case = lock_case(assignment.case)
    part = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if part.duty != Duty.ASSIST or part.returned_at is not None:
        raise CaseError("只有协办单位在办理中可以写协办意见。")
    if not opinion.strip():
        raise CaseError("请写明协办意见。")
    part.opinion, part.answered_at = opinion.strip(), at or timezone.now()
    part.save()
    record(case, Verb.ASSIST_ANSWER, by=by, at=at, unit=part.unit, note=part.opinion)
    return part
