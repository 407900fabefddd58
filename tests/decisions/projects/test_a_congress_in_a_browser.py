"""A congress, from what a resident said to the finished work, in the browsers of all who act.

300 deputies choose 20 of 24 projects: 200 on phones, 81 take paper and one of these keeps
it; two projects tie at the 20th place and are voted on again; the tellers sign, the result
is announced, a stranger counts again with the published script; what was chosen is built,
and the resident is told. With ``PICTURES=1`` the stops are kept in ``build/congress``.
"""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from ballots.models import Ballot
from ballots.setup import services as ballots
from ballots.voting import services as voting
from decisions.models import Project
from decisions.projects.services import construction as construction
from deputies.models import Mandate
from office.models import Notice
from tests.ballots import congress
from tests.ballots.congress import Phone, cells, give_paper, tellers, type_papers
from tests.county import answered, published
from tests.decisions.projects.projects import programme, project
from tests.paths import ROOT
from tests.rollups.months.test_a_month_in_a_browser import DESK, PHONE, Month, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = ROOT / "build" / "congress"
# What the phone keeps of a ballot: one entry, under the mark of the elector.
KEPT = "Object.entries(localStorage).find(([key]) => key.startsWith('ballot-'))?.[1]"
MEMBERS, PRESENT, PAPERS = 300, 281, 80
# All mark the first seventeen; of four more each marks three, so that the 18th and 19th
# have 260 votes and the 20th and 21st 160 each, of the 151 that are needed.
FIRST = "a" * 17
RULE = ("--rule", "rule.json", "--json")
WISHES = ["aa.a"] * 120 + ["aaa."] * 120 + ["a.aa"] * 20 + [".aaa"] * 20


def marks(number):
    return FIRST + WISHES[number * 37 % 280] + "..."


class Congress(Month):
    def keep(self, page, name):
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.stops += 1
            path = PICTURES / f"{self.stops:02d}-{name}.png"
            page.screenshot(path=str(path), full_page=True)


@pytest.fixture
def hall(browser, live_server, county):
    hall = Congress(browser, live_server.url, None)
    hall.county = county
    hall.seats = congress.seat_deputies(county, MEMBERS, ("甲团", "乙团", "丙团"))
    # Two who are not in the hall count: deputies, as everybody who counts.
    for number, seat in enumerate(hall.seats[-2:]):
        seat.user.username = f"teller{number}"
        seat.user.save()
    yield hall
    assert hall.complaints == []


def test_a_congress_from_a_residents_words_to_the_finished_work(hall, tmp_path):
    case = published(hall.county, answered(hall.county))
    plan, rows = list_candidates(hall, case)
    office = hall.visit(hall.county.office)
    decide(office, plan, "nominate", rows)
    decide(office, plan, "review", rows)
    decide(office, plan, "vote")
    ballot = Ballot.objects.get()
    prepare(hall, office, ballot)
    vote_by_phone(hall, ballot)
    take_paper(hall, ballot)
    nothing_leaks(hall, office, ballot)
    type_and_count(hall, office, ballot)
    sign_and_announce(hall, office, ballot)
    again = vote_again(hall, office, ballot)
    assert Project.objects.filter(state="chosen").count() == 20
    count_again_as_a_stranger(hall, ballot, tmp_path)
    build(hall, office, plan, rows)
    be_told(hall, case, rows[0])
    assert again.result.outcome == "complete"


def list_candidates(hall, case):
    """Of 24 candidates the first grew out of the case, by one button on its page."""
    county = hall.county
    plan = programme(county, seats=20)
    rows = [project(county, plan, f"第{n}个项目") for n in range(1, 25)]
    for row in rows[:1]:
        construction.add_milestone(
            project=row,
            name="主体完工",
            planned_on=timezone.localdate() + timedelta(days=30),
            by=county.office,
        )
    page = hall.visit(county.office)
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="列为民生实事项目建议").click()
    press(page, "列为建议")
    page.goto("/desk/proposals/")
    page.get_by_role("link", name=case.title).click()
    page.get_by_role("link", name="列入项目", exact=True).click()
    for label in ("普惠", "公益", "可行", "财力"):
        page.get_by_label(label).check()
    page.get_by_label("列入哪个项目").select_option(label="第1个项目")
    press(page, "列入项目")
    expect(page.get_by_text("写好了，提出人会收到。")).to_be_visible()
    hall.keep(page, "proposal")
    page.context.close()
    return plan, rows


