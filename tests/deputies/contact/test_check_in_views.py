"""The steps of a check-in: the code on the screen, the link, the login, the button."""

from datetime import timedelta

import pytest

from deputies.contact.enums import CheckInSource, DutyState
from deputies.contact.services.check_in import code_of
from tests.county import moment
from tests.deputies.rota import duty_of, people_of_station, published_day

pytestmark = pytest.mark.django_db
MORNING = moment("2026-11-05 09:10")
CONFIRM = "/desk/contact/check-in"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(MORNING)


@pytest.fixture
def day(county):
    county.one, county.two, county.three = people_of_station(county)
    return published_day(county)


def link_on_screen(client, county, day):
    client.force_login(county.keeper)
    answer = client.get(f"{day.get_absolute_url()}/code")
    address = answer.context["address"]
    client.logout()
    return address.removeprefix("http://testserver")


def test_scanned_before_the_log_in_confirmed_after_it(client, county, day):
    link = link_on_screen(client, county, day)

    answer = client.get(link)
    assert answer.url == CONFIRM
    assert "/account/login/" in client.get(CONFIRM).url
    client.force_login(county.one.user)
    assert "我到了，报到" in client.get(CONFIRM).content.decode()
    client.post(CONFIRM)

    duty = duty_of(day, county.one)
    assert (duty.state, duty.source) == (DutyState.CAME, CheckInSource.CODE)
    assert duty.checked_in_by == county.one.user


def test_a_link_sent_to_a_friend_is_over_in_minutes(client, county, day, time_machine):
    link = link_on_screen(client, county, day)
    time_machine.move_to(MORNING + timedelta(minutes=11))

    answer = client.get(link)

    assert answer.status_code == 410
    assert "不能用了" in answer.content.decode()


def test_a_log_in_that_takes_too_long_must_scan_again(
    client, county, day, time_machine
):
    client.force_login(county.one.user)
    client.get(link_on_screen_of(client, day))
    time_machine.move_to(MORNING + timedelta(minutes=16))

    client.post(CONFIRM)

    assert duty_of(day, county.one).state == DutyState.DUE


def link_on_screen_of(client, day):
    return f"/in/{day.pk}/{code_of(day, MORNING)}"


def test_without_a_link_nothing_is_confirmed(client, county, day):
    client.force_login(county.one.user)

    assert "扫站里屏幕上的二维码" in client.get(CONFIRM).content.decode()
    client.post(CONFIRM)

    assert duty_of(day, county.one).state == DutyState.DUE


def test_who_is_not_on_the_list_is_told_so(client, county, day):
    duty_of(day, county.one).delete()
    client.force_login(county.one.user)
    client.get(link_on_screen_of(client, day))

    assert "名单上没有您" in client.get(CONFIRM).content.decode()


def test_a_wrong_code_is_answered(client, county, day):
    for path in (f"/in/{day.pk}/abc", "/in/999999/abc", f"/in/{10**30}/abc"):
        assert client.get(path).status_code in (404, 410)


def test_only_those_of_the_station_show_the_code(client, county, day):
    path = f"{day.get_absolute_url()}/code"
    client.force_login(county.one.user)
    assert client.get(path).status_code == 403
    client.force_login(county.other_office)
    assert client.get(path).status_code == 404


def test_the_code_is_shown_on_the_day_only(client, county, day, time_machine):
    time_machine.move_to(moment("2026-11-04 09:00"))
    client.force_login(county.keeper)

    page = client.get(f"{day.get_absolute_url()}/code").content.decode()

    assert "只在接待日当天" in page
    assert "<svg" not in page.split('id="main"')[1].split("回到名单")[0]


def test_the_keeper_ticks_and_the_congress_takes_back(client, county, day):
    duty = duty_of(day, county.two)
    client.force_login(county.keeper)
    client.post(f"/desk/contact/duties/{duty.pk}/came")
    duty.refresh_from_db()
    assert duty.source == CheckInSource.KEEPER
    undo = f"/desk/contact/duties/{duty.pk}/undo"
    assert client.post(undo, {"reason": "看错了"}).status_code == 403
    client.force_login(county.town_office)

    client.post(undo, {"reason": "看错了"})

    duty.refresh_from_db()
    assert duty.state == DutyState.DUE


def test_a_deputy_does_not_tick_themselves(client, county, day):
    client.force_login(county.one.user)

    path = f"/desk/contact/duties/{duty_of(day, county.one).pk}/came"
    assert client.post(path).status_code == 403


def test_paper_is_entered_the_next_day(client, county, day, time_machine):
    duty = duty_of(day, county.two)
    time_machine.move_to(moment("2026-11-06 09:00"))
    client.force_login(county.keeper)
    path = f"/desk/contact/duties/{duty.pk}/paper"
    assert "补录报到" in client.get(day.get_absolute_url()).content.decode()

    client.post(path, {"note": "签到表第 2 行"})

    page = client.get("/desk/contact/list?month=2026-11").content.decode()
    assert "纸质补录" in page and "签到表第 2 行" in page


def test_the_desk_says_what_today_asks(client, county, day):
    client.force_login(county.one.user)
    assert "今天是您的接待日" in client.get("/desk/").content.decode()
    client.force_login(county.keeper)
    page = client.get("/desk/").content.decode()

    assert "显示报到码" in page and "应到 3 人" in page
