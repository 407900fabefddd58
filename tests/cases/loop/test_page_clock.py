from datetime import date

import pytest

from cases.loop.enums import DeclineReason, Grade
from cases.loop.page.clock import clock_of
from cases.loop.services import clock as clockwork
from cases.loop.services import intake, rating, routing, screening
from cases.models import Case
from office.places.enums import DivisionLevel
from tests.county import (
    accepted,
    answered,
    assigned,
    in_hand,
    moment,
    rated,
    submitted,
)

pytestmark = pytest.mark.django_db
# The cases of tests/county.py are assigned on Monday 2026-11-02, ten working days.
DUE = date(2026, 11, 16)


def clock(case, day, *, own=False):
    return clock_of(Case.objects.get(pk=case.pk), today=day, own=own)


def test_who_owes_it_on_which_day_of_how_many(county):
    seen = clock(in_hand(county), date(2026, 11, 5))

    assert seen.lines == ("等待费县水利局答复，", "第 3 个工作日，共 10 个")
    assert seen.by == "最迟2026年11月16日（周一）答复，还剩 7 个工作日。"
    assert (seen.tone, seen.tag) == ("ok", "正常")


def test_the_last_day_says_today(county):
    seen = clock(in_hand(county), DUE)

    assert seen.lines[1] == "第 10 个工作日，共 10 个"
    assert "今天到期" in seen.by
    assert seen.tone == "soon"


def test_one_day_later_it_is_overdue_by_one(county):
    seen = clock(in_hand(county), date(2026, 11, 17))

    assert seen.lines[1] == "已超期 1 个工作日"
    assert seen.by == "应在2026年11月16日（周一）前答复。"
    assert seen.tone == "late"


def test_a_weekend_adds_no_day(county):
    case = in_hand(county)

    saturday = clock(case, date(2026, 11, 7))
    sunday = clock(case, date(2026, 11, 8))

    assert saturday.lines == sunday.lines == clock(case, date(2026, 11, 6)).lines


def test_the_sentence_names_its_source_of_law(county):
    why = clock(in_hand(county), date(2026, 11, 5)).why

    assert why[0].startswith("2026年11月2日（周一）")
    assert "依据：" in why[0]


def test_the_ruler_marks_past_today_due_and_weekends(county):
    ruler = clock(in_hand(county), date(2026, 11, 5)).ruler

    assert [day.number for day in ruler] == [3, 4, 5, 6, 9, 10, 11, 12, 13, 16]
    assert [day.marks for day in ruler[:5]] == [
        "is-past",
        "is-past",
        "is-today",
        "",
        "wk",
    ]
    assert ruler[-1].marks == "is-due wk"
    assert ruler[0].label == "11月"
    assert ruler[2].label == "今天"


def test_the_ruler_goes_on_when_it_is_overdue_and_stops_when_too_long(county):
    case = in_hand(county)

    late = clock(case, date(2026, 11, 18)).ruler
    assert [day.marks for day in late[-2:]] == ["is-over", "is-today is-over"]
    assert clock(case, date(2027, 3, 1)).ruler == ()


def test_a_granted_extension_is_part_of_the_sentence(county):
    case = in_hand(county)
    asked = clockwork.ask_extension(
        case=case,
        days=5,
        reason="连日下雨",
        by=county.handler,
        at=moment("2026-11-05 09:00"),
    )
    clockwork.decide_extension(
        extension=asked,
        granted=True,
        answer="同意",
        by=county.office,
        at=moment("2026-11-06 09:00"),
    )

    seen = clock(case, date(2026, 11, 9))

    assert "经批准延期 5 个工作日。" in seen.why
    assert any("现在的期限是2026年11月23日（周一）" in line for line in seen.why)
    assert seen.lines[1].endswith("共 15 个")


