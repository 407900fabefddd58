"""The past two months of the demonstration: what many said alike, and its roll-ups.

Of the month before last everything came back; of the last month the reports are on
their way: one handed over, one waiting for approval, the rest drafts.
"""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from cases.loop.enums import ResultClass
from demo.cases.context import Stage
from demo.cases.texts import MARK
from demo.county.places import DATA, County
from office.models import User
from rollups.counting.enums import ItemState
from rollups.handing.services import handing
from rollups.models import Report, ReportItem, RollUp
from rollups.months.services import roll_up_month
from rollups.reports.services.reporting import (
    approve_report,
    check_report,
    edit_topic,
    write_section,
)

ANSWER = "已经安排人员到现场核实，能马上办的已经办了，其余列出了时间，由专人负责。"


def voices(stage: Stage) -> list[dict[str, Any]]:
    """Stories of the same things, said by several in the two months that are over."""
    found = json.loads((DATA / "voices.json").read_text(encoding="utf-8"))
    stories = []
    for theme in found:
        for turn, back in enumerate(theme["back"]):
            said = theme["later"] if turn else theme["said"]
            days = _days(stage, back, len(said))
            for number, (text, day) in enumerate(zip(said, days, strict=True)):
                stories.append(_story(stage, theme, f"{back}-{number}", text, day))
    return stories


def _days(stage: Stage, back: int, number: int) -> list[date]:
    """Worked days spread over the month ``back`` months before this one."""
    first = stage.today.replace(day=1) - relativedelta(months=back)
    days = stage.calendar.workdays_in(first, first + relativedelta(months=1, days=-9))
    return [days[n * len(days) // number] for n in range(number)]


def _story(
    stage: Stage, theme: dict[str, Any], key: str, text: str, day: date
) -> dict[str, Any]:
    ago = stage.calendar.workdays_between(day, stage.today)
    villages = (
        stage.county.towns[theme["town"]]
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
        "name": stage.county.person(),
        "ago": ago,
        "lead": theme["lead"],
        "steps": steps,
        "answers": [{"text": theme["answer"], "result": "solved"}],
    }


def play_months(county: County) -> None:
    """Roll up the two months that are over, and what became of them."""
    stage = Stage(county)
    this = stage.today.replace(day=1)
    for back in (2, 1):
        month = this - relativedelta(months=back)
        after = month + relativedelta(months=1)
        rollup = roll_up_month(month=month, today=stage.today)
        RollUp.objects.filter(pk=rollup.pk).update(counted_at=_at(after, 0.6))
        rollup.refresh_from_db()
        play = _play_to_the_end if back == 2 else _play_last
        play(stage, rollup, after)
        stage.date_notices(_at(after, 9))


def _at(day: date, hour: float) -> datetime:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return midnight + timedelta(hours=hour)


def _workday(stage: Stage, after: date, number: int, hour: float) -> datetime:
    """``hour`` o'clock of the ``number``-th working day after ``after``, not to come."""
    day = stage.calendar.add_workdays(after, number)
    return min(_at(day, hour), timezone.now())


def _congress(stage: Stage, report: Report) -> User:
    """Who works on ``report``."""
    if report.town is None:
        return stage.county.users["gongwei"]
    places = stage.county.towns.items()
    key = next(key for key, place in places if place == report.town)
    return stage.county.users[f"{key}_renda"]


def _approve(stage: Stage, report: Report, after: date) -> Report:
    own, county = _congress(stage, report), stage.county.users["gongwei2"]
    for item in report.items.filter(unit=None):
        handing.drop_item(item=item)
    check_report(report=report, by=own, at=_workday(stage, after, 2, 10))
    return approve_report(report=report, by=county, at=_workday(stage, after, 3, 9.5))


def _play_to_the_end(stage: Stage, rollup: RollUp, after: date) -> None:
    for report in rollup.reports.select_related("town", "rollup"):
        approved = _approve(stage, report, after)
        by = _congress(stage, report)
        handing.hand_over_all(report=approved, by=by, at=_workday(stage, after, 3, 14))
        for item in approved.items.select_related("unit"):
            _answer(stage, item, by, after)


def _answer(stage: Stage, item: ReportItem, by: User, after: date) -> None:
    unit = _handler(stage, item)
    handing.sign_item(item=item, by=unit, at=_workday(stage, after, 4, 9))
    text = f"{ANSWER}{MARK}"
    handing.answer_item(
        item=item,
        text=text,
        result_class=ResultClass.SOLVED,
        by=unit,
        at=_workday(stage, after, 9, 15),
    )
    handing.publish_answer(
        item=item, public_text=text, by=by, at=_workday(stage, after, 10, 10)
    )


def _handler(stage: Stage, item: ReportItem) -> User:
    units = stage.county.units.items()
    key = next(key for key, unit in units if unit == item.unit)
    return stage.county.users[key]


def _play_last(stage: Stage, rollup: RollUp, after: date) -> None:
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
        report=whole, section="advice", text=advice, by=stage.county.users["gongwei"]
    )
    for item in whole.items.filter(unit=None):
        handing.drop_item(item=item)
    at = _workday(stage, after, 4, 11)
    check_report(report=whole, by=stage.county.users["gongwei"], at=at)
    own = reports.get(stage.county.towns["tanyi"].pk)
    if own is None:
        return
    approved = _approve(stage, own, after)
    by = _congress(stage, own)
    handing.hand_over_all(report=approved, by=by, at=_workday(stage, after, 4, 9))
    first = approved.items.filter(state=ItemState.HANDED_OVER).first()
    if first:
        handing.sign_item(
            item=first, by=_handler(stage, first), at=_workday(stage, after, 5, 9)
        )
