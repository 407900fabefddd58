"""Pages in a browser: accessible, no console messages, small, no wider than the phone."""

import gzip
from datetime import date

import pytest

from cases.loop.enums import Grade
from decisions.budget.services.budget import open_budget
from decisions.models import BudgetWarning
from decisions.sittings.services import hold_sitting
from deputies.assemblies.services import Days, open_assembly
from deputies.elections.services.candidates import Call, add_candidate, call_election
from deputies.mandates.services.motions import receive_motion
from deputies.models import ChatGroup, Term
from deputies.register.services.mandates import Person
from office.people.enums import Role
from rollups.models import ReportItem
from tests.county import answered, drafted, in_hand, person, published, rated, submitted
from tests.decisions.budget.test_budget import APPROVED, bring, lines_file, paid_file
from tests.decisions.opinions.test_drafts import article, say
from tests.decisions.opinions.test_drafts import opened as opened_draft
from tests.decisions.projects.projects import running
from tests.decisions.projects.test_investment import listed
from tests.deputies.people import seat
from tests.paths import ROOT
from tests.rollups.reported import signed_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "Yi-he-2026-shui"
# WCAG 2.1 AA, and axe's best practices, among them landmarks and headings.
RUN = """async () => {
  const found = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'], preload: false})
  return found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))
}"""
# The innermost element that overflows on the right, named.
WIDE = """() => {
  const edge = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= edge + 1) return ''
  const scrolls = e => e && (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement))
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > edge + 1 && !scrolls(e.parentElement))
  const last = out.find(e => !out.some(o => o !== e && e.contains(o))) || document.body
  return `宽出去：${last.tagName.toLowerCase()}.${last.className} ${Math.round(last.getBoundingClientRect().right - edge)}`
}"""
MOST_BYTES = 100_000
LOOKS = [
    pytest.param((390, "normal"), id="phone"),
    pytest.param((360, "large"), id="phone in large type"),
    pytest.param((1440, "normal"), id="desk"),
]


def _roll_up(county):
    """November with reports: a draft of the county, items of a town in two states."""
    county.signed = signed_item(county)
    rollup = county.signed.report.rollup
    county.topic = rollup.topics.first()
    county.whole = rollup.reports.get(town=None)
    county.item = ReportItem.objects.create(
        report=county.signed.report,
        title="清运集市垃圾",
        text="请散集后两小时内清完。",
        unit=county.town_government,
    )


@pytest.fixture
def house(county):
    """One case in each status that a page shows differently."""
    county.case = published(county, answered(county))
    county.solved = published(
        county, rated(county, Grade.SOLVED, text="路灯修好了吗。")
    )
    county.again = rated(county, Grade.NOT_SOLVED, text="井盖丢了三个月。")
    county.open = in_hand(county, text="村卫生室一星期只开两天。")
    county.draft = drafted(county, text="集市的垃圾没人清。").round.case
    county.new = submitted(county, text="桥面裂了一道缝。")
    _roll_up(county)
    county.mandate = seat(county, "liuqing", "刘青", user=county.deputy_user).mandate
    county.election = call_election(
        constituency=county.mandate.constituency,
        kind="by",
        call=Call(date(2026, 6, 20), date(2026, 5, 1), "公告"),
        by=None,
    )
    add_candidate(
        election=county.election,
        person=Person(name="丁一", gender="male"),
        nominated_by="party",
        by=None,
    )
    county.group = ChatGroup.objects.create(
        name="王富村议事群",
        owner=county.mandate.deputy,
        constituency=county.mandate.constituency,
    )
    county.motion = receive_motion(
        mandate=county.mandate,
        kind="recall",
        on=date(2026, 3, 1),
        reason="长期不履职",
        signatures=60,
        by=None,
    )
    county.assembly = open_assembly(
        term=county.mandate.term,
        town=None,
        number=1,
        days=Days(date(2026, 1, 20), date(2026, 1, 23)),
        by=None,
    )
    county.project = running(county)
    county.asked = opened_draft(county)
    say(county.asked, article=article(county.asked, 2), paragraph=1)
    county.sitting = hold_sitting(
        kind="government",
        title="县政府常务会议",
        held_on=date(2026, 3, 4),
        invited=[county.mandate.deputy],
        by=county.office,
    )
    county.budget = open_budget(year=2025, decided=APPROVED, by=county.office)
    bring(county, county.budget, "lines", lines_file())
    bring(county, county.budget, "payments", paid_file())
    county.warning = BudgetWarning.objects.first()
    county.plan, _ = listed(county, count=1)
    county.term = Term.objects.get(level="county")
    county.next_term = Term.objects.create(
        level="county", number=20, starts_on=date(2027, 1, 12)
    )
    county.system = person("xitong", "系统", (Role.SYSTEM_ADMIN, county.congress))
    county.security = person("anquan", "安全", (Role.SECURITY_ADMIN, county.congress))
    county.auditor = person("shenji", "审计", (Role.AUDITOR, county.congress))
    return county


