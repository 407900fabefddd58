"""政府投资项目 of the demonstration: 114 listed, 80 named by the deputies, 60 chosen."""

import json
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from decisions.models import Programme, Project
from decisions.projects.enums import (
    ApprovalStage,
    Disposition,
    InvestmentMode,
    ProjectKind,
)
from decisions.projects.services.ballots import draft_vote
from decisions.projects.services.construction import add_project
from decisions.projects.services.programmes import open_programme
from decisions.projects.services.selection import Choice, select_projects
from decisions.resolutions.rules import Decided
from demo.as_of import as_of
from demo.cases.texts import MARK
from demo.county.places import DATA, County
from demo.decisions.voting import vote_on_paper
from office.models import Division

WAN = 10_000
NAMED, PICKED = 80, 60
# Against the rank, with the reason: two of the first sixty out, two below them in.
LEFT = {17: "用地预审没有通过，报告说明年上半年才能批。", 44: "上级补助没有下达。"}
TAKEN = {63: "汛前必须加固，应急部门出具了鉴定。", 71: "补上第 44 名空出的同类项目。"}


def play_investments(county: County) -> None:
    """The ballot two months ago, the government's choice last month.

    For the coming year.
    """
    by, today = county.users["gongwei"], timezone.localdate()
    year = today.year + 1
    with as_of(today - timedelta(days=75)):
        programme = open_programme(
            kind=ProjectKind.INVESTMENT,
            year=year,
            seats=PICKED,
            shortlist=NAMED,
            note=f"县人大常委会组织代表分团征求意见{MARK}。",
            by=by,
        )
        _list_all(county, programme)
    with as_of(today - timedelta(days=62)):
        decided = Decided(
            "费县人大常委会主任会议", timezone.localdate(), "费人办字 41 号（示例）"
        )
        ballot = draft_vote(programme=programme, decided=decided, by=by)
    # The votes on both sides of the cut differ clearly: no tie.
    wanted = [72 - place * 5 // 12 for place in range(NAMED)]
    wanted += [36 - place * 5 // 12 for place in range(ballot.items.count() - NAMED)]
    vote_on_paper(county, ballot, wanted=wanted, day=today - timedelta(days=60))
    with as_of(today - timedelta(days=31)):
        _pick(county, programme)


def _list_all(county: County, programme: Programme) -> None:
    found = json.loads((DATA / "projects.json").read_text(encoding="utf-8"))
    cards = [
        (town, f"{town}{card['name']}", card)
        for card in found["investment"]
        for town in county.towns.values()
    ]
    cards += [(county.whole, f"费县{card['name']}", card) for card in found["county"]]
    for number, (place, name, card) in enumerate(cards):
        _add(county, programme, place, name, card, number)


def _add(
    county: County,
    programme: Programme,
    place: Division,
    name: str,
    card: dict,
    number: int,
) -> Project:
    year = programme.year
    total = Decimal(card["total"] + number % 12 * 35) * WAN
    return add_project(
        programme=programme,
        name=name,
        content=card["what"] + MARK,
        total=total,
        this_year=total * (6 + number % 4) / 10,
        money_from="县财政、上级补助",
        begins_on=timezone.localdate().replace(year=year, month=3, day=1),
        ends_on=timezone.localdate().replace(year=year, month=11, day=30),
        unit=county.units[card["unit"]],
        division=place,
        platform_code=f"{year}-371325-48-01-{number + 100001}",
        approval=list(ApprovalStage)[1 + number % 3],
        mode=InvestmentMode.DIRECT,
        by=county.users["zhengfuban"],
    )


def _pick(county: County, programme: Programme) -> None:
    choices = {}
    for place, project in enumerate(programme.projects.order_by("rank", "number"), 1):
        choices[project.pk] = Choice(
            is_selected=(place <= PICKED and place not in LEFT) or place in TAKEN,
            departure=LEFT.get(place) or TAKEN.get(place, ""),
            disposition=Disposition.POSTPONED
            if place in LEFT or place > 105
            else Disposition.RESERVE,
            disposition_note="条件具备后再报" if place in LEFT else "",
        )
    decided = Decided(
        "费县人民政府第 58 次常务会议", timezone.localdate(), "费政会纪要 58 号（示例）"
    )
    select_projects(
        programme=programme,
        choices=choices,
        decided=decided,
        by=county.users["zhengfuban"],
    )
