"""县政府常务会议的选定: which numbers fit, which choices need words, and all or nothing."""

import pytest

from decisions.models import Project, Resolution
from decisions.projects.enums import Disposition, ProjectState
from decisions.projects.services.selection import Choice, select_projects
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from tests.decisions.projects.projects import GOVERNMENT, programme, project

pytestmark = pytest.mark.django_db
IN = Choice(True)


def ranked(county, ranks=(1, 2, 3, 4), named=3, **facts):
    """Projects with these ranks after the deputies' vote; the first are named, two fit."""
    facts.setdefault("shortlist", named)
    plan = programme(county, kind="investment", seats=2, **facts)
    rows = [project(county, plan, f"工程{n}") for n in range(1, len(ranks) + 1)]
    ballot, chosen = ProjectState.ON_BALLOT, ProjectState.SHORTLISTED
    for at, (row, rank) in enumerate(zip(rows, ranks, strict=True)):
        Project.objects.filter(pk=row.pk).update(state=ballot, rank=rank)
        if at < named:
            Project.objects.filter(pk=row.pk).update(state=chosen)
        row.refresh_from_db()
    plan.cut_at = named
    plan.save()
    return plan, rows


def select(county, plan, choices, decided=GOVERNMENT):
    return select_projects(
        programme=plan,
        choices={row.pk: choice for row, choice in choices.items()},
        decided=decided,
        by=county.dispatcher,
    )


def states(plan):
    return list(plan.projects.order_by("number").values_list("state", flat=True))


def test_livelihood_projects_are_not_selected_here(county):
    with pytest.raises(DecisionError, match="由人代会票决"):
        select(county, programme(county), {})


def test_every_rank_is_asked_for_words_exactly_when_it_is_departed_from(county):
    plan, rows = ranked(county)
    why = Choice(True, " 上级资金已经下达。 ")

    select(
        county,
        plan,
        {rows[0]: IN, rows[1]: Choice(False, "用地没有批。"), rows[2]: why},
    )

    kept = Project.objects.filter(programme=plan).order_by("number")
    assert list(kept.values_list("was_selected", "departure", "cut")) == [
        (True, "", 2),
        (False, "用地没有批。", 2),
        (True, "上级资金已经下达。", 2),
        (None, "", None),
    ]
    assert kept[2].steps.get(verb="choose").note == "上级资金已经下达。"


@pytest.mark.parametrize("words", ["", "   "])
def test_one_choice_without_its_reason_leaves_all_as_they_were(county, words):
    plan, rows = ranked(county)

    with pytest.raises(DecisionError, match="第 3 名选上了"):
        select(
            county,
            plan,
            {
                rows[0]: IN,
                rows[1]: Choice(False, "用地。"),
                rows[2]: Choice(True, words),
            },
        )

    assert states(plan) == ["shortlisted"] * 3 + ["on_ballot"]
    assert not Resolution.objects.filter(programme=plan).exists()
    plan.refresh_from_db()
    assert plan.selected_at is None


def test_when_all_tied_are_in_either_number_fits_and_none_between(county):
    """Ranks 1, 2, 2, 2 for two places: two or all four, never three."""
    plan, rows = ranked(county, (1, 2, 2, 2, 5), named=4, tie_rule="all_in")

    with pytest.raises(DecisionError, match="要选 2 项或者 4 项，现在选了 3 项"):
        select(county, plan, dict.fromkeys(rows[:3], IN))
    assert select(county, plan, dict.fromkeys(rows[:4], IN)) == 4


def test_of_the_tied_only_two_are_taken_with_words_for_each_left_out(county):
    plan, rows = ranked(county, (1, 2, 2, 4), tie_rule="all_in")
    choices = {rows[0]: IN, rows[1]: IN}

    with pytest.raises(DecisionError, match="“工程3”第 2 名没有选"):
        select(county, plan, choices)
    assert (
        select(county, plan, {**choices, rows[2]: Choice(False, "用地没有批。")}) == 2
    )


def test_the_rule_of_a_further_vote_allows_the_seats_only(county):
    plan, rows = ranked(county, (1, 2, 2, 4))

    with pytest.raises(DecisionError, match="要选 2 项，现在选了 3 项"):
        select(county, plan, dict.fromkeys(rows[:3], IN))


def test_each_of_the_rest_goes_where_the_decision_says(county):
    plan, rows = ranked(county)
    left = Choice(False, disposition=Disposition.OTHER, disposition_note="并入工程1")

    select(county, plan, {rows[0]: IN, rows[1]: IN, rows[3]: left})

    gone = dict(plan.projects.values_list("number", "disposition"))
    assert gone == {1: "", 2: "", 3: "reserve", 4: "other"}


def test_a_strange_disposition_is_refused(county):
    plan, rows = ranked(county)

    with pytest.raises(DecisionError, match="去向"):
        select(
            county,
            plan,
            {rows[0]: IN, rows[1]: IN, rows[3]: Choice(False, disposition="moon")},
        )


def test_the_meeting_and_its_document_are_named(county):
    plan, rows = ranked(county)

    with pytest.raises(DecisionError, match="由谁决定"):
        select(
            county,
            plan,
            {rows[0]: IN, rows[1]: IN},
            decided=Decided("县政府", GOVERNMENT.on, " "),
        )
    assert states(plan) == ["shortlisted"] * 3 + ["on_ballot"]


def test_a_project_of_another_year_cannot_be_slipped_in(county):
    plan, rows = ranked(county)
    other = project(county, programme(county), "别的项目")

    with pytest.raises(DecisionError, match="只能从代表优选"):
        select(county, plan, {rows[0]: IN, other: IN})
