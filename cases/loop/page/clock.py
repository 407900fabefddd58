"""The sentence of a case: who owes the next step, on which day of how many, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from cases.loop.enums import OWED_STATUSES, CaseKind, CaseStatus, Grade, Lamp
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.rounds import Round
from cases.loop.page.history import History, history_of
from cases.loop.services.kinds import rules_of
from office.calendar.services.deadlines import (
    Deadline,
    WorkCalendar,
    cn_date,
    count_deadline,
    find_rule,
    load_calendar,
)
from office.text.masking import mask_text

LONGEST_RULER = 13
# What is owed before a unit has the case, and by which rule.
OWED_STEPS = {
    CaseStatus.RECEIVED: ("受理", "case_screen"),
    CaseStatus.ACCEPTED: ("交办", "case_dispatch"),
    CaseStatus.REOPENED: ("再次交办", "case_dispatch"),
}
_TOLD_BY_ROUND = (CaseStatus.SUSPENDED, CaseStatus.ANSWERED)


@dataclass(frozen=True)
class Day:
    """One worked day of the ruler."""

    number: int
    marks: str
    label: str


@dataclass(frozen=True)
class Clock:
    """The hero of a case's page. ``lines`` are set one below the other."""

    tone: str
    tag: str
    lines: tuple[str, ...]
    by: str = ""
    why: tuple[str, ...] = ()
    ruler: tuple[Day, ...] = ()


def clock_of(
    case: Case, *, today: date, own: bool = False, history: History | None = None
) -> Clock:
    """The clock of ``case`` on ``today``; ``own`` speaks to the one who asked."""
    status = CaseStatus(case.status)
    if status not in (*OWED_STATUSES, *OWED_STEPS, *_TOLD_BY_ROUND):
        return _over(case, own)
    history = history or history_of(case)
    if status in OWED_STEPS:
        return _waiting(case, status, today, history.events)
    handling = next(r for r in history.rounds if r.number == case.round_no)
    if status == CaseStatus.SUSPENDED:
        return _suspended(handling, own)
    if status == CaseStatus.ANSWERED:
        return _answered(case, handling, own)
    return _owed(case, handling, today)


def _owed(case: Case, handling: Round, today: date) -> Clock:
    calendar = load_calendar()
    again = "再次" if case.round_no > 1 else ""
    unit = handling.lead.name
    late = calendar.workdays_between(handling.due_on, today)
    gone = calendar.workdays_between(handling.start_on, today)
    whole = calendar.workdays_between(handling.start_on, handling.due_on)
    if today > handling.due_on:
        second = f"已超期 {late} 个工作日" if late else "期限已过"
        by = f"应在{cn_date(handling.due_on)}前答复。"
    else:
        second = _day_of(handling.start_on, gone, whole, calendar)
        left = calendar.workdays_between(today, handling.due_on)
        by = f"最迟{cn_date(handling.due_on)}答复，{_left(left)}。"
    lamp = case.lamp(today)
    tag = f"第{_cn(case.round_no)}次办理" if case.round_no > 1 else lamp.label
    return Clock(
        tone=lamp.value,
        tag=tag,
        lines=(f"等待{unit}{again}答复，", second),
        by=by,
        why=_why(handling, calendar),
        ruler=_ruler(calendar, handling.start_on, handling.due_on, today),
    )


def _day_of(start: date, gone: int, whole: int, calendar: WorkCalendar) -> str:
    if gone:
        return f"第 {gone} 个工作日，共 {whole} 个"
    first = calendar.next_workday(start + timedelta(days=1))
    return f"{first.month}月{first.day}日起算，共 {whole} 个工作日"


def _left(days: int) -> str:
    return f"还剩 {days} 个工作日" if days else "今天到期"


def _cn(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)


def _why(handling: Round, calendar: WorkCalendar) -> tuple[str, ...]:
    first = Deadline(
        handling.rule,
        handling.start_on,
        handling.first_due_on,
        calendar.basis(handling.start_on, handling.first_due_on),
        handling.calendar_revision,
    )
    why = [first.sentence]
    if handling.extra_days:
        why.append(f"经批准延期 {handling.extra_days} 个工作日。")
    if handling.held_days:
        why.append(f"停表 {handling.held_days} 个工作日，不计入期限。")
    if handling.due_on != handling.first_due_on:
        why.append(f"现在的期限是{cn_date(handling.due_on)}。")
    return tuple(why)


def _ruler(
    calendar: WorkCalendar, start: date, due: date, today: date
) -> tuple[Day, ...]:
    last = max(due, min(today, due + timedelta(days=7)))
    days = calendar.workdays_in(start + timedelta(days=1), last)
    if not 1 < len(days) <= LONGEST_RULER:
        return ()
    ruler, before = [], None
    for day in days:
        marks = []
        if day == today:
            marks.append("is-today")
        elif day < today and day <= due:
            marks.append("is-past")
        if day == due:
            marks.append("is-due")
        if day > due:
            marks.append("is-over")
        if before and (day - before).days > 1:
            marks.append("wk")
        new_month = before is None or before.month != day.month
        label = "今天" if day == today else (f"{day.month}月" if new_month else "")
        ruler.append(Day(day.day, " ".join(marks), label))
        before = day
    return tuple(ruler)


