"""The demonstration's projects: the county's figures, each step with its decider."""

import pytest
from django.db.models import Count

from ballots.models import Ballot
from cases.models import Case
from decisions.models import BudgetYear, Programme, Project, ProjectStep, Proposal
from decisions.projects.enums import DECIDED, CaseNews, ProjectState
from demo.cases.texts import MARK

# One county for all tests of the demonstration.
from tests.demo.test_load_demo import demo, loaded  # noqa: F401

pytestmark = pytest.mark.django_db


def test_114_are_listed_80_named_60_selected_and_54_went_somewhere(demo):  # noqa: F811
    rows = Project.objects.filter(programme__kind="investment")

    assert rows.count() == 114
    assert rows.get(code__endswith="001").programme.cut_at == 80
    assert rows.filter(state=ProjectState.CHOSEN).count() == 60
    dropped = rows.filter(state=ProjectState.DROPPED)
    assert dropped.exclude(disposition="").count() == 54
    against = rows.exclude(departure="")
    assert against.filter(was_selected=True).count() == 2
    assert against.filter(was_selected=False).count() == 2


def test_20_projects_were_chosen_by_the_congress_and_grew_on(demo):  # noqa: F811
    rows = Project.objects.filter(programme__kind="livelihood")
    decided = rows.filter(state__in=DECIDED)

    assert (rows.count(), decided.count()) == (24, 20)
    assert all(MARK in row.content for row in rows)
    states = set(decided.values_list("state", flat=True))
    assert {"running", "done", "stopped"} <= states
    last = Ballot.objects.get(purpose="livelihood")
    assert all(row.votes >= last.result.sheet["needed"] for row in decided)


def test_every_step_of_a_choice_names_its_decider_in_order(demo):  # noqa: F811
    steps = ProjectStep.objects.exclude(verb="propose").exclude(verb="finish")
    assert not steps.filter(resolution=None).exists()
    many = Project.objects.annotate(n=Count("steps")).filter(n__gte=5)
    for row in many[:5]:
        days = list(row.steps.order_by("pk").values_list("on", flat=True))
        assert days == sorted(days)


def test_what_residents_said_leads_to_projects_and_its_end_is_told(demo):  # noqa: F811
    taken = Proposal.objects.filter(state="taken", source="case")

    assert taken.count() == 3
    for text in taken:
        case = Case.objects.get(pk=text.case_id)
        news = case.events.filter(verb=CaseNews.PROJECT_NEWS)
        assert news.filter(public_note__contains=text.project.name).exists()
    refused = Proposal.objects.filter(state="refused")
    assert refused.exclude(reason="").count() == 3
    assert Programme.objects.latest("year").proposals.filter(state="new").exists()


def test_the_budget_holds_the_projects_money_and_its_warnings_were_worked_on(demo):  # noqa: F811
    year = BudgetYear.objects.get()
    codes = set(year.lines.values_list("code", flat=True))
    decided = Project.objects.filter(
        programme__kind="livelihood", state__in=DECIDED
    ).prefetch_related("reports")

    assert year.lines.count() == 40
    assert {row.budget_line for row in decided} <= codes
    paid = {row.code: row.paid for row in year.lines.with_paid()}
    for row in decided:
        newest = row.reports.first()
        assert paid[row.budget_line] == (newest.paid if newest else 0)
    states = set(year.warnings.values_list("state", flat=True))
    assert {"found", "referred", "closed", "dismissed"} <= states
