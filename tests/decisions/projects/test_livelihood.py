"""民生实事项目: proposed, screened, put to the vote, judged."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ballots.record import services as announcing
from ballots.rules.enums import BallotState
from cases.models import ThreadLink
from decisions.models import Project, Proposal
from decisions.projects.enums import CaseNews, HalfRule, ProjectState, ProjectVerb
from decisions.projects.services import ballots as project_votes
from decisions.projects.services import construction as construction
from decisions.projects.services import programmes, proposals
from decisions.projects.services import satisfaction as satisfaction
from decisions.projects.services.proposals import Screening
from decisions.projects.services.satisfaction import (
    Counted,
    grade_of,
    record_satisfaction,
)
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from office.models import Notice
from tests.ballots import congress
from tests.county import accepted, submitted
from tests.decisions.projects.projects import (
    COMMITTEE,
    GOVERNMENT,
    announced,
    programme,
    project,
    reviewed,
    running,
    voted,
)
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
PASSED = Screening(True, True, True, True)


def said(county, plan, key="k1", **changes):
    values = {
        "programme": plan,
        "source": "public",
        "title": "村里装路灯",
        "text": "晚上太黑。电话 13805391234",
        "division": county.village,
        "source_key": key,
        "phone": "13805390009",
        **changes,
    }
    return proposals.propose(**values)


def test_the_same_form_twice_is_one_proposal_and_hides_the_phone(county):
    plan = programme(county)
    first, again = said(county, plan), said(county, plan)
    assert first == again
    assert "13805391234" not in first.text


def test_outside_the_period_nothing_is_taken(county):
    plan = programme(county)
    with pytest.raises(DecisionError, match="不在征集期"):
        said(county, plan, today=timezone.localdate() + timedelta(days=31))
    with pytest.raises(DecisionError, match="不公开征集"):
        said(county, programme(county, kind="investment"))


def test_a_case_is_proposed_once_and_shows_it(county):
    plan, case = programme(county), accepted(county)
    row = proposals.propose_from_case(programme=plan, case=case, by=county.office)
    assert case.events.filter(verb=CaseNews.TO_PROJECT).count() == 1
    assert ThreadLink.objects.filter(later_id=row.pk, earlier_id=case.pk).exists()
    with pytest.raises(DecisionError, match="已经列为"):
        proposals.propose_from_case(programme=plan, case=case, by=county.office)


def test_a_refused_proposal_says_why_to_whoever_proposed_it(county):
    plan = programme(county)
    row = said(county, plan)
    with pytest.raises(DecisionError, match="理由"):
        proposals.refuse_proposal(
            proposal=row, refusal="debt", reason=" ", by=county.dispatcher
        )
    proposals.refuse_proposal(
        proposal=row, refusal="debt", reason="要举债。", by=county.dispatcher
    )
    told = Notice.objects.get(kind="project_news")
    assert "政府债务风险" in told.text
    assert "要举债" in told.text
    with pytest.raises(DecisionError, match="已经筛选"):
        proposals.refuse_proposal(
            proposal=row, refusal="debt", reason="再说", by=county.dispatcher
        )


def test_all_four_tests_or_it_is_not_taken(county):
    plan = programme(county)
    row, card = said(county, plan), project(county, plan)
    with pytest.raises(DecisionError, match="四项"):
        proposals.take_proposal(
            proposal=row,
            project=card,
            screening=Screening(True, True, True, False),
            by=county.dispatcher,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=row.pk).update(state="taken", project=card)
    proposals.take_proposal(
        proposal=row, project=card, screening=PASSED, by=county.dispatcher
    )
    assert list(card.proposals.all()) == [row]


def test_no_candidate_without_a_legality_review(county):
    plan = programme(county)
    row = project(county, plan, legality="")
    with pytest.raises(DecisionError, match="合法性审查"):
        programmes.decide_projects(
            programme=plan,
            projects=[row],
            verb=ProjectVerb.NOMINATE,
            decided=GOVERNMENT,
            by=county.office,
        )


def test_each_step_names_who_decided_it_and_by_what(county):
    plan = programme(county)
    row = project(county, plan)
    for decided in (
        Decided("", date(2026, 1, 1), "文件"),
        Decided("县政府", date(2026, 1, 1), " "),
        Decided("县政府", date(2099, 1, 1), "文件"),
    ):
        with pytest.raises(DecisionError):
            programmes.decide_projects(
                programme=plan,
                projects=[row],
                verb=ProjectVerb.NOMINATE,
                decided=decided,
                by=county.office,
            )
    with pytest.raises(DecisionError, match="不能常委会审议"):
        programmes.decide_projects(
            programme=plan,
            projects=[row],
            verb=ProjectVerb.REVIEW,
            decided=COMMITTEE,
            by=county.office,
        )


def test_a_vote_without_difference_is_refused(county):
    plan = programme(county, seats=2)
    reviewed(county, plan, 2)
    with pytest.raises(DecisionError, match="差额"):
        project_votes.draft_vote(programme=plan, decided=COMMITTEE, by=county.office)


def test_both_customs_of_the_ratio_are_printed(county):
    assert project_votes.ratios(24, 20) == (
        "差额 4 项，占应选数的 20.0%，占候选数的 16.7%"
    )
    plan = programme(county, seats=2)
    reviewed(county, plan, 3)
    ballot = project_votes.draft_vote(
        programme=plan, decided=COMMITTEE, by=county.office
    )
    assert "50.0%" in ballot.question
    assert "33.3%" in ballot.question


def test_the_vote_chooses_by_more_than_half_of_all_and_keeps_the_rest(county):
    plan = programme(county, seats=2)
    reviewed(county, plan, 4)
    voted(county, plan, "aa..", "aa..", "a.a.", "a..a", "aa..")
    states = list(plan.projects.values_list("state", "votes", "rank"))
    assert states == [
        ("chosen", 5, 1),
        ("chosen", 3, 2),
        ("dropped", 1, 3),
        ("dropped", 1, 3),
    ]
    assert plan.projects.get(number=3).disposition == "reserve"
    step = plan.projects.get(number=1).steps.get(verb=ProjectVerb.CHOOSE)
    assert step.resolution.decider == "费县人民代表大会"


def test_the_tied_wait_for_the_run_off_that_decides(county):
    plan = programme(county, seats=1)
    reviewed(county, plan, 3)
    # Each deputy may mark two, one place is to be filled: both have more than half.
    plan.marks = 2
    plan.save()
    marks = ("aa.", "aa.", "aa.", ".a.", "a..")
    ballot = voted(county, plan, *marks, basis="票决办法第八条")
    states = dict(plan.projects.values_list("number", "state"))
    assert states == {1: "on_ballot", 2: "on_ballot", 3: "dropped"}
    again = ballot.further.get()
    assert again.state == BallotState.DRAFT
    people = [
        congress.SimpleNamespace(user=e.mandate.deputy.user, mandate=e.mandate)
        for e in ballot.electors.all()
    ]
    again = congress.prepared(county, people, again)
    again = congress.voting.open_ballot(ballot=again, by=county.office)
    for one in people:
        congress.vote(again, one, ".a")
    announced(county, again)
    rows = plan.projects.order_by("number")
    assert [row.state for row in rows] == ["dropped", "chosen", "dropped"]
    assert [row.rank for row in rows] == [2, 1, 3]


def test_a_ballot_declared_void_is_held_again_for_the_same_year(county):
    plan = programme(county, seats=1)
    rows = reviewed(county, plan, 2)
    seats = congress.seat_deputies(county, 3)
    drafted = project_votes.draft_vote(
        programme=plan, decided=COMMITTEE, by=county.office
    )
    ballot = congress.voting.open_ballot(
        ballot=congress.prepared(county, seats, drafted), by=county.office
    )

    announcing.void_ballot(ballot=ballot, reason="候选写错了", by=county.office)

    plan.refresh_from_db()
    again = congress.prepared(county, seats, plan.ballot)
    assert (again.parent, again.purpose) == (ballot, "livelihood")
    again = congress.voting.open_ballot(ballot=again, by=county.office)
    for seat in seats:
        congress.vote(again, seat, "a.")
    announced(county, again)
    rows[0].refresh_from_db()
    assert rows[0].state == "chosen"


def test_a_vote_that_is_void_decides_nothing(county):
    plan = programme(county, seats=1)
    rows = reviewed(county, plan, 2)
    ballot = project_votes.draft_vote(
        programme=plan, decided=COMMITTEE, by=county.office
    )
    sheet = {"outcome": "void", "items": [], "run_off": None}
    project_votes.take_result(ballot, sheet)
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].votes) == (ProjectState.ON_BALLOT, None)


def test_a_ballot_of_another_house_is_nobodys_result(county):
    ballot = congress.draft(county, purpose="livelihood")
    project_votes.take_result(ballot, {"outcome": "complete"})
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("numbers", "reaches", "falls_short"),
    [
        ((100, 90, 51, 30, 9, 0), "satisfied", "satisfied"),
        ((100, 90, 50, 30, 10, 0), "satisfied", "basically"),
        ((100, 90, 49, 1, 30, 10), "basically", "unsatisfied"),
        ((100, 60, 30, 19, 11, 0), "unsatisfied", "unsatisfied"),
        # 镇海区: 29 members, none abstained.
        ((29, 29, 17, 11, 1, 0), "satisfied", "satisfied"),
    ],
)
def test_satisfaction_is_of_all_members_with_the_half_said(
    numbers, reaches, falls_short
):
    counted = Counted(*numbers)
    counted.check()
    assert grade_of(counted, HalfRule.REACHES) == reaches
    assert grade_of(counted, HalfRule.FALLS_SHORT) == falls_short


def ended(county):
    row = running(county)
    return construction.end_project(
        project=row,
        verb=ProjectVerb.FAIL,
        text="没有完成。",
        on=date(2026, 11, 20),
        by=county.signer,
    )


def rated(county, row, *numbers):
    return record_satisfaction(
        project=row,
        counted=Counted(*numbers),
        held_by="费县十九届人大六次会议",
        held_on=date(2026, 11, 25),
        by=county.office,
    )


def test_sums_that_do_not_add_up_are_refused_with_both_numbers(county):
    row = ended(county)
    with pytest.raises(DecisionError, match="加起来是 122，参加测评的是 222"):
        rated(county, row, 300, 222, 95, 27, 0, 0)
    with pytest.raises(DecisionError, match="比全体还多"):
        rated(county, row, 100, 122, 95, 27, 0, 0)


def test_a_second_judgement_follows_only_an_unsatisfied_first(county):
    row = ended(county)
    assert rated(county, row, 300, 222, 100, 20, 102, 0).grade == "unsatisfied"
    assert rated(county, row, 300, 222, 200, 20, 2, 0).number == 2
    with pytest.raises(DecisionError, match="已经测评过"):
        rated(county, row, 300, 222, 200, 20, 2, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_refuse_and_take_at_once_give_one_answer(county):
    plan = programme(county)
    row = said(county, plan)

    def refuse():
        return proposals.refuse_proposal(
            proposal=row, refusal="debt", reason="要举债。", by=county.dispatcher
        )

    answers = at_once(2, refuse)
    assert sum(isinstance(a, DecisionError) for a in answers) == 1
    assert Notice.objects.filter(kind="project_news").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_case_proposed_by_two_at_once_is_one_proposal(county):
    plan, case = programme(county), submitted(county)
    answers = at_once(
        2,
        lambda: proposals.propose_from_case(
            programme=plan, case=case, by=county.office
        ),
    )
    assert sum(isinstance(a, DecisionError) for a in answers) == 1
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_ballot_however_many_draft_it(county):
    plan = programme(county, seats=1)
    reviewed(county, plan, 2)
    congress.seat_deputies(county, 3)
    answers = at_once(
        2,
        lambda: project_votes.draft_vote(
            programme=plan, decided=COMMITTEE, by=county.office
        ),
    )
    assert sum(isinstance(a, DecisionError) for a in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_one_judgement_however_many_write_it(county):
    row = ended(county)
    answers = at_once(2, lambda: rated(county, row, 300, 222, 200, 20, 2, 0))
    assert sum(isinstance(a, satisfaction.DecisionError) for a in answers) == 1
    assert row.satisfaction_results.count() == 1
