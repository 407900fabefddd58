"""Receptions on a phone in a real browser: without a net, without scripts, once."""

import pytest
from playwright.sync_api import expect

from cases.models import Case, Reception
from tests.deputies.rota import people_of_station
from tests.look.test_pages_in_a_browser import LOOKS, PASSWORD, Visitor
from tests.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
NEW = "/desk/receptions/new"
WORDS = "村东头的水渠又堵了。"
# Whether what was typed is in the phone's own store.
IS_STORED = """text => new Promise(resolve => {
    const asked = indexedDB.open('receptions', 1)
    asked.onsuccess = () => {
        const rows = asked.result.transaction('drafts').objectStore('drafts').getAll()
        rows.onsuccess = () => {
            asked.result.close()
            resolve(rows.result.some(row => JSON.stringify(row).includes(text)))
        }
    }
})"""


@pytest.fixture
def one(county):
    return people_of_station(county)[0]


@pytest.fixture
def phone(browser, live_server):
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, has_touch=True, locale="zh-CN"
    )
    yield context
    context.close()


def log_in(page, user):
    user.set_password(PASSWORD)
    user.save()
    page.goto("/account/login/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/desk/")


def ready_for_no_net(context, user):
    """Logged in, with the form opened once: the worker has kept it."""
    page = context.new_page()
    log_in(page, user)
    page.goto(NEW)
    page.locator("html[data-worker=desk-1]").wait_for()
    return page


def token_of(page):
    page.goto(NEW)
    return page.locator("main input[name=csrfmiddlewaretoken]").input_value()


def type_in(page):
    page.get_by_label("他说了什么").fill(WORDS)
    page.get_by_label("他的手机号").fill("13805391234")


def press(page):
    page.get_by_role("button", name="记下来", exact=True).click()


def test_with_a_net_it_is_one_form_and_one_page(phone, county, one):
    page = ready_for_no_net(phone, one.user)

    type_in(page)
    press(page)
    page.wait_for_url("**/desk/receptions/*")
    page.get_by_role("heading", name="接待记录").wait_for()

    assert Reception.objects.get().case.text == WORDS


def test_pressed_without_a_net_and_closed_it_is_sent_once_when_the_net_is_back(
    phone, county, one
):
    page = ready_for_no_net(phone, one.user)
    phone.set_offline(True)
    type_in(page)
    press(page)
    expect(page.locator("[data-outbox]")).to_contain_text("已存在这台手机上")
    page.close()
    assert Reception.objects.count() == 0

    phone.set_offline(False)
    # The page and the worker behind it may both send.
    page = phone.new_page()
    page.goto("/desk/")
    page.wait_for_load_state("networkidle")
    page.goto(NEW)
    wait_for(Reception.objects.exists)
    page.wait_for_load_state("networkidle")

    assert Reception.objects.count() == Case.objects.count() == 1


def test_typed_without_a_net_and_closed_it_is_still_there(phone, county, one):
    page = ready_for_no_net(phone, one.user)
    phone.set_offline(True)
    type_in(page)
    expect(page.get_by_label("他的手机号")).to_have_value("13805391234")
    page.wait_for_function(IS_STORED, arg="13805391234")
    page.close()

    phone.set_offline(False)
    page = phone.new_page()
    page.goto(NEW)
    expect(page.get_by_label("他说了什么")).to_have_value(WORDS)
    press(page)
    page.wait_for_url("**/desk/receptions/*")
    page.get_by_role("heading", name="接待记录").wait_for()

    assert Reception.objects.count() == Case.objects.count() == 1


def test_the_form_opens_without_a_net_and_takes_three(phone, county, one):
    ready_for_no_net(phone, one.user).close()
    phone.set_offline(True)
    page = phone.new_page()
    # Twice the same page: it is the one that was kept.
    assert token_of(page) == token_of(page)
    for text in range(1, 4):
        type_in(page)
        press(page)
        expect(page.locator("[data-outbox]")).to_contain_text(f"{text} 份接待记录")

    phone.set_offline(False)
    expect(page.locator("[data-outbox]")).to_contain_text("都已送出")

    assert Reception.objects.count() == Case.objects.count() == 3


def test_what_the_server_refuses_later_comes_back_to_its_writer(phone, county, one):
    page = ready_for_no_net(phone, one.user)
    phone.set_offline(True)
    type_in(page)
    page.get_by_label("他的手机号").fill("12")
    press(page)
    expect(page.locator("[data-outbox]")).to_contain_text("已存在这台手机上")
    phone.set_offline(False)

    page.goto(NEW)
    expect(page.locator("[data-outbox]")).to_contain_text("手机号要 11 位数字")
    expect(page.get_by_label("他说了什么")).to_have_value(WORDS)
    page.get_by_label("他的手机号").fill("13805391234")
    press(page)
    page.wait_for_url("**/desk/receptions/*")
    page.get_by_role("heading", name="接待记录").wait_for()

    assert Reception.objects.count() == 1


def test_who_logs_in_next_sends_nothing_of_it(phone, county, one):
    page = ready_for_no_net(phone, one.user)
    phone.set_offline(True)
    type_in(page)
    press(page)
    expect(page.locator("[data-outbox]")).to_contain_text("已存在这台手机上")
    phone.clear_cookies()
    phone.set_offline(False)

    log_in(page, county.keeper)
    page.goto(NEW)
    page.wait_for_load_state("networkidle")

    assert Reception.objects.count() == 0
    expect(page.get_by_label("他说了什么")).to_have_value("")


def test_without_scripts_it_is_an_ordinary_form(browser, live_server, county, one):
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False
    )
    page = context.new_page()
    log_in(page, one.user)
    page.goto(NEW)
    type_in(page)
    press(page)
    page.get_by_role("heading", name="接待记录").wait_for()
    context.close()

    assert Reception.objects.count() == 1


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_receptions(browser, live_server, county, one, look):
    class Reader(Visitor):
        def _weigh(self, response):
            """Nothing: the next page may come before the last one is measured."""

    visitor = Reader(browser, live_server, look, one.user)
    visitor.page.wait_for_url("**/desk/")
    faults = visitor.faults(NEW)
    type_in(visitor.page)
    press(visitor.page)
    visitor.page.get_by_role("heading", name="接待记录").wait_for()
    path = Reception.objects.get().get_absolute_url()
    for page in (path, "/desk/receptions/", "/desk/"):
        faults += visitor.faults(page)
    visitor.context.close()

    assert not faults, "\n".join(faults)
