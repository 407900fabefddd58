"""The whole loop of one opinion, with all participants, in a real browser.

The resident uses a phone; station, office and department use desktops. With
``PICTURES=1`` a screenshot of every step is stored in ``build/loop``.
"""

import os

import pytest

from cases.loop.enums import CaseStatus, Grade, ResultClass
from cases.models import Case, Rating, Reply
from office.places.enums import DivisionLevel
from tests.paths import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Yi-he-2026-shui"
TEXT = "村东头的水渠堵了三年，一下雨就淹路，孩子上学要绕远。"
FIRST_ANSWER, SECOND_ANSWER = (
    "已经通知村里清理。",
    "水渠全长 120 米已经清完，加了盖板。",
)
PICTURES = ROOT / "build" / "loop"


class Walk:
    """Several people who use the same portal in turn."""

    def __init__(self, browser, live_server, scripts):
        self.browser, self.url, self.scripts = browser, live_server.url, scripts
        self.contexts, self.complaints, self.stops = {}, [], 0

    def page_of(self, user=None):
        """The page of the resident, or of a colleague who logs in on first use."""
        who = user.username if user else "resident"
        if who not in self.contexts:
            self.contexts[who] = self._arrive(user)
        return self.contexts[who].pages[0]

    def _arrive(self, user):
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": 1280, "height": 900}
            if user
            else {"width": 390, "height": 844},
            java_script_enabled=self.scripts,
            locale="zh-CN",
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        if user:
            page.goto("/account/login/")
            page.get_by_label("用户名").fill(user.username)
            page.get_by_label("密码").fill(PASSWORD)
            press(page, "登录")
        return context

    def _listen(self, data):
        if data.type in ("error", "warning"):
            self.complaints.append(data.text)

    def keep(self, page, name):
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.stops += 1
            kind = "js" if self.scripts else "nojs"
            path = PICTURES / f"{kind}-{self.stops:02d}-{name}.png"
            page.screenshot(path=str(path), full_page=True)

    def act(self, user, case, label, fill):
        """Open the case at the desk, choose the action, fill in the form, and send it."""
        page = self.page_of(user)
        page.goto(f"/desk/cases/{case.pk}")
        page.locator("#do").get_by_role("link", name=label, exact=True).click()
        fill(page)
        self.keep(page, label)
        press(page, label)
        page.get_by_text(f"已{label}").wait_for()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def choose(page, label):
    page.get_by_label(label, exact=True).check()


def nothing(page):
    pass


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def walk(request, browser, live_server, county):
    for user in (
        county.keeper,
        county.office,
        county.office2,
        county.handler,
        county.signer,
    ):
        user.set_password(PASSWORD)
        user.save()
    walk = Walk(browser, live_server, request.param)
    yield walk
    for context in walk.contexts.values():
        context.close()
    assert walk.complaints == []


def say(walk, county):
    page = walk.page_of()
    page.goto("/s/tanyi")
    walk.keep(page, "station")
    page.get_by_role("link", name="提交意见", exact=True).click()
    page.get_by_label("什么事").fill(TEXT)
    page.get_by_label("在哪个村、哪个镇").select_option(str(county.village.pk))
    press(page, "下一步：照片")
    press(page, "下一步：您是谁")
    page.get_by_label("手机号").fill("13805391234")
    page.get_by_label("我看过告知书").check()
    page.get_by_label("同意公开这件事").check()
    press(page, "提交")
    page.wait_for_url("**/cases/receipt")
    walk.keep(page, "receipt")
    return Case.objects.get()


def accept_and_assign(walk, county, case):
    def to_the_county(page):
        choose(page, "县里办")

    def to_water(page):
        page.get_by_label("主办单位").select_option(str(county.water.pk))

    walk.act(county.keeper, case, "受理", to_the_county)
    walk.act(county.office, case, "交办", to_water)


def answer(walk, county, case, text, released_by):
    def write(page):
        choose(page, ResultClass.SOLVED.label)
        page.get_by_label("答复内容").fill(text)

    walk.act(county.handler, case, "签收", nothing)
    walk.act(county.handler, case, "起草答复", write)
    assert not _may(walk, county.handler, case, "复核发布")
    walk.act(released_by, case, "复核发布", nothing)


def _may(walk, user, case, label):
    page = walk.page_of(user)
    page.goto(f"/desk/cases/{case.pk}")
    return page.locator("#do").get_by_role("link", name=label, exact=True).count()


def rate(walk, case, grade, words=""):
    """The resident opens the case with the code of the slip and rates it."""
    page = walk.page_of()
    page.goto("/track")
    page.get_by_label("查询码").fill(case.code_shown)
    page.get_by_label("手机号后四位").fill("1234")
    press(page, "查进度")
    walk.keep(page, "answered")
    page.get_by_text(grade.label, exact=True).click()
    if words:
        page.get_by_label("想说一句").fill(words)
    press(page, "提交评价")
    page.get_by_text(f"您评价：{grade.label}").first.wait_for()
    walk.keep(page, "rated")


def test_one_opinion_goes_all_the_way_round(walk, county):
    case = say(walk, county)
    accept_and_assign(walk, county, case)
    answer(walk, county, case, FIRST_ANSWER, county.signer)

    rate(walk, case, Grade.NOT_SOLVED, "下雨还是淹。")
    case.refresh_from_db()
    assert (case.status, case.round_no) == (CaseStatus.REOPENED, 2)
    assert case.holder == county.congress_office

    def to_water_again(page):
        page.get_by_label("主办单位").select_option(str(county.water.pk))

    walk.act(county.office2, case, "交办", to_water_again)
    answer(walk, county, case, SECOND_ANSWER, county.office2)
    rate(walk, case, Grade.SOLVED)

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert case.level == DivisionLevel.COUNTY
    assert [r.grade for r in Rating.objects.order_by("pk")] == [
        Grade.NOT_SOLVED,
        Grade.SOLVED,
    ]
    replies = Reply.objects.order_by("pk")
    assert [r.public_text for r in replies] == [FIRST_ANSWER, SECOND_ANSWER]

    page = walk.page_of()
    seen = page.locator("main").inner_text()
    for words in (TEXT, FIRST_ANSWER, "下雨还是淹。", SECOND_ANSWER):
        assert words in seen
