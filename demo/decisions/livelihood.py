"""民生实事项目 of the demonstration: from proposals to finished projects."""

import json
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from cases.models import Case
from decisions.models import Programme, Project
from decisions.projects.enums import ProjectKind, ProjectVerb, ProposalSource, Refusal
from decisions.projects.services import ballots as project_votes
from decisions.projects.services import construction as construction
from decisions.projects.services import programmes, proposals
from decisions.projects.services.proposals import Screening
from decisions.resolutions.rules import Decided
from demo.as_of import as_of
from demo.cases.texts import MARK
from demo.county.places import DATA, County
from demo.decisions.building import build_projects
from demo.decisions.voting import vote_on_paper
from deputies.models import Assembly
from office.models import Notice

WAN = 10_000
SEATS = 20
NODES = (("开工", 3, 20), ("完成过半", 6, 30), ("主体完工", 9, 30), ("验收", 11, 15))
LATER = (*NODES[:3], ("验收", 12, 20))
ON_TIME = range(12, 16)
PASSED = Screening(True, True, True, True)
# Other proposals of the year's programme, and why they were not taken.
REFUSED = (
    (
        "在村口建牌楼",
        "村里没有门面，建个牌楼好看。",
        Refusal.NOT_FEASIBLE,
        "不是急需的，先修路。",
    ),
    (
        "给每户发取暖补贴",
        "冬天烧煤贵。",
        Refusal.NO_FUNDS,
        "全县一年要 1.2 亿元，财力承受不了。",
    ),
    (
        "村北桥加宽",
        "桥窄，会不了车。",
        Refusal.ELSEWHERE,
        "已列入交通局危桥改造，明年六月完工。",
    ),
)
# Proposals received for the year now collecting.
FRESH = (
    ("镇上建一个游泳馆", "夏天孩子下河游泳，年年有人出事。"),
    ("给老小区加装电梯", "六楼的老人半年没下过楼。"),
    ("农村浴室", "冬天没有地方洗澡，要骑车去县城。"),
)


def play_livelihood(county: County) -> None:
    """The past year of the congress, and the next one, which is collecting."""
    session = Assembly.objects.filter(town=None).order_by("-starts_on")[0]
    year = session.starts_on.year
    with as_of(date(year - 1, 10, 8)):
        programme = _open(county, year, date(year - 1, 10, 8), date(year - 1, 12, 15))
    with as_of(date(year - 1, 12, 1)):
        rows = _list_projects(county, programme)
        _take_in(county, programme, rows)
    _decide(county, programme, rows)
    with as_of(session.starts_on - timedelta(days=5)):
        decided = Decided(
            "费县人大常委会", timezone.localdate(), "关于提请票决的议案（示例）"
        )
        ballot = project_votes.draft_vote(
            programme=programme,
            decided=decided,
            assembly=session,
            by=county.users["gongwei"],
        )
    wanted = [70 - place * 4 // 3 for place in range(SEATS)] + [33, 31, 26, 20]
    vote_on_paper(county, ballot, wanted=wanted, day=session.ends_on)
    build_projects(county, programme)
    _collect_now(county, year + 1)


def _open(county: County, year: int, first: date, last: date) -> Programme:
    return programmes.open_programme(
        kind=ProjectKind.LIVELIHOOD,
        year=year,
        seats=SEATS,
        collects_from=first,
        collects_until=last,
        note=f"向群众、代表公开征集，人代会差额票决{MARK}。",
        by=county.users["zhengfuban"],
    )


def _list_projects(county: County, programme: Programme) -> list[tuple[Project, dict]]:
    cards = json.loads((DATA / "projects.json").read_text(encoding="utf-8"))
    towns = list(county.towns.values())
    year, found = programme.year, []
    for number, card in enumerate(cards["livelihood"]):
        total = Decimal(card["total"]) * WAN
        project = construction.add_project(
            programme=programme,
            name=card["name"],
            content=card["what"] + MARK,
            need=card.get("need", ""),
            total=total,
            this_year=total,
            money_from="县财政、上级补助",
            begins_on=date(year, 3, 1),
            ends_on=date(year, 12, 31) if number in ON_TIME else date(year, 11, 30),
            unit=county.units[card["unit"]],
            division=county.whole if number % 3 else towns[number // 3],
            beneficiaries=card["people"],
            budget_line=f"{year}-MS{number + 1:03d}",
            legality=f"费司审〔{year - 1}〕{number + 11} 号",
            by=county.users["zhengfuban"],
        )
        nodes = LATER if number in ON_TIME else NODES
        for name, month, day in nodes:
            construction.add_milestone(
                project=project, name=name, planned_on=date(year, month, day), by=None
            )
        found.append((project, card))
    return found


def _take_in(
    county: County, programme: Programme, rows: list[tuple[Project, dict]]
) -> None:
    """Opinions from stations become projects; those not taken have their answer."""
    by, screens = county.users["gongwei"], county.users["zhengfuban"]
    for project, card in rows:
        if title := card.get("from"):
            data = proposals.propose_from_case(
                programme=programme, case=Case.objects.get(title=title), by=by
            )
            proposals.take_proposal(
                proposal=data,
                project=project,
                screening=PASSED,
                reason="全县一并安排。",
                by=screens,
            )
    for number, (title, text, refusal, reason) in enumerate(REFUSED):
        data = proposals.propose(
            programme=programme,
            source=ProposalSource.PUBLIC,
            title=title,
            text=text + MARK,
            division=county.towns["tanyi"],
            source_key=f"demo:{programme.year}:{number}",
        )
        proposals.refuse_proposal(
            proposal=data, refusal=refusal, reason=reason, by=screens
        )


def _decide(
    county: County, programme: Programme, rows: list[tuple[Project, dict]]
) -> None:
    """初定候选 by the government, then the committee's review."""
    year = programme.year
    steps = (
        (ProjectVerb.NOMINATE, "费县人民政府第 47 次常务会议", date(year - 1, 12, 23)),
        (ProjectVerb.REVIEW, "费县人大常委会第 31 次会议", date(year, 1, 8)),
    )
    for verb, decider, day in steps:
        with as_of(day):
            programmes.decide_projects(
                programme=programme,
                projects=[project for project, _ in rows],
                verb=verb,
                decided=Decided(decider, day, "会议纪要（示例）"),
                by=county.users["gongwei"],
            )


def _collect_now(county: County, year: int) -> None:
    """The coming year: open for two and a half more weeks, with proposals to screen."""
    today = timezone.localdate()
    with as_of(today - timedelta(days=45)):
        programme = _open(
            county, year, timezone.localdate(), today + timedelta(days=18)
        )
    for number, (title, text) in enumerate(FRESH):
        with as_of(today - timedelta(days=20 - number * 6)):
            proposals.propose(
                programme=programme,
                source=ProposalSource.PUBLIC,
                title=title,
                text=text + MARK,
                division=list(county.towns.values())[number],
                source_key=f"demo:{year}:{number}",
            )
    with as_of(today - timedelta(days=3)):
        data = Case.objects.get(title="山坡有裂缝，下雨怕滑坡")
        if timezone.now() > data.received_at:
            proposals.propose_from_case(
                programme=programme, case=data, by=county.users["gongwei"]
            )


def read_old_notices() -> None:
    """Mark the notices of past months as read."""
    old = timezone.now() - timedelta(days=10)
    Notice.objects.filter(created_at__lt=old, read_at=None).update(
        read_at=F("created_at") + timedelta(hours=2)
    )
