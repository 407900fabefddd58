"""Voting: open, give out ballots, cast, close. One ballot each, and nobody sees whose."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from ballots.boxes.models import Box, BoxShard, Elector
from ballots.boxes.rules import blind, sealing, slots
from ballots.boxes.rules.marks import is_allowed, read_cells
from ballots.boxes.services import OpenBox
from ballots.rules.enums import BallotState, BallotVerb, VotingWay
from ballots.rules.errors import BallotError
from ballots.rules.models import Ballot
from ballots.setup.rules import missing_for_opening
from ballots.setup.services import (
    lock_ballot,
    move_ballot,
    record_step,
    refuse,
)
from office.models import User
from office.text.secrecy import keyed_hash


@transaction.atomic
def open_ballot(
    *, ballot: Ballot, by: User | None, closes_at: datetime | None = None
) -> Ballot:
    """Begin the voting: members are frozen, the keys are made. Raises BallotError."""
    ballot = lock_ballot(ballot)
    if ballot.state == BallotState.CHECKED:
        refuse(missing_for_opening(ballot))
    if closes_at is not None and closes_at <= timezone.now():
        raise BallotError("截止时间要在现在以后。")
    move_ballot(ballot=ballot, verb=BallotVerb.OPEN, by=by)
    ballot.members = ballot.electors.count()
    ballot.opened_at, ballot.closes_at = timezone.now(), closes_at
    ballot.sealed_to = _share_out(ballot).hex()
    ballot.save()
    boxes = Counter(ballot.electors.values_list("box", flat=True))
    for name, voters in sorted(boxes.items()):
        key = blind.SigningKey.new()
        box = Box.objects.create(
            ballot=ballot, name=name, modulus=f"{key.modulus:x}", key=key.as_text()
        )
        places = min(voters, slots.SHARD_SLOTS)
        empty = slots.write_slots([], ballot.items.count(), places)
        BoxShard.objects.bulk_create(
            BoxShard(box=box, number=number, places=places, content=empty)
            for number in range(-(-voters // slots.SHARD_HOLDS))
        )
    return ballot


def _share_out(ballot: Ballot) -> bytes:
    """A key pair for the boxes: the private half is split among the tellers and forgotten.

    Returns the public half. Each share opens with the key of one teller; two are needed.
    """
    private = sealing.new_private()
    tellers = list(ballot.tellers.order_by("pk"))
    shares = sealing.split(private, range(1, len(tellers) + 1))
    for place, teller in enumerate(tellers, 1):
        own = bytes.fromhex(teller.public)
        text = place.to_bytes(2, "big") + shares[place]
        teller.share = sealing.seal_to(own, text).hex()
        teller.save(update_fields=["share"])
    return sealing.public_of(private)


def _refuse_unless_open(ballot_pk: int) -> None:
    """As the ballot stands now. Late by a millisecond is late."""
    rows = Ballot.objects.filter(pk=ballot_pk).values_list("state", "closes_at")
    state, closes_at = rows.get()
    if state != BallotState.OPEN:
        raise BallotError("现在不在投票时间。")
    if closes_at is not None and timezone.now() >= closes_at:
        raise BallotError("投票已经截止。")


@transaction.atomic
def issue_ticket(*, ballot: Ballot, user: User, hidden: str) -> str:
    """Sign the blinded message of a deputy who is here, once. Returns the signature in hex.

    The same blinded message is answered with the same signature, so that a lost answer
    can be asked for again. Raises BallotError.
    """
    elector = (
        ballot.electors.select_for_update(of=("self",))
        .filter(mandate__deputy__user=user)
        .first()
    )
    if elector is None:
        raise BallotError("您不在这次投票的名单里。")
    _refuse_unless_open(ballot.pk)
    _refuse_without_right(elector, hidden)
    if elector.signed:
        return elector.signed
    key = blind.SigningKey.read(ballot.boxes.get(name=elector.box).key)
    try:
        signed = key.blind_sign(_hex(hidden))
    except blind.BlindSignatureError as error:
        raise BallotError("票据不完整，请刷新页面再试。") from error
    elector.way, elector.hidden = VotingWay.PHONE, hidden
    elector.signed = signed.hex()
    elector.save(update_fields=["way", "hidden", "signed"])
    return elector.signed


def _refuse_without_right(elector: Elector, hidden: str) -> None:
    if not elector.is_present:
        raise BallotError("还没有签到。签到以后才能领票。")
    if elector.way == VotingWay.PAPER:
        raise BallotError("您已经领了纸票，不能再用手机投。")
    if elector.way == VotingWay.PHONE and elector.hidden != hidden:
        raise BallotError("您已经在另一部手机或者浏览器上领了票，请用那一部投。")


def _hex(text: str) -> bytes:
    """The bytes that ``text`` writes; none when it is not hexadecimal."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


