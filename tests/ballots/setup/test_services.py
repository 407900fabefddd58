"""What prevents a ballot from opening, and what stays as it was once it is open."""

import pytest
from django.db import DatabaseError, transaction

from ballots.models import Ballot, Elector
from ballots.rules.errors import BallotError
from ballots.setup import services as ballots
from ballots.setup.rules import missing_for_opening
from ballots.voting import services as voting
from tests.ballots import congress

pytestmark = pytest.mark.django_db


def test_what_still_prevents_the_opening_is_said_in_one_list(county, people):
    ballot = congress.draft(county)
    ballots.set_electorate(
        ballot=ballot, mandates=[one.mandate for one in people], by=county.office
    )

    assert missing_for_opening(ballot) == [
        "还没有定监票人和总监票人",
        "全体 5 人，签到 0 人，人数不够",
    ]


def test_three_of_five_are_no_two_thirds(county, people):
    ballot = congress.prepared(county, people, present=3)

    with pytest.raises(BallotError, match="签到 3 人，人数不够"):
        voting.open_ballot(ballot=ballot, by=county.office)

    ballots.mark_present(
        ballot=ballot, came=ballot.electors.all()[:4], by=county.office
    )
    assert voting.open_ballot(ballot=ballot, by=county.office).members == 5


def test_as_many_candidates_as_places_is_no_differential_ballot(county):
    ballot = congress.draft(county, items=["甲", "乙"], purpose="livelihood")

    with pytest.raises(BallotError, match="差额票决要多于 2 项"):
        ballots.check_ballot(ballot=ballot, by=county.office)


@pytest.mark.parametrize(
    "change", [{"seats": 3}, {"threshold": "plurality"}, {"max_marks": 4}]
)
def test_the_rule_is_frozen_by_the_database(county, people, ballot, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(**change)


def test_nobody_joins_or_leaves_after_the_opening(county, people, ballot):
    late = congress.seat_deputies(county, 1, prefix="late")[0]

    with pytest.raises(BallotError, match="不能再变"):
        ballots.set_electorate(ballot=ballot, mandates=[late.mandate], by=county.office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Elector.objects.create(ballot=ballot, mandate=late.mandate)
    with pytest.raises(DatabaseError), transaction.atomic():
        ballot.electors.all()[:1].get().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(members=4)


def test_small_delegations_share_a_box(county):
    people = congress.seat_deputies(county, 14, ["甲团", "乙团", "丙团"])
    ballot = congress.draft(county, by_group=True, quorum="none")
    ballots.set_electorate(
        ballot=ballot, mandates=[one.mandate for one in people], by=county.office
    )

    boxes = set(ballot.electors.values_list("group", "box"))

    # 5, 5 and 4: the last one would show how its people voted.
    assert boxes == {("甲团", "甲团"), ("乙团", "乙团"), ("丙团", "合并票箱")}
