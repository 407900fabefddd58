"""征集建议: the days on which it is taken, and the screening that answers each once."""

from datetime import date

import pytest

from cases.loop.services import screening
from cases.models import ThreadLink
from decisions.models import Programme, Project, Proposal
from decisions.projects.enums import ProjectState, ProposalState
from decisions.projects.services import proposals
from decisions.projects.services.proposals import Screening
from decisions.resolutions.errors import DecisionError
from tests.county import accepted, submitted
from tests.decisions.projects.projects import programme, project
from tests.sessions import at_once, together

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
PASSED = Screening(True, True, True, True)


@pytest.fixture
def plan(county):
    return programme(county, collects_from=FIRST, collects_until=LAST)


def propose(county, plan, key="k1", today=FIRST, **changes):
    values = {"source": "public", "title": "装路灯", "text": "晚上太黑。", **changes}
    return proposals.propose(
        programme=plan,
        division=county.village,
        source_key=key,
        today=today,
        **values,
    )


def take(county, proposal, card, tests=PASSED):
    return proposals.take_proposal(
        proposal=proposal, project=card, screening=tests, by=county.dispatcher
    )


def refuse(county, proposal, refusal="debt", reason="要举债。", tests=None):
    return proposals.refuse_proposal(
        proposal=proposal,
        refusal=refusal,
        reason=reason,
        screening=tests,
        by=county.dispatcher,
    )


# --- Proposing -------------------------------------------------------------------------


@pytest.mark.parametrize("today", [FIRST, LAST])
def test_both_days_of_the_period_belong_to_it(county, plan, today):
    assert propose(county, plan, today=today).state == ProposalState.NEW


@pytest.mark.parametrize("today", [date(2026, 8, 31), date(2026, 10, 1)])
def test_a_day_before_or_after_is_outside(county, plan, today):
    with pytest.raises(DecisionError, match="不在征集期"):
        propose(county, plan, today=today)
    with pytest.raises(DecisionError, match="不在征集期"):
        proposals.propose_from_case(
            programme=plan, case=accepted(county), by=county.office, today=today
        )


def test_a_year_without_a_period_collects_nothing(county):
    plan = programme(county, collects_from=None, collects_until=None)

    with pytest.raises(DecisionError, match="不在征集期"):
        propose(county, plan)


@pytest.mark.parametrize("changes", [{"title": " "}, {"text": "\x00\n"}])
def test_project_and_reason_are_both_written(county, plan, changes):
    with pytest.raises(DecisionError, match="项目和理由"):
        propose(county, plan, **changes)


def test_a_title_hides_phones_too(county, plan):
    assert "13805391234" not in propose(county, plan, title="灯 13805391234").title


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_is_one_proposal(county):
    plan = programme(county, collects_from=FIRST, collects_until=LAST)

    first, second = at_once(2, lambda: propose(county, plan))

    assert first == second
    assert Proposal.objects.count() == 1


def test_a_case_that_was_declined_or_merged_is_not_proposed(county, plan):
    declined = screening.decline_case(
        case=submitted(county),
        reason="unclear",
        guidance="请再来说清楚。",
        by=county.keeper,
    )

    with pytest.raises(DecisionError, match="没有受理或者已经并走"):
        proposals.propose_from_case(
            programme=plan, case=declined, by=county.office, today=FIRST
        )
    assert not Proposal.objects.exists()


def test_a_case_may_come_again_in_another_year(county, plan):
    case = accepted(county)
    first = proposals.propose_from_case(
        programme=plan, case=case, by=county.office, today=FIRST
    )
    later = Programme.objects.create(
        kind="livelihood", year=2027, seats=1, collects_from=FIRST, collects_until=LAST
    )

    again = proposals.propose_from_case(
        programme=later, case=case, by=county.office, today=FIRST
    )

    assert (first.case, again.case) == (case, case)


# --- Screening -------------------------------------------------------------------------


@pytest.mark.parametrize("failed", range(4))
def test_each_of_the_four_tests_alone_keeps_it_out(county, plan, failed):
    tests = Screening(*[number != failed for number in range(4)])
    row = propose(county, plan)

    with pytest.raises(DecisionError, match="四项都通过"):
        take(county, row, project(county, plan), tests)
    row.refresh_from_db()
    assert (row.state, row.project) == (ProposalState.NEW, None)


def test_it_grows_into_a_project_of_its_own_year_only(county, plan):
    other = programme(county, kind="investment")

    with pytest.raises(DecisionError, match="同一年"):
        take(county, propose(county, plan), project(county, other))


def test_what_the_deputies_have_takes_nothing_more(county, plan):
    card = project(county, plan)
    Project.objects.filter(pk=card.pk).update(state=ProjectState.CANDIDATE)
    Project.objects.filter(pk=card.pk).update(state=ProjectState.REVIEWED)
    assert take(county, propose(county, plan), card).project == card

    Project.objects.filter(pk=card.pk).update(state=ProjectState.ON_BALLOT)
    with pytest.raises(DecisionError, match="已经交给代表"):
        take(county, propose(county, plan, key="k2"), card)


def test_several_grow_into_one_and_the_thread_leads_from_the_case(county, plan):
    case, card = accepted(county), project(county, plan)
    first = proposals.propose_from_case(
        programme=plan, case=case, by=county.office, today=FIRST
    )

    take(county, first, card)
    take(county, propose(county, plan), card)

    assert card.proposals.count() == 2
    earlier = ThreadLink.objects.filter(
        later_type__model="project", later_id=card.pk
    ).values_list("earlier_type__model", flat=True)
    assert sorted(earlier) == ["case", "proposal", "proposal"]


@pytest.mark.parametrize(
    ("refusal", "reason"), [("moon", "太远"), ("", "没有原因"), ("debt", " ")]
)
def test_a_refusal_is_of_the_list_and_has_words(county, plan, refusal, reason):
    row = propose(county, plan)

    with pytest.raises(DecisionError, match="要选原因"):
        refuse(county, row, refusal, reason)
    row.refresh_from_db()
    assert row.state == ProposalState.NEW


def test_which_tests_a_refused_one_passed_is_kept(county, plan):
    row = refuse(
        county, propose(county, plan), tests=Screening(True, True, False, False)
    )

    assert (row.is_broad, row.is_public, row.is_feasible) == (True, True, False)
    assert (row.screened_by, row.project) == (county.dispatcher, None)


def test_what_was_taken_is_not_screened_again(county, plan):
    row, card = propose(county, plan), project(county, plan)
    take(county, row, card)

    with pytest.raises(DecisionError, match="已经筛选过：列入项目"):
        take(county, row, card)
    with pytest.raises(DecisionError, match="已经筛选过"):
        refuse(county, row)


@pytest.mark.django_db(transaction=True)
def test_taken_by_one_and_refused_by_another_at_once_is_one_answer(county):
    plan = programme(county, collects_from=FIRST, collects_until=LAST)
    row, card = propose(county, plan), project(county, plan)

    answers = together(lambda: take(county, row, card), lambda: refuse(county, row))

    assert sum(isinstance(one, DecisionError) for one in answers) == 1
    row.refresh_from_db()
    assert (row.state == ProposalState.TAKEN) == (row.project == card)