@transaction.atomic
def issue_paper(*, ballot: Ballot, elector: Elector, by: User) -> Elector:
    """Give a paper ballot to somebody who is here. Twice is once. Raises BallotError."""
    elector = ballot.electors.select_for_update(of=("self",)).get(pk=elector.pk)
    _refuse_unless_open(ballot.pk)
    if not elector.is_present:
        raise BallotError("还没有签到，不能发票。")
    if elector.way == VotingWay.PHONE:
        raise BallotError("这名代表已经用手机领了票。")
    if elector.way != VotingWay.PAPER:
        elector.way = VotingWay.PAPER
        elector.save(update_fields=["way"])
    return elector


def cast_ballot(
    *, box: OpenBox, token: str, signature: str, cells: Sequence[str]
) -> str:
    """Put one ballot into the box. Returns the receipt; sent again, the same receipt.

    ``token`` is the message that was signed, prefix included. Nothing here knows who
    casts. ``cells`` are as in ballots.csv. Raises BallotError.
    """
    raw = _token(box, token, signature)
    marks = read_cells(box, cells)
    if len(marks) != box.items:
        raise BallotError("选票和事项对不上，请刷新页面再试。")
    if not is_allowed(box, marks):
        # On paper it would be void; a phone can say so before it is too late.
        raise BallotError("选的项数不合规则，请改好再投。")
    return _put_in(box, raw, marks)


@transaction.atomic
def _put_in(box: OpenBox, raw: bytes, marks: list[int]) -> str:
    """Under the lock of its shard, which the token names: the same ballot meets itself.

    The state is read after the lock is held: who closed the ballot meanwhile is seen.
    """
    spent = hashlib.sha256(raw).digest()
    drawn = int(keyed_hash(spent.hex(), purpose="ballot-shard"), 16)
    chosen = box.shards[drawn % len(box.shards)]
    shard = BoxShard.objects.select_for_update().get(pk=chosen)
    held = slots.read_slots(shard.content, box.items)
    if known := next((one for one in held if one.spent == spent), None):
        return known.receipt.hex()
    _refuse_unless_open(box.ballot_pk)
    made = slots.new_slot(box.code, box.sealed_to, spent, marks)
    shard.content = slots.write_slots([*held, made], box.items, shard.places)
    shard.held = len(held) + 1
    shard.save(update_fields=["content", "held"])
    return made.receipt.hex()


def _token(box: OpenBox, token: str, signature: str) -> bytes:
    raw = _hex(token)
    if len(raw) != blind.MESSAGE_BYTES or not blind.is_signed(
        raw, _hex(signature), box.modulus
    ):
        raise BallotError("票据无效，这张票没有投进去。")
    return raw


def turnout(ballot: Ballot) -> dict[str, int]:
    """What may be shown while the voting goes on: how many, never for what."""
    ways = Counter(
        ballot.electors.filter(is_present=True).values_list("way", flat=True)
    )
    return {
        "members": ballot.members or ballot.electors.count(),
        "present": sum(ways.values()),
        "issued": ways[VotingWay.PHONE.value] + ways[VotingWay.PAPER.value],
        "paper": ways[VotingWay.PAPER.value],
        "phone": ways[VotingWay.PHONE.value],
        "cast": sum(
            BoxShard.objects.filter(box__ballot=ballot).values_list("held", flat=True)
        ),
    }