def public_pages(house):
    return [
        "/",
        "/stations/",
        "/deputies/",
        "/d/liuqing",
        "/s/tanyi",
        "/stations/tanyi/poster",
        "/cases/",
        "/cases/?q=没有这样的字",
        house.case.get_public_url(),
        house.solved.get_public_url(),
        "/cases/new",
        "/track",
        house.case.get_track_url(),
        "/suggestions/",
        "/accuse",
        "/privacy",
        "/announcements/",
        "/decisions/",
        "/decisions/projects/",
        house.project.get_public_url(),
        house.project.programme.get_public_url(),
        "/decisions/propose",
        "/decisions/drafts/",
        house.asked.get_public_url(),
        f"{house.asked.get_public_url()}/opinion",
        f"{house.asked.get_public_url()}/opinion?article={article(house.asked, 2).pk}",
        "/decisions/sittings/",
        house.budget.get_public_url(),
        house.project.programme.ballot.get_record_url(),
        "/account/login/",
    ]


def staff_pages(house):
    act = f"/desk/cases/{house.new.pk}"
    return {
        house.office: [
            "/admin/",
            "/admin/cases/case/",
            "/desk/",
            f"/desk/cases/{house.again.pk}",
            f"{act}/accept",
            f"{act}/decline",
            f"{act}/merge",
            "/desk/new",
            "/desk/import/",
            "/desk/rollups/",
            "/desk/rollups/2026-11",
            "/desk/reports/",
            house.whole.get_absolute_url(),
            f"/desk/rollups/topics/{house.topic.pk}",
            "/desk/performance/years/",
            "/desk/register/",
            "/desk/assign/",
            "/desk/assign/?show=vacant",
            "/desk/assign/new",
            f"/desk/register/{house.term.pk}",
            f"/desk/register/{house.term.pk}/deputies",
            "/desk/assemblies/",
            "/desk/assemblies/new",
            house.assembly.get_absolute_url(),
            f"/desk/assemblies/attendance/{house.assembly.attendances.get().pk}",
            "/desk/elections/",
            house.election.get_absolute_url(),
            f"{house.election.get_absolute_url()}/candidate",
            f"{house.election.get_absolute_url()}/settle",
            f"/desk/elections/by/{house.mandate.constituency_id}",
            "/desk/register/motions/",
            house.motion.get_absolute_url(),
            f"{house.motion.get_absolute_url()}/vote",
            f"{house.mandate.get_absolute_url()}/motion",
            f"/desk/register/{house.term.pk}/confirm",
            house.mandate.get_absolute_url(),
            f"{house.mandate.get_absolute_url()}/end",
            f"/desk/register/{house.next_term.pk}/quota",
            f"/desk/register/compare?old={house.term.pk}&new={house.next_term.pk}",
            "/desk/ballots/",
            house.project.programme.ballot.get_absolute_url(),
            "/desk/projects/",
            house.project.get_absolute_url(),
            f"{house.project.get_absolute_url()}/visit",
            "/desk/programmes/",
            house.project.programme.get_absolute_url(),
            "/desk/programmes/new",
            f"{house.plan.get_absolute_url()}/add",
            f"{house.plan.get_absolute_url()}/import",
            f"{house.plan.get_absolute_url()}/drop",
            "/desk/proposals/",
            "/desk/drafts/",
            "/desk/drafts/new",
            house.asked.get_absolute_url(),
            f"{house.asked.get_absolute_url()}/version",
            "/desk/points/",
            "/desk/sittings/",
            "/desk/sittings/new",
            house.sitting.get_absolute_url(),
            f"{house.sitting.get_absolute_url()}/attendance",
            house.budget.get_absolute_url(),
            f"{house.budget.get_absolute_url()}/import",
            house.budget.files.first().get_absolute_url(),
            house.budget.lines.first().get_absolute_url(),
            f"{house.budget.lines.first().get_absolute_url()}/adjust",
            "/desk/budget/warnings/",
            house.warning.get_absolute_url(),
            f"{house.warning.get_absolute_url()}/verify",
            "/desk/budget/rules/",
            "/admin/office/unit/",
            "/admin/deputies/liaisonstation/",
        ],
        house.handler: [
            "/desk/",
            f"/desk/cases/{house.open.pk}",
            f"/desk/cases/{house.open.pk}/draft",
            f"{house.project.get_absolute_url()}/report",
            f"{house.project.get_absolute_url()}/change",
            f"/desk/cases/{house.open.pk}/suspend",
            "/desk/notices/",
            "/account/",
            "/account/2fa/",
        ],
        house.deputy_user: [
            "/desk/",
            "/desk/suggestions/",
            "/desk/suggestions/new",
            "/desk/activities/",
            "/desk/performance/",
            "/desk/receptions/",
            "/desk/receptions/new",
            "/desk/chat-groups/",
            house.group.get_absolute_url(),
            "/account/reminders",
        ],
        house.town_office: [
            "/desk/contact/",
            "/desk/activities/",
            f"{house.item.get_absolute_url()}/hand-over",
        ],
        house.town_handler: [
            "/desk/items/",
            house.signed.get_absolute_url(),
            f"{house.signed.get_absolute_url()}/answer",
        ],
        house.signer: ["/desk/", f"/desk/cases/{house.draft.pk}/release"],
        house.keeper: ["/desk/", act],
        house.accusation_officer: ["/desk/accusations/"],
        house.system: ["/admin/", "/admin/office/user/", "/admin/office/user/add/"],
        house.security: ["/admin/office/rolegrant/", "/admin/office/rolegrant/add/"],
        house.auditor: ["/admin/office/auditentry/"],
    }


