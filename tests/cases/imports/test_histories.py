"""What was answered before the portal was there, built by the rules of live cases."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from cases.imports.services.histories import PastAnswer, RuleBook, build_history
from cases.loop.enums import CaseStatus, ReplyState, Verb
from cases.loop.services import building
from office.calendar.services.deadlines import DeadlineError, count_deadline
from office.models import DeadlineRule
from tests.county import moment, said

pytestmark = pytest.mark.django_db
SAID, ANSWERED = moment("2026-03-02 09:00"), moment("2026-03-09 15:00")
LATER = moment("2027-01-04 09:00")


def past(county, *, unit=None, text="路灯修好了。", at=ANSWERED, now=LATER, **intake):
    case = building.build_case(
        said(county, at=SAID, **intake),
        number="探沂〔2026〕001号",
        code="ABCDEFGH",
        holder=county.station_unit,
    )
    answer = PastAnswer(unit or county.water, text, at)
    return case, build_history(case, answer, RuleBook(), now)


def test_every_step_of_a_live_case_is_there_in_its_order(county):
    _, history = past(county)

    assert [event.verb for event in history.events] == [
        Verb.ACCEPT,
        Verb.ASSIGN,
        Verb.SIGN,
        Verb.DRAFT,
        Verb.RELEASE,
        Verb.CLOSE_UNRATED,
    ]
    moves = [(event.from_status, event.to_status) for event in history.events]
    assert moves[0][0] == CaseStatus.RECEIVED
    assert all(a[1] == b[0] for a, b in pairwise(moves))
    assert {event.note for event in history.events} == {"按导入的记录补记。"}


def test_nothing_is_written(county):
    case, history = past(county)

    rows = [case, history.round, history.assignment, history.reply, *history.events]
    assert [row.pk for row in rows] == [None] * len(rows)


def test_the_clock_starts_when_it_was_said_and_stops_at_the_answer(county):
    case, history = past(county)
    handling = history.round

    due = count_deadline(handling.rule, SAID.date()).due
    assert handling.due_on == handling.first_due_on == history.assignment.due_on == due
    assert (handling.start_on, handling.answered_at) == (SAID.date(), ANSWERED)
    assert (case.due_on, case.warn_on, case.answered_at) == (None, None, ANSWERED)


@pytest.mark.parametrize(
    ("unit", "rule"),
    [("water", "case_answer_county"), ("town_government", "case_answer_town")],
)
def test_who_answered_decides_by_which_rule(county, unit, rule):
    _, history = past(county, unit=getattr(county, unit))

    assert history.round.rule.name == rule
    assert history.round.lead == getattr(county, unit)


def test_a_town_watches_over_what_was_said_in_its_village(county):
    case, history = past(county)
    assert history.round.supervisor == county.town_congress

    _, other = past(county, division=county.division, station=None)
    assert other.round.supervisor == county.congress
    assert case.holder == county.water


def test_the_answer_is_kept_whole_and_shown_masked_and_its_result_not_guessed(county):
    case, history = past(county, text="\x00修好了，打 13805391234。")
    reply = history.reply

    assert reply.text == "修好了，打 13805391234。"
    assert "13805391234" not in reply.public_text + case.answer_brief
    assert (reply.state, reply.result_class) == (ReplyState.RELEASED, "")
    assert case.grade == ""


@pytest.mark.parametrize(("late", "closed"), [(0, False), (1, True)])
def test_silence_closes_it_the_day_after_the_last_to_judge(county, late, closed):
    rule = RuleBook().rule("case_rating", ANSWERED.date())
    last = count_deadline(rule, ANSWERED.date()).due
    now = moment(f"{last + timedelta(days=late)} 12:00")

    case, history = past(county, now=now)

    assert (case.status == CaseStatus.CLOSED) is closed
    if closed:
        assert case.closed_at == moment(f"{last + timedelta(days=1)} 00:00")
        assert history.round.ended_at == case.closed_at
    else:
        assert (case.status, case.closed_at) == (CaseStatus.ANSWERED, None)


def test_before_the_first_rule_the_first_one_counts_by_analogy(county):
    first = DeadlineRule.objects.filter(name="case_answer_county").earliest("version")
    before = first.valid_from - timedelta(days=400)

    assert RuleBook().rule("case_answer_county", before) == first


def test_a_rule_that_never_was_is_an_error(county):
    with pytest.raises(DeadlineError):
        RuleBook().rule("no_such_rule", date(2026, 1, 1))


def test_a_thousand_of_a_day_ask_for_rule_and_supervisor_once(
    county, django_assert_num_queries
):
    past(county)
    book = RuleBook()
    answer = PastAnswer(county.water, "修好了。", ANSWERED)

    def again():
        row = building.build_case(
            said(county, at=SAID), number="1", code="1", holder=county.station_unit
        )
        build_history(row, answer, book, LATER)

    again()
    with django_assert_num_queries(0):
        again()
