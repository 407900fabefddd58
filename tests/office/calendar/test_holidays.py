"""放假安排 from a file: what is special in it, what goes, and files that are none."""

import json
from datetime import date

import pytest

from office.calendar.services.days import CalendarError, change_calendar
from office.calendar.services.holidays import import_holidays, plan_holidays
from office.models import CalendarChange, CalendarDay, CalendarYear
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


def notice(*days, year=2030, **more):
    """``days``: date, whether it is off, name."""
    rows = [{"date": d, "isOffDay": off, "name": name} for d, off, name in days]
    return json.dumps(
        {"year": year, "papers": ["国办 1 号"], "days": rows, **more}
    ).encode()


FRIDAY_OFF = ("2030-01-04", True, "元旦")
SUNDAY_WORKED = ("2030-01-06", False, "元旦")


def test_only_what_its_weekday_does_not_say_is_special():
    weekend_off, friday_worked = ("2030-01-05", True, "x"), ("2030-01-11", False, "x")

    plan = plan_holidays(notice(FRIDAY_OFF, SUNDAY_WORKED, weekend_off, friday_worked))

    assert plan.days == {
        date(2030, 1, 4): (False, "元旦"),
        date(2030, 1, 6): (True, "元旦"),
    }


def test_days_at_the_turn_of_the_year_belong_to_their_own_notice():
    plan = plan_holidays(notice(FRIDAY_OFF, ("2029-12-31", True, "元旦")))

    assert list(plan.days) == [date(2030, 1, 4)]


def test_a_day_of_another_time_makes_the_whole_file_doubtful():
    with pytest.raises(CalendarError, match="2028-01-04 不是2030年的日子"):
        plan_holidays(notice(FRIDAY_OFF, ("2028-01-04", True, "元旦")))


def test_another_name_of_a_known_day_is_no_change():
    import_holidays(plan=plan_holidays(notice(FRIDAY_OFF)), by=None)

    again = plan_holidays(notice(("2030-01-04", True, "新年")))

    assert again.changes_nothing


def test_a_correction_turns_one_day_round_and_takes_another_away():
    import_holidays(plan=plan_holidays(notice(FRIDAY_OFF, SUNDAY_WORKED)), by=None)

    monday = ("2030-01-07", True, "元旦")
    plan = plan_holidays(notice(FRIDAY_OFF, monday))
    assert plan.removed == [date(2030, 1, 6)]
    assert plan.summary == "2030年：新增或更改 1 天，去掉 1 天。"
    import_holidays(plan=plan, by=None)

    days = CalendarDay.objects.filter(day__year=2030).values_list("day", "is_workday")
    assert dict(days) == {date(2030, 1, 4): False, date(2030, 1, 7): False}


def test_a_year_that_is_not_published_keeps_what_the_county_set_itself():
    change_calendar(
        days={date(2030, 5, 6): (False, "县里放假")}, note="县里放假", by=None
    )

    plan = plan_holidays(notice())

    assert (plan.removed, plan.is_published) == ([], False)
    assert import_holidays(plan=plan, by=None) is None


def test_what_changed_is_written_with_number_author_and_source(county):
    change = import_holidays(plan=plan_holidays(notice(FRIDAY_OFF)), by=county.office)

    assert (change.note, change.by) == ("导入2030年放假安排", county.office)
    assert CalendarYear.objects.get(year=2030).source == "国办 1 号"


def test_without_a_paper_the_source_says_whose_notice_it_is():
    assert plan_holidays(notice(FRIDAY_OFF, papers=None)).source == (
        "国务院办公厅放假通知"
    )


@pytest.mark.parametrize(
    "content",
    [
        notice(year=99_999),
        notice(year=0),
        notice(year=1999),
        b'{"year": 1e999, "days": []}',
        b"[" * 200_000,
        notice(FRIDAY_OFF, papers=5),
        b'{"year": 2030, "days": {"date": "2030-01-04"}}',
        b'{"year": 2030, "days": null}',
    ],
)
def test_a_strange_file_is_refused_in_words(content):
    with pytest.raises(CalendarError, match=r"[\u4e00-\u9fff]"):
        plan_holidays(content)


def test_a_name_that_no_database_holds_is_cleaned():
    strange = b'{"year": 2030, "papers": ["a\\u0000\\ud800b"], "days": [{"date": '
    strange += b'"2030-01-04", "isOffDay": true, "name": "\\u0000\\ud800x"}]}'

    import_holidays(plan=plan_holidays(strange), by=None)

    assert CalendarDay.objects.get(day="2030-01-04").name == "x"
    assert CalendarYear.objects.get(year=2030).source == "ab"


@pytest.mark.django_db(transaction=True)
def test_two_who_import_one_year_at_once_leave_one_calendar(settings):
    settings.AFTER_CALENDAR_CHANGE = ()
    plan = plan_holidays(notice(FRIDAY_OFF, SUNDAY_WORKED))

    answers = at_once(2, lambda: import_holidays(plan=plan, by=None))

    assert all(isinstance(one, CalendarChange) for one in answers)
    assert CalendarDay.objects.filter(day__year=2030).count() == 2
