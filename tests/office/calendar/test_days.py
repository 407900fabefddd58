import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from office.calendar.enums import CalendarBasis
from office.calendar.services.days import CalendarError, change_calendar
from office.calendar.services.deadlines import load_calendar
from office.calendar.services.holidays import import_holidays, plan_holidays
from office.calendar.services.reference import special_days
from office.models import AuditEntry, CalendarChange, CalendarDay, CalendarYear, User
from tests import county as made
from tests.paths import SHARED
from tests.sessions import together
from tests.waiting import wait_for
from tests.working import working

DATA = SHARED / "holidays"


def year_2027(**more):
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": True},
        {"name": "春节", "date": "2027-02-08", "isOffDay": True},
        {"name": "春节", "date": "2027-02-20", "isOffDay": False},
    ]
    text = {"year": 2027, "papers": ["国办发明电〔2026〕1号"], "days": days} | more
    return json.dumps(text).encode()


def changed(**more):
    given = {
        "days": {date(2027, 3, 1): (False, "临时放假")},
        "note": "临时",
        "by": None,
    }
    return change_calendar(**(given | more))


def test_a_day_off_is_no_longer_worked(db):
    assert load_calendar().is_workday(date(2027, 3, 1))

    changed()

    assert not load_calendar().is_workday(date(2027, 3, 1))


def test_a_weekend_that_is_worked_is_worked(db):
    changed(days={date(2027, 2, 27): (True, "调休上班")})

    assert load_calendar().is_workday(date(2027, 2, 27))


def test_a_removed_day_is_what_its_weekday_says(db):
    changed()

    changed(days={}, removed=[date(2027, 3, 1)])

    assert load_calendar().is_workday(date(2027, 3, 1))


def test_each_change_has_a_number_a_person_and_an_entry_in_the_audit(db):
    clerk = User.objects.create_user("gongwei", name="周安")
    before = load_calendar().revision

    change = changed(by=clerk, note="县里通知")

    assert load_calendar().revision == change.pk > before
    assert (change.by, change.note) == (clerk, "县里通知")
    assert AuditEntry.objects.get(action="change_calendar").reason == "县里通知"


def test_publishing_a_year_ends_its_being_provisional(db):
    days = (date(2027, 1, 4), date(2027, 1, 20))
    assert load_calendar().basis(*days) == CalendarBasis.PROVISIONAL

    changed(published_years={2027: "国办发明电〔2026〕1号"})

    assert load_calendar().basis(*days) == CalendarBasis.PUBLISHED


def test_nothing_to_change_is_refused(db):
    with pytest.raises(CalendarError, match="没有要改的日子"):
        changed(days={})


def test_a_day_nobody_can_count_to_is_refused(db):
    with pytest.raises(CalendarError, match="超出工作日历的范围"):
        changed(days={date(9999, 1, 1): (False, "?")})

    assert not CalendarDay.objects.filter(day__year=9999).exists()


@pytest.mark.django_db(transaction=True)
def test_two_changes_of_the_same_days_at_once_both_come_through():
    days = [date(2027, 3, day) for day in range(1, 29)]

    def change(order, works):
        return lambda: changed(days=dict.fromkeys(order, (works, "改")))

    given = together(change(days, True), change(days[::-1], False))

    assert all(isinstance(one, CalendarChange) for one in given)
    text = set(CalendarDay.objects.filter(day__in=days).values_list("is_workday"))
    assert len(text) == 1


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_change_moves_open_deadlines_and_tells_the_holder(county):
    case = made.in_hand(county)
    before = case.due_on

    with working():
        changed(days={date(2026, 11, 12): (False, "县里放假")}, by=county.office)

        def moved():
            case.refresh_from_db()
            return case.due_on > before

        wait_for(moved)

    handler = county.water.grants.filter(role="handler").get().user
    assert "工作日历有变动" in handler.notices.get(kind="recount").text


