"""The one way a status changes: by the table, with its event, on a row that is held."""

from itertools import product

import pytest
from django.db import transaction

from cases.loop.enums import MOVES, OPINIONS, SUGGESTIONS, CaseKind, CaseStatus, Verb
from cases.loop.services import moves
from cases.loop.services.moves import CaseError
from cases.models import Case, CaseEvent
from tests import county as made
from tests.sessions import together


@pytest.mark.parametrize("verb", MOVES)
def test_a_move_is_allowed_from_its_sources_and_refused_from_all_else(verb):
    for status in CaseStatus:
        case = Case(kind="opinion", status=status)
        if status in MOVES[verb].sources:
            event = moves.build_move(case, verb, by=None)
            assert (event.from_status, event.to_status) == (status, MOVES[verb].target)
            assert case.status == MOVES[verb].target
        else:
            with pytest.raises(CaseError, match=f"不能{MOVES[verb].label}"):
                moves.build_move(case, verb, by=None)
            assert case.status == status


def test_what_is_only_recorded_is_no_move():
    """A verb without a row in the table never changes a status."""
    recorded = set(Verb) - set(MOVES)

    assert Verb.NOTE in recorded and Verb.URGE in recorded
    for verb in recorded:
        with pytest.raises(KeyError):
            moves.build_move(Case(status=CaseStatus.IN_HAND), verb, by=None)


@pytest.mark.parametrize(
    ("kind", "kinds"), [*product(CaseKind, [OPINIONS, SUGGESTIONS])]
)
def test_a_step_of_another_kind_is_named_and_refused(kind, kinds):
    case = Case(kind=kind)

    if kind in kinds:
        moves.check_kind(case, kinds)
    else:
        with pytest.raises(CaseError, match=f"{kind.label}没有这一步"):
            moves.check_kind(case, kinds)


@pytest.mark.django_db
def test_an_event_keeps_what_stood_at_that_moment(county):
    case = made.in_hand(county)
    due = case.due_on

    event = moves.record(
        case, Verb.NOTE, by=county.handler, unit=county.water, note="去看了。"
    )

    event.refresh_from_db()
    assert (event.due_on, event.round_no, event.by) == (due, 1, county.handler)
    assert event.from_status == event.to_status == CaseStatus.IN_HAND


@pytest.mark.django_db
def test_a_built_move_is_written_by_whoever_asked_for_it(county):
    case = made.submitted(county)
    before = CaseEvent.objects.count()

    moves.build_move(case, Verb.ACCEPT, by=county.keeper)
    assert CaseEvent.objects.count() == before

    moves.move(moves.lock_case(case), Verb.ACCEPT, by=county.keeper)
    assert CaseEvent.objects.count() == before + 1
    # The caller saves the case, with whatever else the step changes.
    assert Case.objects.get(pk=case.pk).status == CaseStatus.RECEIVED


@pytest.mark.django_db
def test_before_it_was_accepted_there_is_no_round(county):
    with pytest.raises(CaseError, match="“待受理”，还没有受理"):
        moves.current_round(made.submitted(county))


@pytest.mark.django_db
def test_a_locked_case_is_read_afresh_behind_the_wall_too(county):
    case = made.submitted(county)
    Case.everything.filter(pk=case.pk).update(status=CaseStatus.WALLED, title="新")

    assert moves.lock_case(case).title == "新"


@pytest.mark.django_db
def test_several_are_given_in_the_order_in_which_they_were_asked_for(county):
    first, second = made.submitted(county), made.submitted(county)

    assert moves.lock_cases(second, first) == [second, first]


@pytest.mark.django_db(transaction=True)
def test_two_who_hold_the_same_two_in_opposite_order_do_not_deadlock(county):
    first, second = made.submitted(county), made.submitted(county)

    def hold(*cases):
        def work():
            for _ in range(20):
                with transaction.atomic():
                    moves.lock_cases(*cases)
            return "held"

        return work

    assert together(hold(first, second), hold(second, first)) == ["held", "held"]
