"""Programmes and projects brought to where a test begins."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from ballots.models import Ballot
from ballots.record import services as announcing
from ballots.voting import services as voting
from decisions.models import Programme, Project
from decisions.projects.enums import ProjectVerb
from decisions.projects.services import ballots as project_votes
from decisions.projects.services import construction as construction
from decisions.projects.services import programmes
from decisions.resolutions.rules import Decided
from tests.ballots import congress
from tests.ballots.congress import seat_deputies

GOVERNMENT = Decided(
    "费县人民政府第 40 次常务会议", date(2026, 1, 6), "费政会〔2026〕1 号"
)
COMMITTEE = Decided(
    "费县人大常委会第 30 次会议", date(2026, 1, 10), "费人发〔2026〕2 号"
)


def programme(county, *, kind="livelihood", seats=2, **facts) -> Programme:
    values = {
        "collects_from": timezone.localdate() - timedelta(days=30),
        "collects_until": timezone.localdate() + timedelta(days=30),
        "shortlist": 3 if kind == "investment" else 0,
        **facts,
    }
    return programmes.open_programme(
        kind=kind, year=2026, seats=seats, by=county.office, **values
    )


def project(county, plan, name="王富村水渠清淤", **facts) -> Project:
    values = {
        "content": "清淤 1200 米，换盖板 300 块。",
        "total": Decimal("1200000.00"),
        "this_year": Decimal("800000.00"),
        "money_from": "县财政",
        "legality": "费司审〔2026〕3 号",
        "unit": county.water,
        "division": county.village,
        "begins_on": date(2026, 3, 1),
        "ends_on": date(2026, 11, 30),
        **facts,
    }
    return construction.add_project(
        programme=plan, name=name, by=county.office, **values
    )


def reviewed(county, plan, count=4) -> list[Project]:
    """Candidates that the standing committee has reviewed."""
    rows = [project(county, plan, f"项目{n}") for n in range(1, count + 1)]
    for verb, who in (
        (ProjectVerb.NOMINATE, GOVERNMENT),
        (ProjectVerb.REVIEW, COMMITTEE),
    ):
        programmes.decide_projects(
            programme=plan, projects=rows, verb=verb, decided=who, by=county.office
        )
    return rows


def voted(county, plan, *marks, people=0, delegations=(), basis="") -> Ballot:
    """The deputies vote by phone: ``a.b.`` marks the first and the third; announced."""
    seats = seat_deputies(county, max(people, len(marks)), delegations)
    drafted = project_votes.draft_vote(
        programme=plan, decided=COMMITTEE, by=county.office
    )
    # What more marks than places rest on.
    drafted.basis = basis
    drafted.save()
    ballot = congress.prepared(county, seats, drafted)
    ballot = voting.open_ballot(ballot=ballot, by=county.office)
    for seat, text in zip(seats, marks, strict=False):
        congress.vote(ballot, seat, text)
    return announced(county, ballot)


def announced(county, ballot) -> Ballot:
    ballot = congress.certified(ballot, county.office)
    return announcing.announce_ballot(ballot=ballot, by=county.office)


def running(county, **facts) -> Project:
    """One livelihood project, chosen by the congress and begun."""
    plan = programme(county, seats=1)
    rows = reviewed(county, plan, 2)
    if facts:
        construction.edit_project(project=rows[0], by=county.office, **facts)
    construction.add_milestone(
        project=rows[0], name="主体完工", planned_on=date(2026, 6, 30), by=county.office
    )
    voted(county, plan, *["a."] * 3)
    programmes.decide_projects(
        programme=plan,
        projects=rows[:1],
        verb=ProjectVerb.START,
        decided=GOVERNMENT,
        by=county.office,
    )
    return Project.objects.select_related("programme", "unit").get(pk=rows[0].pk)
