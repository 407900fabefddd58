"""Voting: open, give out ballots, cast, close. One ballot each, and nobody sees whose."""

import hashlib
import hmac
import secrets
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from ballots.boxes.models import Box, BoxShard, Elector
from ballots.boxes.rules import blind
from ballots.boxes.rules.marks import is_allowed, read_cells
from ballots.boxes.services import OpenBox
from ballots.rules.enums import BallotState, BallotVerb, VotingWay
from ballots.rules.errors import BallotError
from ballots.rules.models import Ballot
from ballots.setup.services import lock_ballot, missing_for_opening, move_ballot, refuse
from office.models import User

# A cast writes its whole shard again: many small ones cost less than one large one.
SHARD_HOLDS = 16
NONCE_BYTES = 32


@transaction.atomic
def open_ballot(
    *, ballot: Ballot, by: User | None, closes_at: datetime | None = None
) -> Ballot:
    """Begin the voting: members are frozen, the key is made. Raises BallotError."""
    ballot = lock_ballot(ballot)
    if ballot.state == BallotState.CHECKED:
        refuse(missing_for_opening(ballot))
    if closes_at is not None and closes_at <= timezone.now():
        raise BallotError("截止时间要在现在以后。")
    move_ballot(ballot=ballot, verb=BallotVerb.OPEN, by=by)
    ballot.members = ballot.electors.count()
    ballot.opened_at, ballot.closes_at = timezone.now(), closes_at
    ballot.save()
    boxes = Counter(ballot.electors.values_list("box", flat=True))
    for name, voters in sorted(boxes.items()):
        key = blind.SigningKey.new()
        box = Box.objects.create(
            ballot=ballot, name=name, modulus=f"{key.modulus:x}", key=key.as_text()
        )
        shards = range(-(-voters // SHARD_HOLDS))
        BoxShard.objects.bulk_create(
            BoxShard(box=box, number=number) for number in shards
        )
    return ballot


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
    return _put_in(box, raw, ",".join(map(str, marks)))


@transaction.atomic
def _put_in(box: OpenBox, raw: bytes, cast: str) -> str:
    """Under the lock of its shard, which the token names: the same ballot meets itself.

    The state is read after the lock is held: who closed the ballot meanwhile is seen.
    """
    chosen = box.shards[int.from_bytes(raw[:4], "big") % len(box.shards)]
    shards = BoxShard.objects.select_for_update().filter(pk=chosen)
    content = shards.values_list("content", flat=True).get()
    spent = hashlib.sha256(raw).hexdigest()
    lines = content.split("\n") if content else []
    place = bisect_left(lines, spent)
    if place < len(lines) and lines[place].startswith(spent):
        return _receipt_of(box.code, lines[place])
    _refuse_unless_open(box.ballot_pk)
    lines.insert(place, f"{spent} {cast} {secrets.token_hex(NONCE_BYTES)}")
    shards.update(content="\n".join(lines), held=len(lines))
    return _receipt_of(box.code, lines[place])


def _token(box: OpenBox, token: str, signature: str) -> bytes:
    raw = _hex(token)
    if len(raw) != blind.MESSAGE_BYTES or not blind.is_signed(
        raw, _hex(signature), box.modulus
    ):
        raise BallotError("票据无效，这张票没有投进去。")
    return raw


def _receipt_of(code: str, line: str) -> str:
    _, cast, nonce = line.split(" ")
    return commitment(code, cast, nonce)


def commitment(code: str, marks: str, nonce: str) -> str:
    """The receipt of a ballot: it binds the marks and, without the nonce, hides them."""
    return hmac.new(
        bytes.fromhex(nonce), f"{code}\n{marks}".encode(), hashlib.sha256
    ).hexdigest()


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
def close_ballot(*, ballot: Ballot, by: User | None) -> Ballot:
    """End the voting. The shards stay sealed until the count.

    Waits for ballots that are just being cast; those that come after find it closed.
    """
    ballot = lock_ballot(ballot)
    move_ballot(ballot=ballot, verb=BallotVerb.CLOSE, by=by)
    ballot.closed_at = timezone.now()
    ballot.save()
    list(ballot.electors.select_for_update().order_by("pk").values_list("pk"))
    list(_shards(ballot))
    return ballot


def _shards(ballot: Ballot) -> models.QuerySet[BoxShard]:
    """All of a ballot, locked."""
    rows = BoxShard.objects.select_for_update(of=("self",)).filter(box__ballot=ballot)
    return rows.select_related("box").order_by("pk")


def empty_shards(ballot: Ballot) -> list[tuple[str, list[int], str]]:
    """Box, marks and nonce of every ballot cast by phone; the shards are empty afterwards."""
    shards = list(_shards(ballot))
    found = []
    for shard in shards:
        for line in filter(None, shard.content.split("\n")):
            _, cast, nonce = line.split(" ")
            found.append(
                (shard.box.name, [int(mark) for mark in cast.split(",")], nonce)
            )
    BoxShard.objects.filter(box__ballot=ballot).update(content="")
    return found


def has_receipt(*, ballot: Ballot, receipt: str) -> bool:
    """Whether the ballot of this receipt is in the box, at any time."""
    receipt = receipt.strip().lower()
    if ballot.commitments.filter(value=receipt).exists():
        return True
    contents = BoxShard.objects.filter(box__ballot=ballot).exclude(content="")
    return any(
        _receipt_of(ballot.code, line) == receipt
        for shard in contents
        for line in shard.content.split("\n")
        if line
    )