def decide(page, plan, name, rows=()):
    """One decision on many, with its decider, day and document."""
    page.goto(f"{plan.get_absolute_url()}/{name}")
    for row in rows:
        page.get_by_label(row.name, exact=True).check()
    page.get_by_label("由谁决定").fill("费县人民政府常务会议")
    page.get_by_label("决定日期").fill(str(timezone.localdate()))
    page.get_by_label("文件").fill("会议纪要 1 号")
    page.locator("main form button.btn-primary").click()
    expect(page).to_have_url(f"{page.url.split('/desk')[0]}{plan.get_absolute_url()}")


def prepare(hall, page, ballot):
    """The list is ticked at the door; one deputy signs in with the code of the hall."""
    chief, *others = tellers()
    page.goto(f"{ballot.get_absolute_url()}/tellers")
    page.get_by_label("总监票人").select_option(str(chief.pk))
    for user in others:
        page.locator(f"input[name=tellers][value='{user.pk}']").check()
    page.locator("main form button.btn-primary").click()
    take_key(hall, ballot)
    press(page, "核对，固定规则和事项")
    page.goto(f"{ballot.get_absolute_url()}/hall")
    hall.keep(page, "hall")
    sign_in_by_code(hall, ballot)
    page.goto(f"{ballot.get_absolute_url()}/presence")
    first = ballot.electors.get(mandate=hall.seats[0].mandate)
    expect(page.locator(f"#e{first.pk} input[name=here]")).to_be_checked()
    for seat in hall.seats[1:20]:
        elector = ballot.electors.get(mandate=seat.mandate)
        page.locator(f"#e{elector.pk} input[name=here]").check()
    press(page, "保存签到")
    came = Mandate.objects.filter(pk__in=[s.mandate.pk for s in hall.seats[:PRESENT]])
    ballots.mark_present(
        ballot=ballot,
        came=ballot.electors.filter(mandate__in=came),
        by=hall.county.office,
    )
    page.goto(f"{ballot.get_absolute_url()}/open")
    page.locator("main form button.btn-primary").click()
    ballot.refresh_from_db()
    assert (ballot.state, ballot.members) == ("open", MEMBERS)


def take_key(hall, ballot):
    """Each teller sees the own key once; the second in a real browser."""
    congress.take_keys(ballot)
    user = tellers()[1]
    page = hall.visit(user)
    page.goto(ballot.get_absolute_url())
    page.get_by_role("link", name="领开箱钥匙").click()
    press(page, "重新领")
    congress.KEYS[ballot.pk, user.pk] = page.locator("[data-key]").inner_text()
    hall.keep(page, "key")
    page.context.close()


def close(hall, page, ballot):
    """The office asks, a teller confirms, each on a page that says what it means."""
    page.goto(ballot.get_absolute_url())
    page.get_by_role("link", name="提出截止").click()
    press(page, "提出截止")
    teller = hall.visit(tellers()[0])
    teller.goto(ballot.get_absolute_url())
    teller.get_by_role("link", name="确认截止").click()
    expect(teller.get_by_text("不能重新开始")).to_be_visible()
    press(teller, "确认截止")
    teller.context.close()


def count(page, ballot):
    """Both tellers type their keys."""
    page.goto(f"{ballot.get_absolute_url()}/step/count")
    for label, key in zip(
        ("一名监票人", "另一名监票人"), congress.keys(ballot), strict=True
    ):
        page.get_by_label(f"{label}的钥匙", exact=True).fill(key)
    press(page, "计票")


def sign_in_by_code(hall, ballot):
    from ballots.conduct import services as hall_codes

    page = hall.visit(hall.seats[0].user, view=PHONE)
    code = hall_codes.code_of(ballot, timezone.now())
    page.goto(f"/here/{ballot.code}/{code}")
    press(page, "签到")
    expect(page.get_by_text("签到成功。")).to_be_visible()
    page.context.close()


