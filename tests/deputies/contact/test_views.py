"""The pages of contact days: permissions, contents, buttons."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deputies.contact.enums import DayState, DutyState
from deputies.models import ContactDay, ContactRhythm, LeaveRequest
from tests.deputies.people import seat
from tests.deputies.rota import (
    NOW,
    drafted_day,
    duty_of,
    people_of_station,
    published_day,
)
from tests.pages import source_of

pytestmark = pytest.mark.django_db
MONTH = "/desk/contact/?month=2026-11"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW)


def opened(client, user, path):
    client.force_login(user)
    return client.get(path).status_code


def test_who_may_open_a_day(client, county):
    one, *_ = people_of_station(county)
    path = drafted_day(county).get_absolute_url()

    assert opened(client, county.office, path) == 200
    assert opened(client, county.town_office, path) == 200
    assert opened(client, county.keeper, path) == 200
    assert opened(client, one.user, path) == 200
    assert opened(client, county.other_office, path) == 404
    assert opened(client, county.handler, path) == 403
    client.logout()
    assert client.get(path).status_code == 302


def test_the_congress_publishes_and_the_station_page_names_who_comes(client, county):
    people_of_station(county)
    day = drafted_day(county)
    assert "名单还没有公布" in client.get("/s/tanyi").content.decode()
    client.force_login(county.town_office)

    answer = client.post(f"{day.get_absolute_url()}/publish", follow=True)

    assert "已公布" in answer.content.decode()
    page = client.get("/s/tanyi").content.decode()
    assert "刘青" in page and "9:00—11:30" in page and "11月5日" in page


def test_a_late_rota_says_so_to_everybody(client, county, time_machine):
    people_of_station(county)
    day = drafted_day(county)
    time_machine.move_to("2026-11-04 01:00+00:00")
    client.force_login(county.town_office)

    client.post(f"{day.get_absolute_url()}/publish")

    cache.clear()
    assert "晚公布了 2 天" in source_of(client.get("/s/tanyi"))


def test_a_keeper_and_a_deputy_may_not_publish(client, county):
    one, *_ = people_of_station(county)
    day = drafted_day(county)
    for user in (county.keeper, one.user):
        client.force_login(user)
        assert client.post(f"{day.get_absolute_url()}/publish").status_code == 403

    day.refresh_from_db()
    assert day.state == DayState.DRAFT


def test_a_deputy_asks_and_the_congress_grants(client, county):
    one, *_ = people_of_station(county)
    duty = duty_of(published_day(county), one)
    client.force_login(one.user)
    client.post(
        f"/desk/contact/duties/{duty.pk}/ask", {"kind": "leave", "reason": "住院"}
    )
    ask = LeaveRequest.objects.get()
    client.force_login(county.town_office)
    assert "等批复" in client.get(MONTH).content.decode()

    client.post(f"/desk/contact/asks/{ask.pk}", {"granted": "yes", "answer": ""})

    duty.refresh_from_db()
    assert duty.state == DutyState.EXCUSED
    assert "住院" in client.get("/desk/contact/list?month=2026-11").content.decode()


def test_what_was_typed_stays_when_it_is_refused(client, county):
    one, *_ = people_of_station(county)
    duty = duty_of(published_day(county), one)
    client.force_login(one.user)

    answer = client.post(
        f"/desk/contact/duties/{duty.pk}/ask",
        {"kind": "swap", "reason": "外出学习😀\x00"},
    )

    assert "请选换给谁" in answer.content.decode()
    assert "外出学习😀" in answer.content.decode()


def test_nobody_asks_for_another(client, county):
    one, two, _ = people_of_station(county)
    duty = duty_of(published_day(county), one)
    client.force_login(two.user)

    path = f"/desk/contact/duties/{duty.pk}/ask"
    assert client.get(path).status_code in (403, 404)


def test_names_are_added_and_taken_off(client, county):
    people_of_station(county)
    other = seat(county, "d0009", "鲁坡", level="town")
    day = drafted_day(county)
    client.force_login(county.town_office)

    client.post(f"{day.get_absolute_url()}/add", {"mandate": other.mandate.pk})
    assert day.duties.count() == 4
    client.post(f"/desk/contact/duties/{duty_of(day, other).pk}/remove")

    assert day.duties.count() == 3


def test_a_station_gets_a_rhythm_of_its_own(client, county):
    client.force_login(county.town_office)
    path = "/desk/contact/rhythm/tanyi"
    data = {
        "kind": "month_weekday",
        "nth": "2",
        "weekday": "2",
        "shift": "next",
        "hours": "9:00—11:30",
        "reason": "逢集",
    }

    assert "要填这一项" in client.post(path, {**data, "nth": ""}).content.decode()
    assert client.post(path, data).status_code == 302
    assert ContactRhythm.objects.get().said == "每月第二个星期三"
    cache.clear()
    assert "每月第二个星期三" in client.get("/s/tanyi").content.decode()
    poster = client.get("/stations/tanyi/poster").content.decode()
    assert "11月11日（周三）" in poster and "每月第二个星期三" in poster
    client.force_login(county.other_office)
    assert client.post(path, data).status_code == 403


def test_the_office_makes_a_month(client, county):
    people_of_station(county)
    client.force_login(county.office)

    client.post("/desk/contact/generate", {"month": "2026-11"})
    assert ContactDay.objects.count() == 1
    client.force_login(county.town_office)
    assert client.post("/desk/contact/generate").status_code == 403


def test_one_month_leads_to_the_next(client, county):
    client.force_login(county.office)

    page = client.get(MONTH).content.decode()

    assert "month=2026-10" in page and "month=2026-12" in page


def test_odd_months_are_answered(client, county):
    client.force_login(county.office)
    for month in ("2026-13", "\x00", "0000-01", "😀", "9999-12"):
        assert client.get("/desk/contact/", {"month": month}).status_code == 200
        assert client.get("/desk/contact/list", {"month": month}).status_code == 200
    client.post("/desk/contact/generate", {"month": "9999-12"})


def queries(client, path):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", [MONTH, "/desk/contact/list?month=2026-11", "day"])
def test_three_people_cost_as_many_queries_as_one(client, county, path):
    people = people_of_station(county)
    day = published_day(county)
    path = day.get_absolute_url() if path == "day" else path
    client.force_login(county.office)
    kept = [one.deputy for one in people[1:]]
    client.get(path)
    many = queries(client, path)
    day.duties.filter(deputy__in=kept).delete()

    assert queries(client, path) == many
