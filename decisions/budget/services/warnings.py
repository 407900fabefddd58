"""预警: found by the rules in force, verified, referred, answered, closed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from decisions.budget.enums import FIRST_LIMITS, WARNING_MOVES, WarningKind, WarningVerb
from decisions.budget.models import (
    BudgetWarning,
    BudgetYear,
    Payment,
    WarningEvent,
    WarningRule,
)
from decisions.resolutions.errors import DecisionError
from office.audit import services as audit
from office.models import Unit, User
from office.notices.services.outbox import notify_posts
from office.people.enums import Role
from office.text.masking import mask_text

WORKING = (Role.HANDLER, Role.SIGNER)
SUPERVISING = (Role.CONGRESS_OFFICE,)

# What was paid by a day, a line at a time; every rule reads from it.
PAID = """
WITH paid AS (
    SELECT line.id AS line_id, line.code, line.kind, line.adjusted AS budget,
        line.carried_from,
        coalesce(sum(payment.amount), 0) AS paid,
        coalesce(sum(payment.amount) FILTER (
            WHERE extract(month FROM payment.day) = 12), 0) AS december
    FROM decisions_budgetline line
    LEFT JOIN decisions_payment payment
        ON payment.line_id = line.id AND payment.day <= %(until)s
    WHERE line.year_id = %(year)s
    GROUP BY line.id
)
"""
INSERT = """
INSERT INTO decisions_budgetwarning (year_id, kind, rule_id, line_id, code, period, budget,
    paid, found_on, state, referral, answer, is_public)
SELECT %(year)s, %(kind)s, %(rule)s, line_id, code, %(period)s, budget, {paid},
    %(today)s, 'found', '', '', false
