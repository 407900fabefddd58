"""Tickets and casts: one ballot each, whatever the network or a second phone does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ballots.rules.errors import BallotError
from ballots.voting import services as voting
from tests.ballots import congress
from tests.ballots.congress import Phone, cells, vote
from tests.sessions import together

pytestmark = pytest.mark.django_db


def test_a_ticket_asked_again_after_a_broken_net_is_the_same_ticket(people, ballot):
    phone = Phone(ballot, people[0].user)

    first = phone.fetch().signature

    assert phone.fetch().signature == first


def test_a_second_phone_of_the_same_deputy_gets_no_ticket(people, ballot):
    Phone(ballot, people[0].user).fetch()

    with pytest.raises(BallotError, match="另一部手机"):
        Phone(ballot, people[0].user).fetch()


def test_nobody_gets_paper_and_phone(county, people, ballot):
    congress.give_paper(ballot, people[0], county.office)
    with pytest.raises(BallotError, match="已经领了纸票"):
        Phone(ballot, people[0].user).fetch()

    Phone(ballot, people[1].user).fetch()
    with pytest.raises(BallotError, match="已经用手机领了票"):
        congress.give_paper(ballot, people[1], county.office)


def test_who_did_not_sign_in_gets_no_ticket_and_no_outsider_either(county, people):
    ballot = congress.opened(county, people, present=4)
    outsider = congress.seat_deputies(county, 1, prefix="out")[0]
    phone = Phone(ballot, people[0].user)
    phone.user = outsider.user

    with pytest.raises(BallotError, match="还没有签到"):
        Phone(ballot, people[4].user).fetch()
    with pytest.raises(BallotError, match="不在这次投票的名单里"):
        phone.fetch()


def test_a_cast_sent_twice_is_one_ballot_with_one_receipt(people, ballot):
    phone = Phone(ballot, people[0].user).fetch()

    first, second = phone.cast(cells("ab..")), phone.cast(cells("..cd"))

    assert first == second
    assert voting.turnout(ballot)["cast"] == 1


def test_a_made_up_ticket_puts_nothing_into_the_box(people, ballot):
    phone = Phone(ballot, people[0].user)
    phone.signature = "1234"

    for signature in ("1234", "", "zz", "0", "f" * 600):
        phone.signature = signature
        with pytest.raises(BallotError, match="票据无效"):
            phone.cast(cells("a..."))
    assert voting.turnout(ballot)["cast"] == 0


@pytest.mark.parametrize(
    ("marks", "data"),
    [
        (["1", "1", "1", ""], "选的项数不合规则"),
        (["1"], "对不上"),
        (["x", "", "", ""], "读不懂"),
        (["1"] * 5, "对不上"),
    ],
)
def test_a_phone_is_told_before_a_ballot_is_void(people, ballot, marks, data):
    phone = Phone(ballot, people[0].user).fetch()

    with pytest.raises(BallotError, match=data):
        phone.cast(marks)


def test_a_ticket_of_one_delegation_opens_no_other_box(county):
    people = congress.seat_deputies(county, 12, ["甲团", "乙团"])
    ballot = congress.draft(
        county, by_group=True, organ="opinion", quorum="none", threshold="plurality"
    )
    ballot = voting.open_ballot(
        ballot=congress.prepared(county, people, ballot), by=county.office
    )
    phone = Phone(ballot, people[0].user).fetch()
    phone.box = ballot.boxes.exclude(pk=phone.box.pk).get()

    with pytest.raises(BallotError, match="票据无效"):
        phone.cast(cells("a..."))


def test_a_vote_late_by_a_millisecond_is_late(county, people, time_machine):
    ballot = congress.prepared(county, people)
    end = timezone.now() + timedelta(minutes=5)
    voting.open_ballot(ballot=ballot, by=county.office, closes_at=end)
    ballot.refresh_from_db()
    on_time, late = (Phone(ballot, one.user).fetch() for one in people[:2])

    time_machine.move_to(end - timedelta(milliseconds=1), tick=False)
    on_time.cast(cells("a..."))
    time_machine.move_to(end, tick=False)
    with pytest.raises(BallotError, match="已经截止"):
        late.cast(cells("a..."))
    # Whose ballot is in the box still gets the receipt.
    assert on_time.cast(cells("a..."))


def test_a_receipt_is_known_while_the_voting_goes_on(people, ballot):
    receipt = vote(ballot, people[0], "ab..")

    assert voting.has_receipt(ballot=ballot, receipt=receipt.upper() + " ")


@pytest.mark.django_db(transaction=True)
def test_two_requests_of_one_ticket_at_once_are_one_ballot(county):
    people = congress.seat_deputies(county, 3)
    ballot = congress.opened(county, people)
    phone = Phone(ballot, people[0].user).fetch()

    found = together(
        lambda: phone.cast(cells("a...")), lambda: phone.cast(cells(".b.."))
    )

    assert len(set(found)) == 1
    assert voting.turnout(ballot)["cast"] == 1


@pytest.mark.django_db(transaction=True)
def test_two_phones_of_one_deputy_at_once_get_one_ticket(county):
    people = congress.seat_deputies(county, 3)
    ballot = congress.opened(county, people)
    phones = [Phone(ballot, people[0].user) for _ in range(2)]

    found = together(*(phone.fetch for phone in phones))

    assert sorted(isinstance(one, BallotError) for one in found) == [False, True]
