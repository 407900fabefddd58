"""What the stored rows can tell of who cast which ballot: no more than chance.

An observer reads every table of the app, the hidden columns of PostgreSQL too, as often as
they like, and sorts both sides by everything there is to sort by. If any pair of orders
went together, so many guesses would be right that this fails; that it would, is tested.
"""

import itertools
import random

import pytest
from django.apps import apps
from django.db import connection

from ballots.boxes.rules import slots
from ballots.counting import services as counting
from ballots.models import BallotPaper, BoxShard, Elector
from tests.ballots import congress
from tests.ballots.congress import Phone, cells

pytestmark = pytest.mark.django_db
VOTERS, TIMES = 6, 14
ITEMS = [f"第 {n} 项" for n in range(1, VOTERS + 1)]
# One right guess a ballot is what chance gives, with a variance of one: six deviations.
MOST = TIMES + 6 * TIMES**0.5


class Sitting:
    """One ballot, cast. Everybody marks one item of their own, so a ballot names its voter.

    All take a ticket and cast in the same order, the easiest there is for an observer.
    """

    def __init__(self, county, people, seed):
        self.people, chance = people, random.Random(seed)  # noqa: S311 - not for keys
        self.ballot = congress.opened(
            county, people, items=ITEMS, max_marks=VOTERS, basis="票决办法第八条"
        )
        self.item_of = chance.sample(range(VOTERS), VOTERS)
        for number in chance.sample(range(VOTERS), VOTERS):
            item = self.item_of[number]
            marks = "".join("a" if at == item else "." for at in range(VOTERS))
            Phone(self.ballot, people[number].user).fetch().cast(cells(marks))

    def voter_of(self, marks):
        return self.item_of.index(
            next(at for at, mark in enumerate(marks) if int(mark))
        )


def rows_of(model, ballot):
    """All columns and PostgreSQL's own, as text, in the order of the disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ctid::text, xmin::text, cmin::text, * FROM {model._meta.db_table}"
            " ORDER BY ctid"
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row for row in rows if row.get("ballot_id", ballot.pk) == ballot.pk]


def orders(rows, whose):
    """Every way to sort ``rows``, as a list of voters; ``whose`` names the voter of a row."""
    found = {"disk": [whose(row) for row in rows]}
    for name in rows[0] if rows else []:
        if len({str(row[name]) for row in rows}) > 1:
            ranked = sorted(rows, key=lambda row: _sortable(row[name]))
            found[name] = [whose(row) for row in ranked]
    return found


def _sortable(value):
    text = str(value).strip("()")
    return (len(text), text) if text.replace(",", "").isdigit() else (0, text)


def agreements(voters, ballots):
    """For each pair of orders, how many guesses are right; reversed too."""
    return {
        (one, other, turn): sum(
            a == b for a, b in zip(first, second[::turn], strict=True)
        )
        for (one, first), (other, second) in itertools.product(
            voters.items(), ballots.items()
        )
        for turn in (1, -1)
    }


def electors(sitting):
    known = {one.mandate.pk: number for number, one in enumerate(sitting.people)}
    rows = rows_of(Elector, sitting.ballot)
    return orders(rows, lambda row: known[row["mandate_id"]])


def opened(ballot):
    """The slots of every shard and their marks, for an observer who has two tellers' keys."""
    private = counting.opening_key(ballot, congress.keys(ballot))
    return [
        (slot, slots.open_slot(ballot.code, private, slot))
        for shard in BoxShard.objects.filter(box__ballot=ballot).order_by("pk")
        for slot in slots.read_slots(shard.content, VOTERS)
    ]


def in_urns(sitting):
    """The slots as they lie, by what they were cast with, by what they are sealed with."""
    named = [
        {
            "spent": slot.spent.hex(),
            "receipt": slot.receipt.hex(),
            "sealed": slot.sealed.hex(),
            "marks": marks,
        }
        for slot, marks in opened(sitting.ballot)
    ]
    return orders(named, lambda row: sitting.voter_of(row["marks"]))


def in_papers(sitting):
    rows = rows_of(BallotPaper, sitting.ballot)
    return orders(rows, lambda row: sitting.voter_of(row["marks"]))


def summed(county, people, look):
    totals = {}
    for time in range(TIMES):
        sitting = Sitting(county, people, time)
        for pair, count in agreements(*look(sitting)).items():
            totals[pair] = totals.get(pair, 0) + count
    return totals


@pytest.fixture
def people(county):
    return congress.seat_deputies(county, VOTERS)


def test_while_the_voting_runs_no_order_of_rows_tells_whose_ballot_it_is(
    county, people
):
    totals = summed(county, people, lambda s: (electors(s), in_urns(s)))

    assert len(totals) >= 20
    assert {pair: n for pair, n in totals.items() if n > MOST} == {}


def test_after_the_count_no_order_of_rows_tells_whose_ballot_it_is(county, people):
    def look(sitting):
        congress.closed(sitting.ballot, county.office)
        congress.counted(sitting.ballot, county.office)
        return electors(sitting), in_papers(sitting)

    totals = summed(county, people, look)

    assert len(totals) >= 20
    assert {pair: n for pair, n in totals.items() if n > MOST} == {}


def test_the_observer_would_notice_an_order_that_goes_together(county, people):
    def leaks(sitting):
        voters = electors(sitting)
        return voters, {"leak": voters["disk"]}

    assert max(summed(county, people, leaks).values()) > MOST


def test_no_value_stands_on_both_sides(county, people):
    """Neither key, number, token nor hidden number of an elector is with a ballot."""
    ballot = Sitting(county, people, 1).ballot
    taken = [
        text
        for row in rows_of(Elector, ballot)
        for name, text in row.items()
        if name in ("hidden", "signed")
    ]
    shards = "\n".join(BoxShard.objects.values_list("content", flat=True))
    assert not any(text in shards for text in taken)
    congress.closed(ballot, county.office)
    congress.counted(ballot, county.office)
    papers = str(rows_of(BallotPaper, ballot))
    assert not any(text in papers for text in taken)
    assert opened(ballot) == []


def test_no_table_of_ballots_has_a_road_to_people_or_a_time():
    """The schema itself: what is cast points at its ballot, and at nothing else."""
    for name in ("BallotPaper", "Commitment", "BoxShard"):
        model = apps.get_model("ballots", name)
        kinds = {field.get_internal_type() for field in model._meta.fields}
        assert not kinds & {"DateTimeField", "DateField", "AutoField"}, name
        leads = {
            field.related_model.__name__
            for field in model._meta.fields
            if field.is_relation
        }
        assert leads <= {"Ballot", "Box"}, name