class Visitor:
    """A page that records console messages and loaded resources."""

    def __init__(self, browser, live_server, look, user=None):
        width, size = look
        self.context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844},
            locale="zh-CN",
        )
        self.page = self.context.new_page()
        self.said, self.bytes = [], 0
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", self._listen)
        self.page.on("response", self._weigh)
        self.page.goto(f"/size?to={size}")
        if user:
            self._log_in(user)

    def _listen(self, data):
        if data.type in ("error", "warning"):
            self.said.append(data.text)

    def _weigh(self, response):
        # Compressed sizes: the proxy and WhiteNoise compress everything.
        if response.ok:
            self.bytes += len(gzip.compress(response.body()))

    def _log_in(self, user):
        user.set_password(PASSWORD)
        user.save()
        self.page.goto("/account/login/")
        self.page.get_by_label("用户名").fill(user.username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()

    def faults(self, path):
        """The faults of the page at ``path``, as lines."""
        self.said.clear()
        answer = self.page.goto(path)
        found = [] if answer.status == 200 else [f"状态 {answer.status}"]
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found += self.page.evaluate(RUN)
        wide = self.page.evaluate(WIDE)
        found += [wide] if wide else []
        return [f"{path} {line}" for line in found + self.said]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_residents(browser, live_server, house, look):
    visitor = Visitor(browser, live_server, look)
    faults = [line for path in public_pages(house) for line in visitor.faults(path)]
    visitor.context.close()

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_staff(browser, live_server, house, look):
    faults = []
    for user, paths in staff_pages(house).items():
        visitor = Visitor(browser, live_server, look, user)
        for path in paths:
            faults += [f"{user.username} {line}" for line in visitor.faults(path)]
        visitor.context.close()

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", ["/", "/s/tanyi", "/cases/", "/cases/new", "/track"])
def test_a_first_visit_is_light(browser, live_server, house, path):
    visitor = Visitor(browser, live_server, (390, "normal"))
    visitor.bytes = 0
    visitor.context.clear_cookies()
    visitor.page.goto(path)
    visitor.page.wait_for_load_state("networkidle")
    taken = visitor.bytes
    visitor.context.close()

    assert 0 < taken <= MOST_BYTES
