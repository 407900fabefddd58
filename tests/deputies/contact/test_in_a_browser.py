"""Pages of the contact day in a browser: axe, console, page width."""

import pytest
from django.utils import timezone

from deputies.contact.services.check_in import code_of
from deputies.contact.services.duties import ask_off
from deputies.contact.services.rotas import plan_ahead, publish_rota
from deputies.models import ContactDay
from tests.deputies.rota import people_of_station
from tests.look.test_pages_in_a_browser import LOOKS, PASSWORD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Reader(Visitor):
    """Checks pages without measuring their size."""

    def _weigh(self, response):
        """Does nothing: the next page may load before the last one is measured."""


@pytest.fixture
def house(county):
    """A published rota of the coming contact day, with a waiting request."""
    county.one, county.two, _ = people_of_station(county)
    today = timezone.localdate()
    plan_ahead(today=today.replace(day=max(today.day, 15)))
    day = ContactDay.objects.coming(today).first()
    county.day = publish_rota(contact_day=day, by=county.town_office)
    duty = county.day.duties.get(deputy=county.two.deputy)
    county.ask = ask_off(
        duty=duty, kind="leave", reason="外出学习", by=county.two.user, other=None
    )
    county.duty = county.day.duties.get(deputy=county.one.deputy)
    return county


def pages(house):
    day = house.day.get_absolute_url()
    month = f"?month={house.day.original_day:%Y-%m}"
    return {
        house.town_office: [
            f"/desk/contact/{month}",
            f"/desk/contact/list{month}",
            day,
            f"{day}/add",
            f"{day}/place",
            f"/desk/contact/duties/{house.duty.pk}/excuse",
            f"/desk/contact/asks/{house.ask.pk}",
            "/desk/contact/rhythm/tanyi",
        ],
        house.one.user: [
            day,
            "/desk/contact/check-in",
            f"/desk/contact/duties/{house.duty.pk}/ask",
        ],
        house.keeper: ["/account/", "/account/reminders", day, f"{day}/code"],
    }


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_contact_day(browser, live_server, house, look):
    faults = []
    for user, paths in pages(house).items():
        visitor = Reader(browser, live_server, look, user)
        for path in paths:
            faults += [f"{user.username} {line}" for line in visitor.faults(path)]
        visitor.context.close()
    residents = Reader(browser, live_server, look)
    faults += residents.faults("/s/tanyi")
    residents.context.close()

    assert not faults, "\n".join(faults)


def log_in(page, user):
    user.set_password(PASSWORD)
    user.save()
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_deputy_scans_logs_in_and_is_there(browser, live_server, county, scripts):
    """The contact day is set to today: browser and server share the clock."""
    one, *_ = people_of_station(county)
    today = timezone.localdate()
    day = ContactDay.objects.create(
        station=county.station,
        day=today,
        original_day=today,
        place="镇驻地",
        hours="9:00",
        state="published",
        published_at=timezone.now(),
    )
    day.duties.create(day=today, deputy=one.deputy, mandate=one.mandate)
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 360, "height": 740},
        java_script_enabled=scripts,
    )
    page = context.new_page()

    page.goto(f"/in/{day.pk}/{code_of(day, timezone.now())}")
    log_in(page, one.user)
    page.get_by_role("button", name="我到了，报到", exact=True).click()
    page.get_by_text("报到了。", exact=True).wait_for()
    context.close()

    assert day.duties.get().source == "code"
