"""The deputies' ballot on a programme: what goes on it, and what its numbers do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.models import Ballot
from ballots.rules.enums import Purpose
from decisions.models import Project, Resolution
from decisions.projects.enums import ProjectState
from decisions.projects.services.ballots import draft_vote, ratios, take_result
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from tests.decisions.projects.projects import COMMITTEE, programme, project, reviewed

pytestmark = pytest.mark.django_db


def drafted(county, plan, decided=COMMITTEE):
    return draft_vote(programme=plan, decided=decided, by=county.office)


def on_ballot(county, count=4, **facts):
    """A programme whose projects are on a drafted ballot."""
    plan = programme(county, **facts)
    if plan.is_livelihood:
        reviewed(county, plan, count)
    else:
        for number in range(1, count + 1):
            project(county, plan, f"工程{number}")
    ballot = drafted(county, plan)
    plan.refresh_from_db()
    return plan, ballot


def counted(ballot, votes, *, seats, outcome="complete", run_off=()):
    """A sheet as the tally writes it: ``votes`` in the order of the items."""
    codes = list(ballot.items.order_by("position").values_list("code", flat=True))
    ranks = [1 + sum(other > one for other in votes) for one in votes]
    waiting = [codes[at] for at in run_off]
    return {
        "outcome": outcome,
        "items": [
            {
                "code": code,
                "for": count,
                "rank": rank,
                "elected": rank <= seats and code not in waiting,
            }
            for code, count, rank in zip(codes, votes, ranks, strict=True)
        ],
        "run_off": {"items": waiting} if waiting else None,
    }


def facts(plan):
    rows = plan.projects.order_by("number")
    return list(rows.values_list("state", "votes", "rank"))


# --- Drafting --------------------------------------------------------------------------


@given(st.integers(1, 200), st.integers(1, 200))
def test_the_ratio_is_of_the_places_and_of_the_candidates(seats, more):
    text = ratios(seats + more, seats)

    assert f"差额 {more} 项" in text
    assert f"占应选数的 {100 * more / seats:.1f}%" in text
    assert f"占候选数的 {100 * more / (seats + more):.1f}%" in text


def test_items_stand_in_the_order_of_the_list_with_money_and_unit(county):
    plan, ballot = on_ballot(county, 3)

    items = list(ballot.items.order_by("position").values_list("title", "note"))
    assert [title for title, _ in items] == ["项目1", "项目2", "项目3"]
    assert items[0][1].endswith("总投资 120.00 万元，费县水利局。")
    assert (ballot.seats, ballot.max_marks) == (plan.seats, plan.seats)


def test_each_may_mark_as_many_as_the_programme_says(county):
    plan = programme(county, seats=1, marks=2)
    reviewed(county, plan, 3)

    assert drafted(county, plan).max_marks == 2


def test_only_what_the_committee_reviewed_is_voted_on(county):
    plan = programme(county, seats=1)
    reviewed(county, plan, 2)
    late = project(county, plan, "后来的")

    ballot = drafted(county, plan)

    assert ballot.items.count() == 2
    late.refresh_from_db()
    assert late.state == ProjectState.PROPOSED


def test_investments_need_more_than_the_shortlist(county):
    plan = programme(county, kind="investment", seats=1, shortlist=3)
    for number in range(3):
        project(county, plan, f"工程{number}")

    with pytest.raises(DecisionError, match="要多于 3 项才能差额，现在拟列的有 3 项"):
        drafted(county, plan)


def test_it_is_put_to_the_vote_once(county):
    plan, ballot = on_ballot(county)

    with pytest.raises(DecisionError, match="已经交代表投票了"):
        drafted(county, plan)
    assert Ballot.objects.get() == ballot


def test_without_a_decision_no_ballot_is_left_behind(county):
    plan = programme(county, seats=1)
    reviewed(county, plan, 2)

    with pytest.raises(DecisionError, match="由谁决定"):
        drafted(county, plan, Decided("", COMMITTEE.on, "文件"))

    assert not Ballot.objects.exists()
    assert not plan.projects.filter(state=ProjectState.ON_BALLOT).exists()


# --- The result ------------------------------------------------------------------------


def test_chosen_ones_and_the_reserve_name_the_record_as_their_basis(county):
    plan, ballot = on_ballot(county, 3, seats=1)

    take_result(ballot, counted(ballot, [5, 9, 2], seats=1))

    assert facts(plan) == [("dropped", 5, 2), ("chosen", 9, 1), ("dropped", 2, 3)]
    basis = Resolution.objects.filter(document=f"票决记录 {ballot.code}")
    assert set(basis.values_list("verb", flat=True)) == {"choose", "drop"}
    reserve = plan.projects.get(number=1)
    assert reserve.disposition_note == "票决没有入选，留作下一年的候选"


def test_the_tied_wait_and_nobody_else_does(county):
    plan, ballot = on_ballot(county, 4, seats=2)

    take_result(ballot, counted(ballot, [9, 5, 5, 1], seats=1, run_off=(1, 2)))

    states = [state for state, _, _ in facts(plan)]
    assert states == ["chosen", "on_ballot", "on_ballot", "dropped"]


def test_a_void_vote_leaves_votes_and_ranks_empty(county):
    plan, ballot = on_ballot(county, 3, seats=1)

    take_result(ballot, counted(ballot, [5, 9, 2], seats=1, outcome="void"))

    assert set(facts(plan)) == {("on_ballot", None, None)}
    assert not Resolution.objects.filter(verb="choose").exists()


def test_the_run_off_ranks_the_tied_among_themselves(county):
    """Second and third were tied at rank 2; the run-off makes them 3 and 2."""
    plan, ballot = on_ballot(county, 4, seats=2)
    take_result(ballot, counted(ballot, [9, 5, 5, 1], seats=1, run_off=(1, 2)))
    again = Ballot(
        code="again", purpose=Purpose.RUN_OFF, parent=ballot, body=ballot.body
    )
    codes = [row.code for row in plan.projects.order_by("number")[1:3]]
    sheet = {
        "outcome": "complete",
        "run_off": None,
        "items": [
            {"code": codes[0], "for": 3, "rank": 2, "elected": False},
            {"code": codes[1], "for": 7, "rank": 1, "elected": True},
        ],
    }

    take_result(again, sheet)

    assert facts(plan) == [
        ("chosen", 9, 1),
        ("dropped", 5, 3),
        ("chosen", 5, 2),
        ("dropped", 1, 4),
    ]


def test_named_investments_are_counted_as_the_cut(county):
    plan, ballot = on_ballot(county, 4, kind="investment", seats=1, shortlist=2)

    take_result(ballot, counted(ballot, [7, 6, 2, 0], seats=2))

    plan.refresh_from_db()
    states = [state for state, _, _ in facts(plan)]
    assert (plan.cut_at, states) == (2, ["shortlisted"] * 2 + ["on_ballot"] * 2)


def test_all_tied_at_the_line_are_named_when_the_rule_says_so(county):
    plan, ballot = on_ballot(
        county, 4, kind="investment", seats=1, shortlist=2, tie_rule="all_in"
    )

    take_result(ballot, counted(ballot, [7, 6, 6, 0], seats=1, run_off=(1, 2)))

    plan.refresh_from_db()
    assert plan.cut_at == 3
    assert Project.objects.filter(state=ProjectState.SHORTLISTED).count() == 3
