"""The home page of 民主决策: each area registers its part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ballots.rules.models import Ballot
from decisions.budget.models import BudgetYear
from decisions.opinions.models import Draft
from decisions.projects.models.programmes import Programme


@dataclass(frozen=True)
class Part:
    """One row of the board: its kind, its title, its present state."""

    kind: str
    title: str
    text: str
    url: str


Provider = Callable[[], Iterable[Part]]
_providers: list[Provider] = []


def part_of_home(provider: Provider) -> Provider:
    """Register the parts of an area, in the order of the registering files."""
    _providers.append(provider)
    return provider


def parts_of_home() -> list[Part]:
    return [part for provider in _providers for part in provider()]


@part_of_home
def _years() -> Iterable[Part]:
    """The newest public programme of each kind."""
    seen = set()
    rows: Iterable[Any] = Programme.objects.with_numbers()
    for row in rows:
        if row.kind in seen or not row.ballot_id:
            continue
        seen.add(row.kind)
        text = f"{row.listed} 项交代表投票"
        if row.decided:
            text = f"确定 {row.decided} 项，完成 {row.finished} 项"
        yield Part("项目", str(row), text, row.get_public_url())


@part_of_home
def _projects() -> Iterable[Part]:
    text = "每一项的进度、花的钱、谁定的、从谁的话里来"
    yield Part("项目", "全部项目", text, reverse("decisions:projects"))


@part_of_home
def _budget() -> Iterable[Part]:
    """The newest year, with the share that is paid."""
    if year := BudgetYear.objects.first():
        text = "每个单位、每个项目的预算和支付，预警怎么处理的"
        yield Part("预算", str(year), text, year.get_public_url())


@part_of_home
def _collecting() -> Iterable[Part]:
    for row in Programme.objects.collecting(timezone.localdate()):
        until = row.collects_until
        text = f"{until.month}月{until.day}日以前，谁都可以提"
        yield Part("征集", f"给{row}提建议", text, reverse("decisions:propose"))


@part_of_home
def _drafts() -> Iterable[Part]:
    """Open drafts, and one row for the rest."""
    for row in Draft.objects.filter(state="open").order_by("closes_at")[:3]:
        day = timezone.localdate(row.closes_at)
        text = f"{day.month}月{day.day}日截止，谁都可以说"
        yield Part("征求意见", row.title, text, row.get_public_url())
    text = "问了什么、说了什么、采纳没有"
    yield Part("征求意见", "全部征求意见", text, reverse("decisions:drafts"))
    text = "代表列席了哪些会，说了什么，采纳没有"
    yield Part("列席", "代表列席会议", text, reverse("decisions:public_sittings"))


@part_of_home
def _ballots() -> Iterable[Part]:
    """Records of ballots, newest first."""
    for ballot in Ballot.objects.announced()[:3]:
        text = f"{ballot.body}投票，全体 {ballot.members} 人"
        yield Part("票决", ballot.title, text, ballot.get_record_url())
