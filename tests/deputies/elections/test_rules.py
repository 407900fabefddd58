"""选举法 as sums: how many may stand, when a poll counts, and whom its numbers elect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deputies.elections.models import Candidate, Election
from deputies.elections.services import rules
from deputies.elections.services.rules import Count, Tie
from deputies.mandates.services import steps as mandate_steps
from tests.deputies.people import decided, seat

VOTERS = 100
polls = st.lists(st.integers(0, VOTERS), min_size=1, max_size=6)


def rows(votes, runoff=None):
    """Unsaved candidates with these votes, named by their number."""
    again = runoff or [None] * len(votes)
    return [
        Candidate(name=f"候选人{n}", votes=one, runoff_votes=more)
        for n, (one, more) in enumerate(zip(votes, again, strict=True))
    ]


def poll(**numbers):
    values = {"electors": 150, "voters": VOTERS, "ballots": 99, "invalid": 0}
    return Count(**{**values, **numbers})


def elected(kind, seats, votes, runoff=None, **numbers):
    election = Election(kind=kind, seats=seats)
    found = rules.winners(election, rows(votes, runoff), poll(**numbers))
    return [row.votes for row in found]


# --- Who may stand ---------------------------------------------------------------------


@given(st.sampled_from(["general", "rerun"]), st.integers(1, 3))
def test_a_third_to_as_many_again_more_than_seats(kind, seats):
    """选举法 第三十一条; of an election held again, 第四十五条第四款."""
    least, most = rules.candidates_wanted(kind, seats)

    assert 3 * (least - seats) >= seats > 3 * (least - 1 - seats)
    assert most == 2 * seats


def test_the_ballot_is_by_strokes_until_every_candidate_has_preliminary_votes():
    first, second = rows([None, None])
    first.name, second.name = "郭新", "丁一"
    assert rules.in_ballot_order([first, second]) == [second, first]

    first.preliminary_votes = 500
    assert rules.in_ballot_order([first, second]) == [second, first]

    second.preliminary_votes = 499
    assert rules.in_ballot_order([second, first]) == [first, second]


def test_equal_preliminary_votes_are_ordered_by_strokes():
    first, second = rows([None, None])
    first.name, second.name = "郭新", "丁一"
    first.preliminary_votes = second.preliminary_votes = 7

    assert rules.in_ballot_order([first, second]) == [second, first]


# --- Whether the poll counts -------------------------------------------------------------


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_more_than_half_of_the_electors_must_take_part(electors, voters):
    count = Count(electors=electors, voters=voters, ballots=voters, invalid=0)

    assert ("半数" in count.failure) == (voters <= electors / 2)


@pytest.mark.parametrize(("ballots", "fails"), [(99, False), (100, False), (101, True)])
def test_as_many_ballots_as_voters_is_valid_and_one_more_is_not(ballots, fails):
    assert bool(poll(ballots=ballots).failure) is fails


def test_every_ballot_may_be_invalid_and_everybody_may_take_part():
    assert poll(electors=100, ballots=100, invalid=100).objection == ""
    assert poll(electors=99).objection == "参加投票的不能多于全体选民。"
    assert poll(ballots=100, invalid=101).objection == "废票不能多于收回的票。"


# --- Whom it elects ----------------------------------------------------------------------


@given(polls, st.integers(1, 3), st.sampled_from(["general", "by", "rerun"]))
def test_nobody_without_enough_votes_and_nobody_passed_over(votes, seats, kind):
    """第四十五条: more than half of those who took part; held again, a third of the ballots."""
    ballots = 99
    enough = [
        n for n in votes if (3 * n >= ballots if kind == "rerun" else 2 * n > 100)
    ]
    ranked = sorted(enough, reverse=True)

    if len(ranked) > seats and ranked[seats - 1] == ranked[seats]:
        with pytest.raises(Tie):
            elected(kind, seats, votes)
    else:
        assert elected(kind, seats, votes) == ranked[:seats]


@pytest.mark.parametrize(
    ("kind", "votes", "found"),
    [
        ("general", [50, 51], [51]),
        ("by", [50], []),
        ("rerun", [33, 32], [33]),
        ("rerun", [32, 31], []),
    ],
)
def test_the_law_draws_its_line_between_two_whole_votes(kind, votes, found):
    assert elected(kind, 1, votes) == found


def test_a_tie_names_only_those_who_are_voted_on_again():
    with pytest.raises(Tie, match=r"^候选人1、候选人2$"):
        elected("general", 2, [90, 60, 60, 40])


def test_a_tie_above_the_last_seat_is_none():
    assert elected("general", 2, [70, 70, 60]) == [70, 70]


def test_the_vote_held_again_decides_only_among_the_tied():
    election = Election(kind="general", seats=2)
    first, second, third = rows([90, 60, 60], [None, 10, 80])

    assert rules.winners(election, [first, second, third], poll()) == [first, third]


def test_a_tie_in_the_vote_held_again_is_still_a_tie():
    with pytest.raises(Tie):
        elected("general", 1, [60, 60], [30, 30])


# --- Who announces, and for how many seats --------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kind", "body"),
    [
        ("county", "general", "费县选举委员会"),
        ("town", "general", "探沂镇选举委员会"),
        ("county", "rerun", "费县选举委员会"),
        ("county", "by", "费县人大常委会"),
        ("town", "by", "探沂镇人大主席团"),
    ],
)
def test_who_presides_announces(county, level, kind, body):
    """第十条; of a by-election 第五十七条: the standing committee, in a town the presidium."""
    one = seat(county, "d0001", "刘青", level=level)

    assert rules.issuing_body(one.mandate.constituency, kind) == body


def test_a_suspended_deputy_holds_the_seat_and_an_ended_one_does_not(county):
    kept = seat(county, "d0001", "刘青", status="suspended").mandate
    left = seat(county, "d0002", "陈禾").mandate
    assert rules.free_seats(kept.constituency) == 1

    mandate_steps.end_mandate(
        mandate=left, cause="died", decision=decided(left.starts_on), by=None
    )
    assert rules.free_seats(kept.constituency) == 2