def _waiting(
    case: Case, status: CaseStatus, today: date, events: Iterable[CaseEvent]
) -> Clock:
    verb, rule = OWED_STEPS[status]
    start = _local_day(_entered_at(case, events))
    received = _local_day(case.received_at)
    one_term = rules_of(case).screening_clock(case, received)
    if one_term and status != CaseStatus.REOPENED:
        # One term for both steps: the congress hands over within it.
        verb = "交办"
        rule, start = one_term
    calendar = load_calendar()
    counted = count_deadline(find_rule(rule, start), start, calendar)
    late = calendar.workdays_between(counted.due, today)
    if late:
        tone, second = "late", f"已超期 {late} 个工作日"
        by = f"应在{cn_date(counted.due)}前{verb}。"
    else:
        tone, second = "ok", f"{cn_date(counted.due)}前"
        left = calendar.workdays_between(today, counted.due)
        amount = f"{counted.rule.amount} {counted.rule.get_unit_display()}"
        by = f"{counted.rule.start_event}后 {amount}内{verb}，{_left(left)}。"
    if status == CaseStatus.REOPENED:
        tone = "late" if late else "again"
    return Clock(
        tone=tone,
        tag=status.label,
        lines=(f"等待{case.holder.name}{verb}，", second),
        by=by,
        why=(counted.sentence,),
    )


def _entered_at(case: Case, events: Iterable[CaseEvent]) -> datetime:
    """When the case came into the status it has now."""
    if case.status == CaseStatus.RECEIVED:
        return case.received_at
    moves = [
        event.at
        for event in events
        if event.to_status == case.status and event.from_status != case.status
    ]
    return max(moves, default=case.received_at)


def _suspended(handling: Round, own: bool) -> Clock:
    held = next(h for h in handling.suspensions.all() if h.ended_on is None)
    # What the unit wrote is for whoever asked; nobody has read it before the public.
    text = f"：{mask_text(held.text)}" if own else ""
    return Clock(
        tone="hold",
        tag="停表",
        lines=("暂停计时，", f"最迟{cn_date(held.limit_on)}恢复"),
        by=f"{held.get_reason_display()}{text}",
        why=("停表的工作日不计入期限，到最迟恢复日自动恢复计时。",),
    )


def _answered(case: Case, handling: Round, own: bool) -> Clock:
    start = _local_day(case.answered_at)
    calendar = load_calendar()
    by_deputies = case.kind == CaseKind.SUGGESTION
    rule = "suggestion_rating" if by_deputies else "case_rating"
    last = count_deadline(find_rule(rule, start), start, calendar).due
    took = calendar.workdays_between(handling.start_on, start)
    when = f"第 {took} 个工作日" if took else "当天"
    timely = "按期" if start <= handling.due_on else "超期"
    again = "再次" if case.round_no > 1 else ""
    who, ask = ("您", "请您说说结果怎么样") if own else ("提出人", "等提出人评价")
    if by_deputies:
        who, ask = "代表", "等代表评价"
    return Clock(
        tone="ask",
        tag="等您评价" if own else "等评价",
        lines=(f"{handling.lead.name}已{again}答复，", ask),
        by=f"{when}答复，{timely}。{who}可以在{cn_date(last)}以前评价；"
        "不评价不当作满意。",
    )


def _over(case: Case, own: bool) -> Clock:
    who = "您" if own else "提出人"
    if case.status == CaseStatus.CLOSED and case.kind == CaseKind.SUGGESTION:
        closed = cn_date(_local_day(case.closed_at))
        lines = ("已经办结，", "代表的评价写在过程里")
        return Clock("done", Lamp.DONE.label, lines, f"{closed}办结。")
    if case.status == CaseStatus.CLOSED:
        grade = Grade(case.grade).label if case.grade else ""
        text = f"{who}评价：{grade}" if grade else f"{who}没有评价"
        closed = cn_date(_local_day(case.closed_at))
        return Clock("done", Lamp.DONE.label, ("已经办结，", text), f"{closed}办结。")
    if case.status == CaseStatus.DECLINED:
        reason = case.get_decline_reason_display()
        lines = ("这里不能受理，", reason)
        return Clock("idle", "不予受理", lines, "该去哪里、怎么办，写在下面。")
    return Clock("idle", CaseStatus(case.status).label, ("已经结束。",))


def _local_day(at: datetime) -> date:
    return timezone.localtime(at).date()


def promised_days(case: Case) -> tuple[date, date]:
    """By when a case just received is taken up, and then handed over."""
    calendar = load_calendar()
    start = _local_day(case.received_at)
    screened = count_deadline(find_rule("case_screen", start), start, calendar).due
    rule = find_rule("case_dispatch", start)
    return screened, count_deadline(rule, screened, calendar).due
