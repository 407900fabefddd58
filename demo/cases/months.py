"""The past two months of the demonstration: similar cases, and the roll-ups.

All items of the month before last are answered; the reports of the last month are in
progress: one handed over, one waiting for approval, the rest drafts.
"""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Max
from django.utils import timezone

from cases.loop.enums import ResultClass
from cases.models import CaseEvent
from demo.cases.context import DemoContext
from demo.cases.texts import MARK
from demo.county.places import DATA, County
from office.models import User
from rollups.counting.enums import ItemState
from rollups.handing.services import handing
from rollups.models import Report, ReportItem, RollUp, TopicCase
from rollups.months.services import roll_up_month
from rollups.reports.services.reporting import (
    approve_report,
    check_report,
    edit_topic,
    write_section,
)

ANSWER = "已经安排人员到现场核实，能马上办的已经办了，其余列出了时间，由专人负责。"


def voices(context: DemoContext) -> list[dict[str, Any]]:
    """Stories about the same topics by several people, in the past two months."""
    found = json.loads((DATA / "voices.json").read_text(encoding="utf-8"))
    stories = []
    for theme in found:
        for turn, back in enumerate(theme["back"]):
            words = theme["later"] if turn else theme["said"]
            days = _days(context, back, len(words))
            for number, (text, day) in enumerate(zip(words, days, strict=True)):
                stories.append(_story(context, theme, f"{back}-{number}", text, day))
    return stories


def _days(context: DemoContext, back: int, number: int) -> list[date]:
    """Working days distributed over the month ``back`` months before this one."""
    first = context.today.replace(day=1) - relativedelta(months=back)
    days = context.calendar.workdays_in(first, first + relativedelta(months=1, days=-9))
    return [days[n * len(days) // number] for n in range(number)]


def _story(
    context: DemoContext, theme: dict[str, Any], key: str, text: str, day: date
) -> dict[str, Any]:
    ago = context.calendar.workdays_between(day, context.today)
    villages = (
        context.county.towns[theme["town"]]
        .children.filter(valid_until=None)
        .order_by("code")[:6]
    )
    number = len(text)
    steps = f"accept@{ago} publish@{ago} assign@{ago - 1} sign@{ago - 1} "
    steps += f"draft@{ago - 3} release@{ago - 4}"
    return {
        "key": f"{theme['key']}-{key}",
        "town": theme["town"],
        "village": villages[number % len(villages)].name if villages else "",
        "title": text.split("，")[0],
        "text": text,
        "category": theme["category"],
        "name": context.county.person(),
        "ago": ago,
        "lead": theme["lead"],
        "steps": steps,
        "answers": [{"text": theme["answer"], "result": "solved"}],
    }


def play_months(county: County) -> None:
    """Roll up the past two months, and play what follows."""
    context = DemoContext(county)
    this = context.today.replace(day=1)
    for back in (2, 1):
        month = this - relativedelta(months=back)
        after = month + relativedelta(months=1)
        rollup = roll_up_month(month=month, today=context.today)
        RollUp.objects.filter(pk=rollup.pk).update(counted_at=_at(after, 0.6))
        rollup.refresh_from_db()
        play = _play_to_the_end if back == 2 else _play_last
        play(context, rollup, after)
        context.date_notices(_at(after, 9))


def _at(day: date, hour: float) -> datetime:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return midnight + timedelta(hours=hour)


def _workday(context: DemoContext, after: date, number: int, hour: float) -> datetime:
    """``hour`` o'clock of the ``number``-th working day after ``after``.

    Never in the future.
    """
    day = context.calendar.add_workdays(after, number)
    return min(_at(day, hour), timezone.now())


def _congress(context: DemoContext, report: Report) -> User:
    """A person of the body that owns ``report``."""
    if report.town is None:
        return context.county.users["gongwei"]
    places = context.county.towns.items()
    key = next(key for key, place in places if place == report.town)
    return context.county.users[f"{key}_renda"]


def _last_step(report: Report) -> date:
    """When its items last changed: its cases are played before the month."""
    topics = report.items.exclude(topic=None).values("topic")
    cases = TopicCase.objects.filter(topic__in=topics).values("case")
    steps = CaseEvent.objects.filter(case__in=cases)
    last = steps.aggregate(last=Max("at"))["last"]
    return timezone.localtime(last).date() if last else date.min


def _approve(context: DemoContext, report: Report, after: date) -> Report:
    own, county = _congress(context, report), context.county.users["gongwei2"]
    for item in report.items.filter(unit=None):
        handing.drop_item(item=item)
    check_report(report=report, by=own, at=_workday(context, after, 2, 10))
    return approve_report(report=report, by=county, at=_workday(context, after, 3, 9.5))


def _play_to_the_end(context: DemoContext, rollup: RollUp, after: date) -> None:
    for report in rollup.reports.select_related("town", "rollup"):
        after = max(after, _last_step(report))
        approved = _approve(context, report, after)
        by = _congress(context, report)
        handing.hand_over_all(
            report=approved, by=by, at=_workday(context, after, 3, 14)
        )
        for item in approved.items.select_related("unit"):
            _answer(context, item, by, after)


def _answer(context: DemoContext, item: ReportItem, by: User, after: date) -> None:
    unit = _handler(context, item)
    handing.sign_item(item=item, by=unit, at=_workday(context, after, 4, 9))
    text = f"{ANSWER}{MARK}"
    handing.answer_item(
        item=item,
        text=text,
        result_class=ResultClass.SOLVED,
        by=unit,
        at=_workday(context, after, 9, 15),
    )
    handing.publish_answer(
        item=item, public_text=text, by=by, at=_workday(context, after, 10, 10)
    )


def _handler(context: DemoContext, item: ReportItem) -> User:
    units = context.county.units.items()
    key = next(key for key, unit in units if unit == item.unit)
    return context.county.users[key]


def _play_last(context: DemoContext, rollup: RollUp, after: date) -> None:
    """Tanyi has handed over and waits; the county's report waits for approval."""
    reports = {r.town_id: r for r in rollup.reports.select_related("town", "rollup")}
    whole = reports[None]
    topic = rollup.topics.first()
    if topic:
        remark = f"入冬以后同类意见往往更多，建议早做准备。{MARK}"
        edit_topic(
            report=whole,
            topic=topic,
            heading=topic.title,
            remark=remark,
            left_out=False,
        )
    advice = f"请各承办单位把答应的时间写实，到期一件件回头看。{MARK}"
    write_section(
        report=whole, section="advice", text=advice, by=context.county.users["gongwei"]
    )
    for item in whole.items.filter(unit=None):
        handing.drop_item(item=item)
    at = _workday(context, after, 4, 11)
    check_report(report=whole, by=context.county.users["gongwei"], at=at)
    own = reports.get(context.county.towns["tanyi"].pk)
    if own is None:
        return
    after = max(after, _last_step(own))
    approved = _approve(context, own, after)
    by = _congress(context, own)
    handing.hand_over_all(report=approved, by=by, at=_workday(context, after, 4, 9))
    first = approved.items.filter(state=ItemState.HANDED_OVER).first()
    if first:
        handing.sign_item(
            item=first, by=_handler(context, first), at=_workday(context, after, 5, 9)
        )