def vote_by_phone(hall, ballot):
    """The first in a real browser, with a net that breaks at the worst moment."""
    page = hall.visit(hall.seats[0].user, view=PHONE)
    page.goto(ballot.get_voting_url())
    wanted = cells(marks(0))
    for at, cell in enumerate(wanted, 1):
        if cell:
            page.locator(f"input[name=i{at}]").check()
    expect(page.get_by_text("已选 20 项，最多 20 项。")).to_be_visible()
    hall.keep(page, "marked")
    page.reload()
    expect(page.get_by_text("已选 20 项，最多 20 项。")).to_be_visible()
    press(page, "看一遍")
    expect(page.get_by_role("heading", name="您的选择")).to_be_visible()
    page.wait_for_function(f"() => {KEPT}.includes('signature')")
    page.context.set_offline(True)
    press(page, "投票")
    expect(page.get_by_text("网络不通，选择还在这部手机上")).to_be_visible()
    page.context.set_offline(False)
    press(page, "投票")
    expect(page.get_by_role("heading", name="投好了")).to_be_visible()
    hall.receipt = page.locator("[data-receipt]").inner_text()
    assert set(json.loads(page.evaluate(f"() => {KEPT}"))) == {"receipt"}
    hall.keep(page, "receipt")
    hand_on(hall, page, ballot)
    page.context.close()
    for number, seat in enumerate(hall.seats[1 : PRESENT - PAPERS - 1], 1):
        Phone(ballot, seat.user).fetch().cast(cells(marks(number)))
    assert voting.turnout(ballot)["cast"] == PRESENT - PAPERS - 1


def hand_on(hall, page, ballot):
    """The next deputy on the same phone finds nothing of the one before."""
    press(page, "交给下一位代表用")
    expect(page).to_have_url(re.compile("/account/login/"))
    assert page.evaluate(f"() => {KEPT} || ''") == ""
    for seat in (hall.seats[1], hall.seats[0]):
        page.evaluate(
            "() => localStorage.setItem('ballot-left', '{\"receipt\": \"f00\"}')"
        )
        client = Client()
        client.force_login(seat.user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([cookie | {"url": hall.url}])
        page.goto(ballot.get_voting_url())
        is_first = seat is hall.seats[0]
        words = "已经领过票" if is_first else "看一遍"
        role = "heading" if is_first else "button"
        expect(page.get_by_role(role, name=words)).to_be_visible()
        expect(page.get_by_role("heading", name="投好了")).not_to_be_visible()
        assert page.evaluate("() => localStorage['ballot-left'] || ''") == ""


def take_paper(hall, ballot):
    for seat in hall.seats[PRESENT - PAPERS - 1 : PRESENT]:
        give_paper(ballot, seat, hall.county.office)


def nothing_leaks(hall, page, ballot):
    """Turnout only, on every page of those who run it and of everybody."""
    for path in (
        ballot.get_absolute_url(),
        f"{ballot.get_absolute_url()}/hall",
        ballot.get_record_url(),
    ):
        page.goto(path)
        words = page.locator("main").inner_text()
        assert "160" not in words
        assert "260" not in words
    close(hall, page, ballot)
    page.goto(ballot.get_absolute_url())
    hall.keep(page, "closed")


def type_and_count(hall, page, ballot):
    """80 papers of 81 came back; a typing error blocks the count until it is mended."""
    start = PRESENT - PAPERS - 1
    texts = [marks(number) for number in range(start, start + PAPERS)]
    type_papers(ballot, *texts)
    second = hall.visit(tellers()[1])
    second.goto(f"{ballot.get_absolute_url()}/papers")
    second.get_by_label("序号").fill("1")
    press(second, "改录")
    count(page, ballot)
    expect(page.get_by_text("第 1 张第")).to_be_visible()
    hall.keep(page, "difference")
    second.get_by_label("序号").fill("1")
    for at, cell in enumerate(cells(texts[0]), 1):
        if cell:
            second.locator(f"[name=item_{at}]").check()
    press(second, "改录")
    expect(second.get_by_text("两遍录入完全一样，可以计票。")).to_be_visible()
    second.context.close()
    count(page, ballot)
    assert "160" not in page.locator("main").inner_text()


def sign_and_announce(hall, page, ballot):
    chief, other = tellers()
    for user in (other, chief):
        desk = hall.visit(user)
        desk.goto(f"{ballot.get_absolute_url()}/sign")
        press(desk, "签字")
        expect(desk.get_by_text("您已经签字。")).to_be_visible()
        desk.context.close()
    page.goto(ballot.get_absolute_url())
    page.get_by_role("link", name="宣布结果").click()
    press(page, "宣布结果")
    stranger = hall.visit(view=PHONE)
    stranger.goto(ballot.get_record_url())
    expect(stranger.get_by_text("全体 300 名")).to_be_visible()
    assert stranger.locator(".votes__row.is-tie").count() == 2
    hall.keep(stranger, "record")
    stranger.get_by_label("回执").fill(hall.receipt)
    press(stranger, "查")
    expect(stranger.get_by_text("这张票已经放进票箱")).to_be_visible()
    stranger.context.close()
    assert Project.objects.filter(state="chosen").count() == 19


def vote_again(hall, page, ballot):
    """The run-off on the two that tied: prepared by the portal, opened by people."""
    again = ballot.further.get()
    assert [item.title for item in again.items.all()] == ["第20个项目", "第21个项目"]
    page.goto(again.get_absolute_url())
    congress.take_keys(again)
    press(page, "核对，固定规则和事项")
    here = [seat.mandate.pk for seat in hall.seats[:PRESENT]]
    ballots.mark_present(
        ballot=again,
        came=again.electors.filter(mandate__in=here),
        by=hall.county.office,
    )
    page.goto(f"{again.get_absolute_url()}/open")
    page.locator("main form button.btn-primary").click()
    again.refresh_from_db()
    for number, seat in enumerate(hall.seats[:21]):
        Phone(again, seat.user).fetch().cast(cells("a." if number % 3 else ".a"))
    close(hall, page, again)
    count(page, again)
    congress.signed(again)
    page.goto(f"{again.get_absolute_url()}/step/announce")
    press(page, "宣布结果")
    again.refresh_from_db()
    return again


def count_again_as_a_stranger(hall, ballot, folder):
    """Three files from the public page, and a Python that knows nothing of the portal."""
    page = hall.visit(view=DESK)
    page.goto(ballot.get_record_url())
    for name, link in (
        ("ballots.csv", "280 张选票"),
        ("rule.json", "规则和清点的数"),
        ("sheet.json", "宣布的计票单"),
        ("tally.py", "计票程序"),
    ):
        address = page.get_by_role("link", name=link).get_attribute("href")
        answer = page.request.get(f"{hall.url}{address}")
        (folder / name).write_bytes(answer.body())
    page.context.close()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "tally.py", "ballots.csv", *RULE],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    again = json.loads(done.stdout)
    assert again == json.loads((folder / "sheet.json").read_text(encoding="utf-8"))
    assert (again["outcome"], again["needed"]) == ("run_off", 151)
    votes = {item["code"]: item["for"] for item in again["items"]}
    assert [votes[f"ms2026-{n:03d}"] for n in (17, 18, 19, 20, 21, 22)] == [
        280,
        260,
        260,
        160,
        160,
        0,
    ]


