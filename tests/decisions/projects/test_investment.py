"""114 → 80 → 60 at small scale: votes by delegation, a tie, a choice against the rank."""

import pytest
from django.db import IntegrityError, transaction

from decisions.models import Project
from decisions.projects.services import ballots as project_votes
from decisions.projects.services.selection import Choice, select_projects
from decisions.resolutions.errors import DecisionError
from tests.ballots import congress
from tests.decisions.projects.projects import (
    COMMITTEE,
    GOVERNMENT,
    programme,
    project,
    voted,
)
from tests.sessions import together

pytestmark = pytest.mark.django_db


def listed(county, count=5, **facts):
    plan = programme(county, kind="investment", seats=2, **facts)
    rows = [project(county, plan, f"工程{n}") for n in range(1, count + 1)]
    return plan, rows


def ranked(county, *marks, **facts):
    """Five projects, three named, two to be taken; the votes 4, 3, 2, 1, 0."""
    plan, rows = listed(county, **facts)
    voted(
        county,
        plan,
        *(marks or ("aaa..", "aa.a.", "aa...", "a.a..")),
        delegations=("探沂代表团", "费城代表团"),
    )
    plan.refresh_from_db()
    for row in rows:
        row.refresh_from_db()
    return plan, rows


def select(county, plan, choices, by=None):
    return select_projects(
        programme=plan,
        choices={row.pk: choice for row, choice in choices.items()},
        decided=GOVERNMENT,
        by=by or county.dispatcher,
    )


def test_votes_are_asked_by_delegation_without_a_majority(county):
    plan, _ = listed(county)
    congress.seat_deputies(county, 4, ("甲团", "乙团"))
    ballot = project_votes.draft_vote(
        programme=plan, decided=COMMITTEE, by=county.office
    )
    assert ballot.by_group
    assert (ballot.quorum, ballot.threshold) == ("none", "plurality")
    assert (ballot.seats, ballot.max_marks) == (3, 3)
    assert set(ballot.electors.values_list("group", flat=True)) == {"甲团", "乙团"}


def test_heads_are_counted_and_the_first_are_named(county):
    plan, rows = ranked(county)
    assert [(row.votes, row.rank) for row in rows] == [
        (4, 1),
        (3, 2),
        (2, 3),
        (1, 4),
        (0, 5),
    ]
    assert [row.state for row in rows] == ["shortlisted"] * 3 + ["on_ballot"] * 2
    assert plan.cut_at == 3


def test_all_tied_at_the_line_are_in_when_the_rule_says_so(county):
    plan, rows = ranked(county, "aaa..", "aa.a.", "aa...", "a....", tie_rule="all_in")
    assert [row.state for row in rows] == ["shortlisted"] * 4 + ["on_ballot"]
    assert plan.cut_at == 4
    assert not plan.ballot.further.exists()


def test_the_tied_wait_for_a_further_vote_when_the_rule_says_so(county):
    plan, rows = ranked(county, "aaa..", "aa.a.", "aa...", "a....")
    assert plan.cut_at == 2
    assert [i.title for i in plan.ballot.further.get().items.all()] == [
        "工程3",
        "工程4",
    ]
    with pytest.raises(DecisionError, match="还差 1 项"):
        select(county, plan, {rows[0]: Choice(True), rows[1]: Choice(True)})


def test_by_rank_no_reason_is_asked_and_the_rest_go_to_the_reserve(county):
    plan, rows = ranked(county)
    assert select(county, plan, {rows[0]: Choice(True), rows[1]: Choice(True)}) == 2
    states = list(plan.projects.values_list("state", "disposition"))
    assert states == [("chosen", "")] * 2 + [("dropped", "reserve")] * 3
    with pytest.raises(DecisionError, match="已经选定"):
        select(county, plan, {rows[0]: Choice(True), rows[1]: Choice(True)})


def test_against_the_rank_both_say_why(county):
    plan, rows = ranked(county)
    selected = {rows[0]: Choice(True), rows[2]: Choice(True, "上级资金已经下达。")}
    with pytest.raises(DecisionError, match="第 2 名没有选"):
        select(county, plan, selected)
    selected[rows[1]] = Choice(False, "用地没有批。", "postponed", "明年再报")
    select(county, plan, selected)
    left = Project.objects.get(pk=rows[1].pk)
    assert (left.departure, left.disposition) == ("用地没有批。", "postponed")


def test_the_database_asks_for_the_reason_and_the_disposition_too(county):
    _, rows = ranked(county)
    third = Project.objects.filter(pk=rows[2].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        third.update(was_selected=True, cut=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        third.update(was_selected=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        third.update(state="dropped")
    with pytest.raises(IntegrityError), transaction.atomic():
        third.update(state="dropped", disposition="other")


def test_only_named_ones_and_only_as_many_as_there_are_places(county):
    plan, rows = ranked(county)
    with pytest.raises(DecisionError, match="要选 2 项，现在选了 1 项"):
        select(county, plan, {rows[0]: Choice(True)})
    with pytest.raises(DecisionError, match="只能从代表优选"):
        select(county, plan, {rows[0]: Choice(True), rows[4]: Choice(True)})
    with pytest.raises(DecisionError, match="其他"):
        select(
            county,
            plan,
            {
                rows[0]: Choice(True),
                rows[1]: Choice(True),
                rows[2]: Choice(False, disposition="other"),
            },
        )


def test_nothing_is_selected_before_the_vote(county):
    plan, rows = listed(county)
    with pytest.raises(DecisionError, match="还没有投票"):
        select(county, plan, {rows[0]: Choice(True), rows[1]: Choice(True)})


@pytest.mark.django_db(transaction=True)
def test_two_officers_picking_at_once_leave_one_choice(county):
    plan, rows = ranked(county)
    by_rank = {rows[0]: Choice(True), rows[1]: Choice(True)}
    other = {
        rows[0]: Choice(True),
        rows[1]: Choice(False, "用地没有批。"),
        rows[2]: Choice(True, "上级资金已经下达。"),
    }
    answers = together(
        lambda: select(county, plan, by_rank),
        lambda: select(county, plan, other, by=county.office),
    )
    assert sum(isinstance(a, DecisionError) for a in answers) == 1
    assert plan.projects.filter(state="chosen").count() == 2
    assert plan.projects.filter(state="dropped").count() == 3
