"""The rule of a body is the law's; what is printed is the frozen rule and no count."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ballots.models import Ballot
from ballots.rules.errors import BallotError
from ballots.rules.rules import rule_words
from ballots.setup import services as ballots
from ballots.setup.rules import missing_for_opening
from ballots.voting import services as voting
from deputies.committee.services import add_member, end_member
from deputies.models import Assembly
from tests.ballots import congress

pytestmark = pytest.mark.django_db
LAWFUL = {
    "congress": {"quorum": "two_thirds", "threshold": "majority_of_members"},
    "standing": {"quorum": "majority", "threshold": "majority_of_members"},
    "opinion": {"quorum": "none", "threshold": "plurality"},
}


def enrol(people):
    return [
        add_member(
            mandate=one.mandate,
            post="member",
            started_on=timezone.localdate(),
            basis="公告 1 号",
            by=None,
        )
        for one in people
    ]


@pytest.mark.parametrize(
    ("organ", "rule", "words"),
    [
        ("congress", {"quorum": "none"}, "组织法第十四条"),
        ("congress", {"quorum": "majority"}, "组织法第十四条"),
        ("congress", {"threshold": "plurality"}, "组织法第二十五条"),
        ("standing", {"quorum": "none"}, "组织法第五十一条"),
        ("standing", {"quorum": "two_thirds"}, "组织法第五十一条"),
        ("congress", {"seats": 1, "max_marks": 4}, "票决办法的依据"),
        ("congress", {"exact_marks": True}, "票决办法的依据"),
    ],
)
def test_what_departs_from_the_law_is_not_checked(county, people, organ, rule, words):
    ballot = congress.draft(county, organ=organ, **(LAWFUL[organ] | rule))

    with pytest.raises(BallotError, match=words):
        ballots.check_ballot(ballot=ballot, by=county.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(state="checked")


@pytest.mark.parametrize("organ", LAWFUL)
def test_the_law_itself_is_checked_and_so_is_what_has_a_basis(county, people, organ):
    for rule in ({}, {"seats": 1, "max_marks": 4, "basis": "票决办法第八条"}):
        ballot = congress.draft(county, organ=organ, **(LAWFUL[organ] | rule))
        checked = ballots.check_ballot(ballot=ballot, by=county.office)
        assert checked.state == "checked"


def test_a_congress_votes_only_in_a_session_that_is_sitting(county, people):
    loose = congress.draft(county)
    Ballot.objects.filter(pk=loose.pk).update(assembly=None)
    with pytest.raises(BallotError, match="要在会议上"):
        ballots.check_ballot(ballot=loose, by=county.office)

    ballot = congress.prepared(county, people)
    today = timezone.localdate()
    for first, last in ((1, 2), (-3, -1)):
        Assembly.objects.update(
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
        )
        with pytest.raises(BallotError, match="今天不在举行"):
            voting.open_ballot(ballot=ballot, by=county.office)


def test_the_electors_of_the_standing_committee_are_its_members(county):
    people = congress.seat_deputies(county, 9)
    members = enrol(people[:5])
    end_member(
        member=members[4],
        ended_on=timezone.localdate(),
        end_basis="辞职，公告 2 号",
        by=None,
    )
    ballot = congress.draft(county, organ="standing", **LAWFUL["standing"])

    found = set(ballots.members_of(ballot))

    assert found == {one.mandate for one in people[:4]}
    ballot = congress.prepared(county, people, ballot)
    assert "名单里有 5 人不是常委会组成人员，要重新生成名单" in (
        missing_for_opening(ballot)
    )


@pytest.mark.parametrize("organ", LAWFUL)
def test_the_printed_rule_does_not_wait_for_the_count_of_members(
    client, county, people, organ
):
    ballot = congress.draft(county, organ=organ, **LAWFUL[organ])
    client.force_login(county.office)
    page = client.get(f"{ballot.get_absolute_url()}/print").content.decode()

    assert ballot.members == 0
    assert ("征求意见，不设法定人数" in page) == (organ == "opinion")
    assert ("三分之二以上到会" in page) == (organ == "congress")
    assert ("过半数到会" in page) == (organ == "standing")
    numbered = "".join(rule_words(ballot, 30))
    assert ("（20 名）" in numbered) == (organ == "congress")
