"""Residents' pages in a real browser on a phone; with and without scripts."""

import pytest

from cases.loop.enums import CaseStatus, Grade
from cases.models import Case, Rating
from tests.cases.files import photo
from tests.county import answered, in_hand, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TEXT = "村东头的水渠又堵了，下雨就淹路。"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request, browser, live_server):
    context = browser.new_context(
        base_url=live_server.url,
        viewport=PHONE,
        has_touch=True,
        java_script_enabled=request.param,
        locale="zh-CN",
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda text: note(page, text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert page.complaints == []
    context.close()


def note(page, data):
    if data.type in ("error", "warning"):
        page.complaints.append(data.text)


def fits(page):
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return page.evaluate(wide) <= 0


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def send_opinion(page, county):
    page.goto("/s/tanyi")
    page.get_by_role("link", name="提交意见", exact=True).click()
    page.get_by_label("什么事").fill(TEXT)
    page.get_by_label("在哪个村、哪个镇").select_option(str(county.village.pk))
    press(page, "下一步：照片")
    picture = {"name": "水渠.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    page.get_by_label("照片或文件").set_input_files(files=[picture])
    press(page, "下一步：您是谁")
    page.get_by_label("手机号").fill("138 0539 1234")
    page.get_by_label("我看过告知书").check()
    press(page, "提交")
    page.wait_for_url("**/cases/receipt")


def test_a_resident_sends_an_opinion_and_follows_it(phone, county):
    send_opinion(phone, county)

    case = Case.objects.get()
    assert case.text == TEXT
    assert case.files.count() == 1
    assert phone.locator(".slip__code").inner_text() == case.code_shown
    assert phone.locator("svg.qr").is_visible()
    phone.locator("main").get_by_role("link", name="查进度").click()
    assert TEXT in phone.locator(".quote").inner_text()


def test_the_back_button_after_the_receipt_makes_no_second_case(phone, county):
    send_opinion(phone, county)
    phone.go_back()
    if phone.get_by_role("button", name="提交", exact=True).count():
        press(phone, "提交")

    assert Case.objects.count() == 1


def test_pressing_twice_makes_one_case(phone, county):
    phone.goto("/cases/new?station=tanyi")
    phone.get_by_label("什么事").fill(TEXT)
    phone.get_by_label("在哪个村、哪个镇").select_option(str(county.village.pk))
    press(phone, "下一步：照片")
    press(phone, "下一步：您是谁")
    phone.get_by_label("查询口令").fill("老槐树")
    phone.get_by_label("我看过告知书").check()
    phone.get_by_role("button", name="提交", exact=True).dblclick()
    phone.wait_for_url("**/cases/receipt")

    assert Case.objects.count() == 1


def test_a_resident_comes_back_by_code_and_says_it_is_not_solved(phone, county):
    case = answered(county)
    phone.goto("/track")
    phone.get_by_label("查询码").fill(case.code_shown)
    phone.get_by_label("手机号后四位").fill("0000")
    press(phone, "查进度")
    phone.get_by_text("没有解决", exact=True).click()
    phone.get_by_label("想说一句").fill("下雨还是淹。")
    press(phone, "提交评价")
    phone.get_by_text("第二次办理", exact=True).wait_for()

    case.refresh_from_db()
    assert case.status == CaseStatus.REOPENED
    assert Rating.objects.get().grade == Grade.NOT_SOLVED


def test_what_is_alike_is_offered_and_joined(phone, county):
    main = published(county, in_hand(county))
    phone.goto("/cases/new?station=tanyi")
    phone.get_by_label("什么事").press_sequentially(TEXT)
    if not phone.get_by_role("link", name="我也是").count():
        # Without scripts, or before they have run, the next step shows it.
        phone.get_by_label("在哪个村、哪个镇").select_option(str(county.village.pk))
        press(phone, "下一步：照片")
    phone.get_by_role("link", name="我也是").first.click()
    phone.get_by_label("手机号").fill("13805391234")
    phone.get_by_label("我看过告知书").check()
    press(phone, "我也是")
    phone.wait_for_url("**/cases/receipt")

    main.refresh_from_db()
    assert main.submitter_count == 2


@pytest.mark.parametrize("size", ["normal", "large"])
def test_no_page_is_wider_than_the_phone(phone, county, size):
    case = published(county, answered(county, text="长" * 300 + "a" * 300))
    paths = ["/", "/s/tanyi", "/cases/", case.get_public_url(), "/cases/new", "/track"]
    paths += ["/accuse", "/privacy", case.get_track_url()]
    phone.goto(f"/size?to={size}")
    for path in paths:
        phone.goto(path)
        assert fits(phone), path
