"""The year's frame, decisions on many projects at once, and where the dropped ones go."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from decisions.models import Programme, Project, ProjectStep, Resolution
from decisions.projects.enums import ProjectState, ProjectVerb
from decisions.projects.services import programmes
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from tests.decisions.projects.projects import (
    COMMITTEE,
    GOVERNMENT,
    programme,
    project,
    reviewed,
)
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


def decide(county, plan, rows, verb=ProjectVerb.NOMINATE, decided=GOVERNMENT):
    return programmes.decide_projects(
        programme=plan, projects=rows, verb=verb, decided=decided, by=county.office
    )


def drop(county, plan, rows, disposition="reserve", note=""):
    return programmes.drop_projects(
        programme=plan,
        projects=rows,
        disposition=disposition,
        disposition_note=note,
        decided=GOVERNMENT,
        by=county.office,
    )


# --- The frame -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"seats": 0}, "至少是 1 项"),
        ({"kind": "investment", "seats": 3, "shortlist": 2}, "不能少于"),
        ({"collects_from": None}, "一起填"),
        ({"collects_until": None}, "一起填"),
        ({"collects_until": date(2020, 1, 1)}, "不能早于起日"),
    ],
)
def test_a_frame_that_cannot_be_is_refused(county, facts, why):
    with pytest.raises(DecisionError, match=why):
        programme(county, **facts)
    assert not Programme.objects.exists()


def test_a_shortlist_is_of_investments_only(county):
    plan = programme(county, shortlist=9)
    assert plan.shortlist == 0

    facts = {"seats": 4, "shortlist": 7}
    assert (
        programmes.edit_programme(programme=plan, by=county.office, **facts).shortlist
        == 0
    )


def test_both_kinds_have_a_year_and_each_has_it_once(county):
    programme(county)
    programme(county, kind="investment")

    with pytest.raises(DecisionError, match="2026 年的民生实事项目已经有了"):
        programme(county)


def test_the_frame_stays_once_the_deputies_have_it(county):
    plan = programme(county, seats=1)
    rows = reviewed(county, plan, 2)
    from decisions.projects.services.ballots import draft_vote

    draft_vote(programme=plan, decided=COMMITTEE, by=county.office)

    with pytest.raises(DecisionError, match="不能再改"):
        programmes.edit_programme(programme=plan, by=county.office, seats=2)
    plan.refresh_from_db()
    assert (plan.seats, len(rows)) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_a_year_at_once_open_one(county):
    answers = at_once(2, lambda: programme(county))

    assert sum(isinstance(one, DecisionError) for one in answers) == 1
    assert Programme.objects.count() == 1


# --- Decisions -------------------------------------------------------------------------


def test_one_decision_stands_behind_every_step(county):
    plan = programme(county)
    rows = [project(county, plan, f"项目{n}") for n in range(3)]

    assert decide(county, plan, rows) == 3

    steps = ProjectStep.objects.filter(verb=ProjectVerb.NOMINATE)
    assert set(steps.values_list("resolution", "on")) == {
        (Resolution.objects.get().pk, GOVERNMENT.on)
    }


def test_one_of_many_that_cannot_leaves_all_where_they_were(county):
    plan = programme(county)
    rows = [project(county, plan, f"项目{n}") for n in range(3)]
    decide(county, plan, rows[2:])

    with pytest.raises(DecisionError, match="“项目2”现在是“初定候选”"):
        decide(county, plan, rows)

    states = plan.projects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["proposed", "proposed", "candidate"]
    assert Resolution.objects.count() == 1


def test_nothing_and_a_project_of_another_year_are_refused(county):
    plan, other = programme(county), programme(county, kind="investment")

    with pytest.raises(DecisionError, match="请选项目"):
        decide(county, plan, [])
    with pytest.raises(DecisionError, match="别的年度"):
        decide(county, plan, [project(county, plan), project(county, other)])
    with pytest.raises(DecisionError, match="别的年度"):
        drop(county, plan, [project(county, other)])


@pytest.mark.parametrize("verb", [ProjectVerb.CHOOSE, ProjectVerb.FINISH])
def test_what_a_vote_or_the_year_end_decides_is_not_decided_here(county, verb):
    plan = programme(county)

    with pytest.raises(DecisionError, match="不在这里办"):
        decide(county, plan, [project(county, plan)], verb)


def test_a_decision_of_today_is_written_and_one_of_tomorrow_is_not(county):
    plan, today = programme(county), timezone.localdate()
    rows = [project(county, plan)]

    with pytest.raises(DecisionError, match="还没有到"):
        decide(
            county, plan, rows, decided=Decided("县政府", today + timedelta(1), "1 号")
        )
    assert decide(county, plan, rows, decided=Decided(" 县政府 ", today, "1 号 ")) == 1
    row = Resolution.objects.get()
    assert (row.decider, row.document) == ("县政府", "1 号")


# --- Dropped ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("disposition", "note", "why"),
    [("", "", "去向"), ("moon", "", "去向"), ("other", " ", "要写明是什么")],
)
def test_a_dropped_project_goes_somewhere(county, disposition, note, why):
    plan = programme(county)
    row = project(county, plan)

    with pytest.raises(DecisionError, match=why):
        drop(county, plan, [row], disposition, note)
    row.refresh_from_db()
    assert row.state == ProjectState.PROPOSED


@pytest.mark.parametrize(
    ("disposition", "note", "text"),
    [
        ("reserve", "", "进储备库。"),
        ("postponed", "明年再报", "暂缓：明年再报"),
        ("other", "并入别处", "其他去向：并入别处"),
    ],
)
def test_where_it_went_is_said_in_its_step(county, disposition, note, text):
    plan = programme(county)
    row = project(county, plan)

    assert drop(county, plan, [row], disposition, note) == 1
    assert row.steps.get(verb=ProjectVerb.DROP).note == text


def test_what_is_dropped_is_dropped_once(county):
    plan = programme(county)
    row = project(county, plan)
    drop(county, plan, [row])

    with pytest.raises(DecisionError, match="不能未入选"):
        drop(county, plan, [row], "postponed")


def test_who_was_voted_on_and_not_named_waits_for_a_word(county):
    plan = programme(county, kind="investment")
    rows = [project(county, plan, f"工程{n}") for n in range(3)]
    Project.objects.filter(programme=plan).update(state=ProjectState.ON_BALLOT)
    Project.objects.filter(pk=rows[0].pk).update(rank=1)

    assert list(programmes.waiting_for_disposition(plan)) == [rows[0]]


@pytest.mark.django_db(transaction=True)
def test_two_decisions_in_opposite_order_do_not_deadlock(county):
    plan = programme(county)
    rows = [project(county, plan, f"项目{n}") for n in range(4)]
    turns = iter([rows, rows[::-1]])

    answers = at_once(2, lambda: decide(county, plan, next(turns)))

    refused = [one for one in answers if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [DecisionError]
    assert plan.projects.filter(state=ProjectState.CANDIDATE).count() == 4