def test_the_next_year_is_planned_without_writing(db):
    plan = plan_holidays(year_2027())

    # 2 January 2027 is a Saturday: that it is off is nothing special.
    assert plan.days == {
        date(2027, 1, 1): (False, "元旦"),
        date(2027, 2, 8): (False, "春节"),
        date(2027, 2, 20): (True, "春节"),
    }
    assert plan.summary == "2027年：新增或更改 3 天，去掉 0 天。"
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_the_next_year_imported_is_published(db):
    import_holidays(plan=plan_holidays(year_2027()), by=None)

    calendar = load_calendar()
    assert not calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 20))
    assert 2027 in calendar.published
    assert CalendarYear.objects.get(year=2027).source == "国办发明电〔2026〕1号"


def test_a_year_imported_twice_is_changed_once(db):
    import_holidays(plan=plan_holidays(year_2027()), by=None)
    plan = plan_holidays(year_2027())

    assert plan.summary == "2027年与已有的一致，不用改。"
    assert import_holidays(plan=plan, by=None) is None


def test_a_day_the_correction_no_longer_names_is_removed(db):
    import_holidays(plan=plan_holidays(year_2027()), by=None)
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]

    import_holidays(plan=plan_holidays(year_2027(days=days)), by=None)

    assert load_calendar().is_workday(date(2027, 2, 8))


def test_a_year_without_days_is_not_published(db):
    plan = plan_holidays(year_2027(days=[], papers=[]))

    assert plan.summary == "2027年还没有公布放假安排，仍按周末和固定节日推算。"
    assert import_holidays(plan=plan, by=None) is None
    assert not CalendarYear.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"year": "x", "days": []}',
        b'{"year": 2027, "days": [{"date": "2027-13-01", "isOffDay": true, "name": ""}]}',
        b'{"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": 1, "name": ""}]}',
        b'{"year": 2027, "days": [{"date": "1999-01-01", "isOffDay": true, "name": ""}]}',
        b" " * (1024 * 1024 + 1),
    ],
)
def test_what_is_no_notice_of_holidays_is_refused_in_words(db, content):
    with pytest.raises(CalendarError, match=r"[\u4e00-\u9fff]"):
        plan_holidays(content)


def test_the_command_is_a_dry_run_unless_told_otherwise(db, tmp_path, capsys):
    path = tmp_path / "2027.json"
    path.write_bytes(year_2027())

    call_command("import_holidays", path)
    dry = capsys.readouterr().out
    call_command("import_holidays", path, "--apply")

    assert "这是试算，没有写入" in dry
    assert "已写入" in capsys.readouterr().out
    assert CalendarYear.objects.filter(year=2027).exists()


def test_the_command_names_the_file_it_cannot_read(db, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text("{}", encoding="utf-8")

    with pytest.raises(CommandError, match=r"bad\.json：不是放假安排"):
        call_command("import_holidays", path)


def published():
    """The published years that are at hand, else the beginning of one."""
    if DATA.is_dir():
        return [(DATA / f"{year}.json").read_bytes() for year in range(2022, 2027)]
    days = [
        {"name": name, "date": f"{day}", "isOffDay": not is_workday}
        for day, is_workday, name in special_days(2026)
    ]
    return [json.dumps({"year": 2026, "papers": [], "days": days}).encode()]


def test_the_published_years_agree_with_what_came_with_the_program(db):
    plans = [plan_holidays(content) for content in published()]

    assert plans
    assert all(plan.changes_nothing for plan in plans)


def saved_in_admin(client, county, day):
    client.force_login(county.office)
    data = {"day": day, "is_workday": "", "name": "县里放假"}
    return client.post("/admin/office/calendarday/add/", data, secure=True)


def test_the_office_adds_a_day_off(client, county):
    response = saved_in_admin(client, county, "2027-03-01")

    assert response.status_code == 302
    assert not load_calendar().is_workday(date(2027, 3, 1))
    assert CalendarChange.objects.latest("pk").by == county.office


@pytest.mark.parametrize("day", ["9999-01-01", "2027-02-30", "明天", "2027\x00"])
def test_a_day_that_cannot_be_is_refused_with_the_form(client, county, day):
    before = CalendarChange.objects.count()

    response = saved_in_admin(client, county, day)

    assert response.status_code == 200
    assert response.context["errors"]
    assert CalendarChange.objects.count() == before
