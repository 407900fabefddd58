"""Keys of the tellers, and what a database administrator reads while the voting runs."""

import itertools

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ballots.boxes.rules import sealing, slots
from ballots.counting import services as counting
from ballots.models import BallotPaper, Teller
from ballots.rules.errors import BallotError
from ballots.setup import services as ballots
from ballots.setup.rules import missing_for_opening
from tests.ballots import congress
from tests.ballots.congress import Phone, cells, vote


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_with_its_key_alone(text):
    private, other = sealing.new_private(), sealing.new_private()
    sealed = sealing.seal_to(sealing.public_of(private), text)

    assert len(sealed) == len(text) + sealing.SEAL_BYTES
    assert sealing.open_with(private, sealed) == text
    for wrong, body in (
        (other, sealed),
        (private, sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (private, b""),
    ):
        with pytest.raises(sealing.SealingError):
            sealing.open_with(wrong, body)


@given(st.integers(min_value=2, max_value=9))
def test_any_two_shares_give_the_key_and_one_does_not(count):
    private = sealing.new_private()
    shares = sealing.split(private, range(1, count + 1))

    for pair in itertools.combinations(shares, 2):
        assert sealing.join({at: shares[at] for at in pair}) == private
    with pytest.raises(sealing.SealingError):
        sealing.join({1: shares[1]})
    with pytest.raises(sealing.SealingError):
        sealing.join({1: shares[1], 2: sealing.split(private, range(1, 3))[2]})


def test_a_key_is_read_however_it_was_written_down():
    code = sealing.new_code()

    own = sealing.private_of_code(code)
    assert sealing.private_of_code(code.lower().replace("-", " ")) == own
    assert sealing.private_of_code(code.replace("O", "0").replace("I", "1")) == own
    for wrong in ("", code[:-2], code + "AAAA", "钥匙", "9" * 26):
        with pytest.raises(sealing.SealingError):
            sealing.private_of_code(wrong)


@given(st.lists(st.integers(min_value=-1, max_value=300), min_size=3, max_size=3))
def test_a_slot_has_one_length_whatever_is_marked(marks):
    private = sealing.new_private()
    slot = slots.new_slot("abc", sealing.public_of(private), b"s" * 32, marks)

    assert len(slot.to_bytes()) == slots.slot_bytes(3)
    assert slots.open_slot("abc", private, slot) == marks
    changed = slots.Slot(slot.spent, b"r" * 32, slot.sealed)
    with pytest.raises(sealing.SealingError):
        slots.open_slot("abc", private, changed)


# --- What is stored -------------------------------------------------------------------------


def stored_sizes():
    """Of each shard: bytes of the column, as PostgreSQL stores it and as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_column_size(content), octet_length(content)"
            " FROM ballots_boxshard ORDER BY id"
        )
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "ballots_cast"),
    [
        ({"kind": "each"}, [["for"] * 4, ["against"] * 4, [""] * 4, ["abstain"] * 4]),
        ({}, [cells("...."), cells("ab.."), cells("a..."), cells("..cd")]),
        ({"kind": "rank"}, [["1", "2", "", ""], [""] * 4, ["2", "1", "", ""]]),
    ],
)
def test_a_shard_has_as_many_bytes_empty_as_full(county, people, rule, ballots_cast):
    ballot = congress.opened(county, people, **rule)
    sizes = [stored_sizes()]
    for person, marks in zip(people, ballots_cast, strict=False):
        Phone(ballot, person.user).fetch().cast(marks)
        sizes.append(stored_sizes())

    assert {size for rows in sizes for size in rows} == {sizes[0][0]}


@pytest.mark.django_db
def test_two_shards_alike_are_not_told_apart_by_the_keys_of_the_installation(
    county, people, ballot
):
    """FIELD_KEYS open the outer seal: what lies there says no mark to who has them."""
    vote(ballot, people[0], "ab..")
    vote(ballot, people[1], "....")
    held = [
        slot
        for shard in ballot.boxes.get().shards.all()
        for slot in slots.read_slots(shard.content, 4)
    ]

    assert len({len(slot.to_bytes()) for slot in held}) == 1
    for slot in held:
        for teller in ballot.tellers.all():
            with pytest.raises(sealing.SealingError):
                sealing.open_with(bytes.fromhex(teller.public), slot.sealed)


@pytest.mark.django_db
def test_the_count_needs_the_keys_of_two_tellers(county, people, ballot):
    vote(ballot, people[0], "ab..")
    ballot = congress.closed(ballot, county.office)
    first, second = congress.keys(ballot)

    for keys, words in (
        ([], "两名监票人"),
        ([first], "两名监票人"),
        ([first, first], "两名监票人"),
        ([first, "ABCDE"], "有一把钥匙不是"),
        ([first, sealing.new_code()], "有一把钥匙不是"),
    ):
        with pytest.raises(BallotError, match=words):
            counting.count_ballot(ballot=ballot, keys=keys, by=county.office)
    assert not BallotPaper.objects.exists()
    counted = counting.count_ballot(
        ballot=ballot, keys=[first, second], by=county.office
    )
    assert counted.result.valid == 1


@pytest.mark.django_db
def test_no_ballot_opens_before_each_teller_has_a_key(county, people):
    ballot = congress.prepared(county, people)
    Teller.objects.filter(pk=ballot.tellers.latest("pk").pk).update(public="")

    assert missing_for_opening(ballot) == ["监票人监票人1还没有领开箱钥匙"]


@pytest.mark.django_db
def test_keys_are_taken_by_tellers_before_the_opening_only(county, people, ballot):
    for who, words in (
        (county.office, "监票人"),
        (congress.tellers()[0], "投票开始以后"),
    ):
        target = ballot if words != "监票人" else congress.prepared(county, people)
        with pytest.raises(BallotError, match=words):
            ballots.take_key(ballot=target, by=who)