def test_a_suspended_clock_says_until_when_and_why(county):
    case = in_hand(county)
    clockwork.suspend_case(
        case=case,
        reason="resident",
        text="等提出人说清位置",
        limit_on=date(2026, 11, 20),
        by=county.handler,
        at=moment("2026-11-05 09:00"),
    )

    seen = clock(case, date(2026, 11, 9))

    assert seen.tone == "hold"
    assert seen.lines == ("暂停计时，", "最迟2026年11月20日（周五）恢复")
    # What the unit wrote stays inside until a person released it; the kind is public.
    assert seen.by == "等提出人补充情况"


def test_before_it_is_taken_up_the_station_owes_the_step(county):
    case = submitted(county)

    seen = clock(case, date(2026, 11, 3))
    late = clock(case, date(2026, 11, 10))

    assert seen.lines[0] == "等待探沂镇代表联络站受理，"
    assert "2 个工作日内受理" in seen.by
    assert late.tone == "late"
    assert "已超期" in late.lines[1]


def test_taken_up_it_waits_to_be_handed_over(county):
    case = accepted(county, level=DivisionLevel.TOWN)

    seen = clock(case, date(2026, 11, 2))

    assert seen.lines[0] == "等待探沂镇人大交办，"
    assert seen.tag == "待交办"


def test_on_the_day_of_handing_over_it_says_from_when_it_counts(county):
    case = assigned(county)

    assert clock(case, date(2026, 11, 2)).lines[1] == "11月3日起算，共 10 个工作日"
    assert clock(assigned(county), date(2026, 11, 3)).lines[1].startswith("第 1 个")


def test_answered_asks_who_asked_and_tells_others(county):
    case = answered(county)

    mine = clock(case, date(2026, 11, 10), own=True)
    theirs = clock(case, date(2026, 11, 10))

    assert mine.lines == ("费县水利局已答复，", "请您说说结果怎么样")
    assert theirs.lines == ("费县水利局已答复，", "等提出人评价")
    assert "第 5 个工作日答复，按期" in mine.by
    assert "不评价不当作满意" in theirs.by


def test_the_second_round_is_counted_anew_and_says_so(county):
    case = rated(county, Grade.NOT_SOLVED)
    waiting = clock(case, date(2026, 11, 10))
    assert waiting.tag == "待再次交办"
    assert waiting.tone == "again"

    routing.assign_case(
        case=case, lead=county.water, by=county.office, at=moment("2026-11-11 09:00")
    )
    seen = clock(case, date(2026, 11, 12))

    assert seen.tag == "第二次办理"
    assert seen.lines == ("等待费县水利局再次答复，", "第 1 个工作日，共 10 个")


def test_closed_says_what_was_judged(county):
    case = rated(county, Grade.SOLVED)

    assert clock(case, date(2026, 11, 20), own=True).lines[1] == "您评价：解决了"
    assert clock(case, date(2026, 11, 20)).lines[1] == "提出人评价：解决了"
    assert clock(case, date(2026, 11, 20)).tone == "done"


def test_closed_in_silence_is_not_called_satisfied(county):
    case = answered(county)
    rating.close_unrated(today=date(2027, 3, 1))

    seen = clock(case, date(2027, 3, 2))

    assert seen.lines == ("已经办结，", "提出人没有评价")


def test_what_is_over_without_an_answer_says_so(county):
    declined = submitted(county)
    screening.decline_case(
        case=declined, reason=DeclineReason.ELSEWHERE, by=county.keeper
    )
    withdrawn = submitted(county, text="路灯坏了。")
    intake.withdraw_case(case=withdrawn)

    assert clock(declined, DUE).lines == ("这里不能受理，", "不属于本县管辖")
    assert clock(withdrawn, DUE).tag == "已撤回"


def test_days_of_an_unpublished_calendar_say_that_they_are_provisional(county):
    case = routing.assign_case(
        case=accepted(county),
        lead=county.water,
        by=county.office,
        at=moment("2026-12-30 11:00"),
    )

    why = clock(case, date(2026, 12, 31)).why

    assert "暂按未发布日历推算" in why[0]
