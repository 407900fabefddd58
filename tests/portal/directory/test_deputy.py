"""The public page of one deputy: the record required by law, and nothing private."""

from datetime import date

import pytest
import time_machine

from cases.suggestions.services.steps import publish_suggestion
from deputies.activities.services.activities import decide_activity
from deputies.contact.enums import CheckInSource
from deputies.contact.services.check_in import check_in, close_days
from deputies.contact.services.duties import excuse_duty
from deputies.models import Activity, Deputy, Mandate
from tests.cases import suggested
from tests.county import moment
from tests.deputies.people import seat
from tests.deputies.rota import NOW, duty_of, people_of_station, published_day
from tests.pages import source_of

pytestmark = pytest.mark.django_db


def body(client, code="d0001", **asked):
    answer = client.get(f"/d/{code}", asked)
    assert answer.status_code == 200
    return source_of(answer)


def activity(county, person, state="granted", **changes):
    """Declared, and decided by the service unless it is left ``waiting``."""
    values = {
        "deputy": person.deputy,
        "kind": "visit",
        "day": date(2026, 10, 12),
        "place": "王富村三组 12 号",
        "title": "走访困难户，电话 13805390000",
        "text": "走访了张大娘家。",
        "source_key": f"a{Activity.objects.count()}",
    }
    row = Activity.objects.create(**{**values, **changes})
    if state != "waiting":
        granted = state == "granted"
        decide_activity(
            activity=row, granted=granted, decision="已看材料", by=county.office
        )


def test_the_page_says_where_elected_and_where_to_meet(client, county):
    with time_machine.travel(NOW, tick=False):
        people_of_station(county, 1)
        published_day(county)
        page = body(client)

    assert "刘青" in page
    assert "第 19 届" in page
    assert "探沂镇人大代表联络站" in page
    assert "2026年11月5日" in page


def test_nothing_private_is_on_the_page(client, county):
    person = people_of_station(county, 1)[0]
    Deputy.objects.update(born="1975-04", occupation="村支部书记")
    activity(county, person)

    page = body(client, year=2026)

    assert "村支部书记" in page
    for private in ("1975", "13805390000", "三组", "张大娘", "liuqing", "daibiao"):
        assert private not in page, private


def test_attendance_is_told_day_by_day_without_the_reason_of_leave(client, county):
    with time_machine.travel(NOW, tick=False):
        people = people_of_station(county)
        day = published_day(county)
        excuse_duty(
            duty=duty_of(day, people[1]), reason="住院治疗", by=county.town_office
        )
    with time_machine.travel(moment("2026-11-05 09:00"), tick=False):
        check_in(
            duty=duty_of(day, people[0]), source=CheckInSource.KEEPER, by=county.keeper
        )
    with time_machine.travel(moment("2026-11-08 09:00"), tick=False):
        assert "等站里核对" in body(client, "d0003")
    with time_machine.travel(moment("2026-11-20 09:00"), tick=False):
        close_days(today=date(2026, 11, 20))
        came, excused, missed = (body(client, f"d000{n}") for n in (1, 2, 3))

    assert "已报到 1 次" in came and "应到 1 次" in came
    assert ">请假<" in excused and "住院" not in excused
    assert "没有报到" in missed and "应到 1 次" in missed


def test_only_verified_activities_are_shown_in_their_year(client, county):
    person = people_of_station(county, 1)[0]
    activity(county, person, title="调解邻里纠纷")
    activity(county, person, title="还没核实的事", state="waiting")
    activity(county, person, title="没有通过的事", state="refused")
    activity(county, person, title="前一年的事", day=date(2025, 3, 3))

    page = body(client)

    assert "调解邻里纠纷" in page
    assert "?year=2025" in page
    for other in ("还没核实的事", "没有通过的事", "前一年的事"):
        assert other not in page
    assert "前一年的事" in body(client, year="2025")


def test_a_report_shows_how_those_present_judged_it(client, county):
    person = people_of_station(county, 1)[0]
    activity(county, person, kind="report", present=30, good=20, fair=5, bad=2, blank=3)

    assert "到场 30 人：满意 20、基本满意 5、不满意 2、没有表态 3" in body(client)


def test_published_suggestions_stand_there_for_all_who_confirmed(client, county):
    suggested.deputies(county)
    case = suggested.taken_up(county, county.chen)
    assert case.title not in body(client)
    publish_suggestion(case=case, title=case.title, text=case.text, by=county.office)

    assert case.title in body(client, "d0001")
    assert "联名" in body(client, "d0002")
    assert case.title not in body(client, "d0003")


def test_whoever_was_elected_but_not_confirmed_has_no_page(client, county):
    seat(county, "d0001", "刘青", status="elected")

    assert client.get("/d/d0001").status_code == 404


def test_a_former_deputy_keeps_the_page_without_the_cause(client, county):
    seat(county, "d0001", "刘青")
    Mandate.objects.update(
        status="ended", end_cause="incapable", ends_on=date(2026, 3, 1)
    )
    page = body(client)

    assert "2026年3月1日" in page and "不再担任" in page
    assert "丧失" not in page


@pytest.mark.parametrize("code", ["nobody", "x" * 300, "D0001"])
def test_unknown_deputies_are_not_found(client, county, code):
    assert client.get(f"/d/{code}").status_code == 404


@pytest.mark.parametrize("year", ["0", "-1", "９９", "9" * 30, "\x00", "x"])
def test_an_odd_year_shows_the_newest(client, county, year):
    seat(county, "d0001", "刘青")

    body(client, year=year)


def test_three_rows_of_each_cost_as_many_queries_as_one(
    client, county, django_assert_max_num_queries, django_assert_num_queries
):
    person = people_of_station(county, 1)[0]
    activity(county, person)
    body(client)
    with django_assert_max_num_queries(12) as one:
        body(client)
    activity(county, person)
    activity(county, person)
    with django_assert_num_queries(len(one)):
        body(client)
