"""A month of one station in a browser, with all participants.

The rota is published, the deputy is reminded, checks in by the link, receives three
people (one of them offline); on the 1st the month is rolled up, approved, opened in
Word; the town government answers, the station's page shows it, submitters are notified.
With ``PICTURES=1`` screenshots are stored in ``build/month``.
"""

import os

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import expect

from cases.models import Case, Reception
from deputies.contact.services.check_in import code_of
from deputies.models import ContactDay
from deputies.tasks import plan_rotas, sweep_contact_days
from office.models import Delivery
from rollups.models import Report, RollUp
from rollups.tasks import roll_up
from tests.county import moment
from tests.deputies.rota import people_of_station
from tests.paths import ROOT
from tests.rollups.reported import WELL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Yi-he-2026-shui"
PICTURES = ROOT / "build" / "month"
ANSWER = "两眼机井都换了新泵，12 月 8 日出水。"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


class Month:
    """The participants of the month, each with a phone or desktop, and a shared clock."""

    def __init__(self, browser, url, clock):
        self.browser, self.url, self.clock = browser, url, clock
        self.complaints, self.stops = [], 0

    def it_is(self, text):
        self.clock.move_to(moment(text))

    def visit(self, user=None, *, view=DESK):
        """A page of one participant: staff log in on first use."""
        context = self.browser.new_context(
            base_url=self.url, viewport=view, locale="zh-CN", accept_downloads=True
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if user:
            user.set_password(PASSWORD)
            user.save()
            page.goto("/account/login/")
            page.get_by_label("用户名").fill(user.username)
            page.get_by_label("密码").fill(PASSWORD)
            press(page, "登录")
            page.wait_for_load_state()
        return page

    def keep(self, page, name):
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.stops += 1
            path = PICTURES / f"{self.stops:02d}-{name}.png"
            page.screenshot(path=str(path), full_page=True)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def month(browser, live_server, time_machine, county):
    month = Month(browser, live_server.url, time_machine)
    yield month
    assert month.complaints == []


def test_a_month_from_the_rota_to_the_answer(month, county, tmp_path):
    deputy = people_of_station(county)[0]
    day = publish_the_rota(month, county)
    be_reminded_and_check_in(month, deputy, day)
    hear_three(month, deputy)
    report = roll_the_month_up(month, county)
    write_check_and_approve(month, county, report)
    open_it_in_word(month, county, report, tmp_path)
    hand_over_and_answer(month, county, report)
    see_it_at_the_station(month, county)
    be_told(month)


def publish_the_rota(month, county):
    month.it_is("2026-10-20 08:00")
    plan_rotas()
    day = ContactDay.objects.get(original_day="2026-11-05")
    page = month.visit(county.town_office)
    page.goto(day.get_absolute_url())
    press(page, "公布名单")
    expect(page.get_by_text("已公布，名单上的代表收到了通知。")).to_be_visible()
    month.keep(page, "rota")
    page.context.close()
    return day


def be_reminded_and_check_in(month, deputy, day):
    month.it_is("2026-11-02 09:00")
    sweep_contact_days()
    page = month.visit(deputy.user, view=PHONE)
    page.goto("/desk/notices/")
    expect(page.get_by_text("接待日快到了")).to_be_visible()
    page.context.close()
    month.it_is("2026-11-05 08:50")
    page = month.visit(deputy.user, view=PHONE)
    day.refresh_from_db()
    page.goto(f"/in/{day.pk}/{code_of(day, timezone.now())}")
    press(page, "我到了，报到")
    expect(page.get_by_text("报到了。", exact=True)).to_be_visible()
    month.keep(page, "check-in")
    page.context.close()
    assert day.duties.get(deputy=deputy.deputy).source == "code"


def hear_three(month, deputy):
    """Two online; the third while offline, sent later."""
    month.it_is("2026-11-05 09:30")
    page = month.visit(deputy.user, view=PHONE)
    for words in WELL[:2]:
        page.goto("/desk/receptions/new")
        page.locator("html[data-worker=desk-1]").wait_for()
        write_down(page, words)
        page.get_by_role("heading", name="接待记录").wait_for()
    page.goto("/desk/receptions/new")
    page.locator("html[data-worker=desk-1]").wait_for()
    page.context.set_offline(True)
    write_down(page, WELL[2])
    expect(page.locator("[data-outbox]")).to_contain_text("已存在这台手机上")
    month.keep(page, "offline")
    assert Reception.objects.count() == 2
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_contain_text("都已送出")
    page.context.close()
    assert Case.objects.count() == 3
    assert {case.number for case in Case.objects.all()} == {
        f"探沂〔2026〕{number:03}号" for number in (1, 2, 3)
    }


def write_down(page, words):
    page.get_by_label("他说了什么").fill(words)
    page.get_by_label("他的手机号").fill("13805391234")
    press(page, "记下来")


def roll_the_month_up(month, county):
    month.it_is("2026-12-01 00:30")
    assert roll_up() == 1
    assert roll_up() == 0
    rollup = RollUp.objects.get()
    assert rollup.rows.of_station(county.station).totals().get().received == 3
    return Report.objects.get(rollup=rollup, town=county.town)


def write_check_and_approve(month, county, report):
    month.it_is("2026-12-01 09:00")
    page = month.visit(county.town_office)
    page.goto("/desk/rollups/")
    page.get_by_role("link", name="探沂镇", exact=True).click()
    page.get_by_role("link", name="改标题、写说明").click()
    page.get_by_label("标题").fill("王富村机井抽不上水")
    press(page, "保存")
    press(page, "核对好了")
    expect(page.get_by_text("已核对，等另一人批准。")).to_be_visible()
    month.keep(page, "report")
    page.context.close()
    page = month.visit(county.office)
    page.goto(report.get_absolute_url())
    press(page, "批准")
    expect(page.get_by_text("数字从此不变")).to_be_visible()
    page.context.close()


def open_it_in_word(month, county, report, folder):
    page = month.visit(county.town_office)
    page.goto(report.get_absolute_url())
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 Word").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "探沂镇2026年11月社情民意月报.docx"
    text = "\n".join(line.text for line in Document(file).paragraphs)
    assert "王富村机井抽不上水" in text
    assert "收到群众意见 3 件" in text
    assert "2026年12月1日" in text
    assert "13805391234" not in text
    page.context.close()


def hand_over_and_answer(month, county, report):
    page = month.visit(county.town_office)
    page.goto(report.get_absolute_url())
    press(page, "全部移交")
    expect(page.get_by_text("都移交了")).to_be_visible()
    page.context.close()
    month.it_is("2026-12-02 09:00")
    item = report.items.get()
    page = month.visit(county.town_handler)
    page.goto("/desk/items/")
    page.get_by_role("link", name=item.title).click()
    press(page, "签收")
    page.get_by_role("link", name="写反馈").click()
    page.get_by_label("已解决").check()
    page.get_by_label("反馈", exact=True).fill(ANSWER)
    press(page, "写反馈")
    expect(page.get_by_text("反馈交给了人大")).to_be_visible()
    month.keep(page, "answer")
    page.context.close()
    month.it_is("2026-12-08 09:00")
    page = month.visit(county.town_office)
    page.goto(item.get_absolute_url())
    page.get_by_role("link", name="公布反馈").click()
    press(page, "公布反馈")
    expect(page.get_by_text("公布了，联络站的页面上已有")).to_be_visible()
    month.keep(page, "published")
    page.context.close()


def see_it_at_the_station(month, county):
    page = month.visit(view=PHONE)
    page.goto("/s/tanyi")
    expect(page.get_by_role("heading", name="政府的反馈")).to_be_visible()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    month.keep(page, "station")
    page.context.close()


def be_told(month):
    """By SMS, and on the page of its tracking code."""
    sent = Delivery.objects.filter(notice__kind="rollup_answered")
    told = list(sent.select_related("notice"))
    assert [row.address for row in told] == ["13805391234"] * 3
    case = Case.objects.earliest("pk")
    text = next(row.notice.text for row in told if case.code_shown in row.notice.text)
    assert ANSWER in text
    page = month.visit(view=PHONE)
    page.goto("/track")
    page.get_by_label("查询码").fill(case.code_shown)
    page.get_by_label("手机号后四位").fill("1234")
    press(page, "查进度")
    expect(page.get_by_text("月报事项有了反馈")).to_be_visible()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    month.keep(page, "track")
    page.context.close()