FROM {source} WHERE {condition}
ON CONFLICT (year_id, kind, code, period) DO NOTHING RETURNING id
"""
UNBUDGETED = """(
    SELECT NULL::bigint AS line_id, code, 0::numeric AS budget, sum(amount) AS paid
    FROM decisions_payment WHERE year_id = %(year)s AND line_id IS NULL
        AND day <= %(until)s GROUP BY code
) AS stray"""
# What each rule finds. {share} is the part of the year that is over.
CONDITIONS = {
    # Of the three public expenses less is better.
    WarningKind.BEHIND: (
        "budget > 0 AND kind <> 'three_public'"
        " AND paid < budget * %(share)s * %(limit)s / 100"
    ),
    WarningKind.RUSH: "budget > 0 AND december >= budget * %(limit)s / 100",
    WarningKind.OVER: "paid > budget * %(limit)s / 100",
    WarningKind.CARRIED: (
        "carried_from IS NOT NULL AND %(number)s - carried_from >= %(limit)s"
        " AND paid < budget"
    ),
    WarningKind.NO_BUDGET: "paid >= %(limit)s",
}


@transaction.atomic
def find_warnings(*, year: BudgetYear, today: date) -> int:
    """Everything the rules in force find by ``today``, once a period; returns how many new.

    One statement a rule. Behind the calendar is asked at the end of each quarter but the
    last, for what was paid by then, once the treasury's payments reach beyond it: what has
    not been brought in is not late. The others ask of the whole year.
    """
    rules = rules_in_force()
    known = Payment.objects.filter(year=year).aggregate(last=Max("day"))["last"]
    found = 0
    for kind, rule in rules.items():
        for period, until, share in _periods(kind, year.year, today, known):
            found += _find(kind, rule, year, period, until, share, today)
    return found


def _periods(
    kind: WarningKind, year: int, today: date, known: date | None
) -> list[tuple[str, date, Decimal]]:
    """Name, last day and part of the year, of each period that is asked about."""
    if kind != WarningKind.BEHIND:
        until = min(today, date(year, 12, 31))
        return [(str(year), until, Decimal(1))] if today.year >= year else []
    ends = [date(year, 3, 31), date(year, 6, 30), date(year, 9, 30)]
    return [
        (f"{year}Q{quarter}", end, Decimal(quarter) / 4)
        for quarter, end in enumerate(ends, 1)
        if known is not None and end < min(today, known)
    ]


def _find(
    kind: WarningKind,
    rule: WarningRule,
    year: BudgetYear,
    period: str,
    until: date,
    share: Decimal,
    today: date,
) -> int:
    stray = kind == WarningKind.NO_BUDGET
    statement = INSERT.format(
        source=UNBUDGETED if stray else "paid",
        condition=CONDITIONS[kind],
        paid="december" if kind == WarningKind.RUSH else "paid",
    )
    data: dict[str, Any] = {
        "year": year.pk,
        "number": year.year,
        "kind": kind.value,
        "rule": rule.pk,
        "period": period,
        "until": until,
        "share": share,
        "limit": rule.limit,
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement if stray else PAID + statement, data)
        found = [pk for (pk,) in cursor.fetchall()]
    WarningEvent.objects.bulk_create(
        WarningEvent(warning_id=pk, verb=WarningVerb.FIND, note=str(rule))
        for pk in found
    )
    return len(found)


def rules_in_force() -> dict[WarningKind, WarningRule]:
    """The newest version of each kind; the first ones are written when none is there."""
    newest = {row.kind: row for row in WarningRule.objects.order_by("version")}
    for kind in WarningKind:
        if kind not in newest:
            newest[kind], _ = WarningRule.objects.get_or_create(
                kind=kind,
                version=1,
                defaults={
                    "limit": FIRST_LIMITS[kind],
                    "basis": "起始规则，由常委会预算工委核定",
                },
            )
    return {kind: newest[kind] for kind in WarningKind}


@transaction.atomic
def set_rule(*, kind: str, limit: Decimal, basis: str, by: User | None) -> WarningRule:
    """A new version; what was found keeps its own. Raises DecisionError."""
    if kind not in WarningKind.values or limit < 0 or not basis.strip():
        raise DecisionError("请写限度和依据。")
    last = WarningRule.objects.filter(kind=kind).aggregate(last=Max("version"))["last"]
    version = (last or 0) + 1
    try:
        with transaction.atomic():
            row = WarningRule.objects.create(
                kind=kind, version=version, limit=limit, basis=basis.strip(), by=by
            )
    except IntegrityError as error:
        raise DecisionError("别人刚刚定了这一版，请看过再定。") from error
    audit.record(action="set_warning_rule", by=by, object=row)
    return row


def _move(
    warning: BudgetWarning, verb: WarningVerb, note: str, by: User | None
) -> BudgetWarning:
    """Locked, moved and with its event; the caller saves. Raises DecisionError."""
    rows = BudgetWarning.objects.select_for_update(of=("self",))
    row = rows.select_related("line__unit", "unit").get(pk=warning.pk)
    move = WARNING_MOVES[verb]
    if row.state != move.source:
        raise DecisionError(
            f"这条预警现在是“{row.get_state_display()}”，不能{verb.label}。"
        )
    row.state = move.target
    note = mask_text(note.strip())
    WarningEvent.objects.create(warning=row, verb=verb, note=note[:1000], by=by)
    return row


@transaction.atomic
def verify_warning(
    *, warning: BudgetWarning, is_real: bool, note: str, by: User | None
) -> BudgetWarning:
    """核实: real, or a false alarm; either with words. Raises DecisionError."""
    if not note.strip():
        raise DecisionError("请写核实的情况。")
    verb = WarningVerb.VERIFY if is_real else WarningVerb.DISMISS
    row = _move(warning, verb, note, by)
    row.save(update_fields=["state"])
    return row


@transaction.atomic
def refer_warning(
    *,
    warning: BudgetWarning,
    unit: Unit,
    referral: str,
    due_on: date,
    by: User | None,
) -> BudgetWarning:
    """转交 to the unit, with number and deadline; its people are told."""
    if not referral.strip():
        raise DecisionError("请写转交单号。")
    if due_on <= timezone.localdate():
        raise DecisionError("反馈期限要在今天以后。")
    row = _move(warning, WarningVerb.REFER, f"{referral}，转交{unit}", by)
    row.unit, row.referral, row.due_on = unit, referral.strip(), due_on
    row.save(update_fields=["state", "unit", "referral", "due_on"])
    _notify(
        row, unit, WORKING, "预算预警转交给你单位", f"{row}，请在 {due_on} 前反馈。"
    )
    return row


@transaction.atomic
def answer_warning(
    *, warning: BudgetWarning, answer: str, by: User | None
) -> BudgetWarning:
    if not answer.strip():
        raise DecisionError("请写反馈。")
    row = _move(warning, WarningVerb.ANSWER, answer, by)
    row.answer = mask_text(answer.strip())
    row.save(update_fields=["state", "answer"])
    return row


@transaction.atomic
def return_warning(
    *, warning: BudgetWarning, note: str, days: int, by: User | None
) -> BudgetWarning:
    """反馈退回: why, and a new deadline ``days`` from today. Raises DecisionError."""
    if not note.strip():
        raise DecisionError("请写退回的理由。")
    if days < 1:
        raise DecisionError("反馈期限要在今天以后。")
    row = _move(warning, WarningVerb.RETURN, note, by)
    row.due_on = timezone.localdate() + timedelta(days=days)
    row.save(update_fields=["state", "due_on"])
    if row.unit:
        _notify(row, row.unit, WORKING, "预算预警的反馈被退回", f"{row}：{note}"[:400])
    return row


@transaction.atomic
def close_warning(
    *, warning: BudgetWarning, note: str, is_public: bool, by: User | None
) -> BudgetWarning:
    row = _move(warning, WarningVerb.CLOSE, note, by)
    row.is_public = is_public
    row.save(update_fields=["state", "is_public"])
    return row


def _notify(
    row: BudgetWarning, unit: Unit, roles: tuple[Role, ...], title: str, text: str
) -> None:
    number = row.events.count()
    notify_posts(
        unit=unit,
        roles=roles,
        key=f"budget_warning:{row.pk}:{number}",
        kind="budget_warning",
        title=title,
        text=text,
        url=row.get_absolute_url(),
    )