def build(hall, page, plan, rows):
    """Begun by the government, reported and finished by the unit, on their own pages."""
    decide(page, plan, "start", rows[:1])
    today = str(timezone.localdate())
    worker = hall.visit(hall.county.handler)
    worker.goto(f"{rows[0].get_absolute_url()}/report")
    worker.get_by_label("截至哪一天").fill(today)
    worker.get_by_label("形象进度（%）").fill("100")
    worker.get_by_label("累计完成投资（万元）").fill("120")
    worker.get_by_label("累计支付（万元）").fill("96")
    worker.get_by_label("做了什么").fill("渠清完了，盖板换好了。")
    worker.get_by_label("主体完工").check()
    press(worker, "填报进度")
    worker.goto(f"{rows[0].get_absolute_url()}/finish")
    worker.get_by_label("哪一天").fill(today)
    worker.get_by_label("结果").fill("1200 米水渠全部清完，两场雨没有漫路。")
    press(worker, "报告完成")
    expect(
        worker.get_by_text("写好了，提出的群众和投票的代表都会收到。")
    ).to_be_visible()
    hall.keep(worker, "finished")
    worker.context.close()


def be_told(hall, case, row):
    """The first resident, on the phone and on the page of what they said."""
    news = Notice.objects.filter(kind="project_news", user=None)
    assert news.filter(text__contains="办完了").count() == 1
    page = hall.visit(view=PHONE)
    page.goto(case.get_public_url())
    expect(page.get_by_text("两场雨没有漫路").first).to_be_visible()
    hall.keep(page, "told")
    page.goto(row.get_public_url())
    expect(page.get_by_text("两场雨没有漫路").first).to_be_visible()
    expect(page.get_by_role("link", name=case.public_title)).to_be_visible()
    hall.keep(page, "project")
    page.context.close()
    voters = Notice.objects.filter(kind="project_news", user__username__startswith="v")
    assert voters.filter(text__contains="办完了").count() == PRESENT