@transaction.atomic
def ask_close(*, ballot: Ballot, by: User) -> Ballot:
    """Ask that the voting be ended; somebody else confirms. Raises BallotError."""
    ballot = lock_ballot(ballot)
    if ballot.state != BallotState.OPEN:
        raise BallotError("现在不在投票，不用截止。")
    if ballot.close_asked_by is not None and ballot.close_asked_by != by:
        raise BallotError(f"{ballot.close_asked_by}已经提出截止，请您确认。")
    if ballot.close_asked_by is None:
        ballot.close_asked_by = by
        ballot.save(update_fields=["close_asked_by"])
        record_step(ballot=ballot, verb=BallotVerb.ASK_CLOSE, by=by)
    return ballot


@transaction.atomic
def close_ballot(*, ballot: Ballot, by: User) -> Ballot:
    """End the voting, as another person asked. The boxes stay sealed until the count.

    Waits for ballots that are just being cast; those that come after find it closed.
    Raises BallotError.
    """
    ballot = lock_ballot(ballot)
    if ballot.state == BallotState.OPEN and ballot.close_asked_by is None:
        raise BallotError("还没有人提出截止。")
    if ballot.state == BallotState.OPEN and ballot.close_asked_by == by:
        raise BallotError("截止要由另一个人确认：主持的同事或者监票人。")
    move_ballot(ballot=ballot, verb=BallotVerb.CLOSE, by=by)
    ballot.closed_at, ballot.closed_by = timezone.now(), by
    ballot.save()
    list(ballot.electors.select_for_update().order_by("pk").values_list("pk"))
    list(_shards(ballot))
    _write_issued(ballot)
    return ballot


def _write_issued(ballot: Ballot) -> None:
    """What was given out of each box, by phone and on paper; no more tickets are signed."""
    issued = Counter(ballot.electors.exclude(way="").values_list("box", "way"))
    for box in ballot.boxes.select_for_update().order_by("pk"):
        box.key = ""
        box.phone_issued = issued[box.name, VotingWay.PHONE.value]
        box.paper_issued = issued[box.name, VotingWay.PAPER.value]
        if not box.paper_issued:
            box.paper_returned = 0
        box.save()


def count_phones(ballot: Ballot) -> None:
    """手机收回: of each box, before any is opened. Raises BallotError.

    选举法 第四十四条: more than were given out, and the whole is void.
    """
    for box in ballot.boxes.select_for_update().order_by("pk"):
        held = box.shards.aggregate(held=Sum("held"))["held"] or 0
        refuse_too_many(box, "手机票", held, box.phone_issued or 0)
        box.phone_returned = held
        box.save(update_fields=["phone_returned"])


def refuse_too_many(box: Box, what: str, returned: int, issued: int) -> None:
    """选举法 第四十四条. Raises BallotError."""
    if returned > issued:
        raise BallotError(
            f"{box.name}{what}发出 {issued} 张，收回 {returned} 张：收回的多于发出的，"
            "整次无效（选举法第四十四条），不能计票。请核实；属实的，把这次投票作废。"
        )


def _shards(ballot: Ballot) -> list[BoxShard]:
    """All of a ballot, locked."""
    rows = BoxShard.objects.select_for_update(of=("self",)).filter(box__ballot=ballot)
    return list(rows.select_related("box").order_by("pk"))


def empty_shards(ballot: Ballot, private: bytes) -> list[tuple[str, list[int], str]]:
    """Box, marks and receipt of every ballot cast by phone; the shards are empty afterwards.

    Raises BallotError for a ballot that does not open, or whose receipt is another's.
    """
    items, found = ballot.items.count(), []
    for shard in _shards(ballot):
        for slot in slots.read_slots(shard.content, items):
            try:
                marks = slots.open_slot(ballot.code, private, slot)
            except sealing.SealingError as error:
                raise BallotError(
                    "票箱里有打不开、和回执对不上的票，没有计票。请联系系统管理员。"
                ) from error
            found.append((shard.box.name, marks, slot.receipt.hex()))
        shard.content = slots.write_slots([], items, shard.places)
        shard.save(update_fields=["content"])
    return found


def has_receipt(*, ballot: Ballot, receipt: str) -> bool:
    """Whether the ballot of this receipt is in the box, at any time."""
    receipt = receipt.strip().lower()
    if ballot.commitments.filter(value=receipt).exists():
        return True
    items = ballot.items.count()
    return any(
        slot.receipt.hex() == receipt
        for shard in BoxShard.objects.filter(box__ballot=ballot, held__gt=0)
        for slot in slots.read_slots(shard.content, items)
    )
