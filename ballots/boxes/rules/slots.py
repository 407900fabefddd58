"""A ballot in the box: bytes of one length, whatever was marked.

A slot is the hash of its token, its receipt, and the sealed marks with their nonce. A shard
has a fixed number of slots; those not used are zero, and the whole is sealed again with each
cast, so that a shard has as many bytes empty as full.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.boxes.rules import sealing

HASH_BYTES = NONCE_BYTES = 32
MARK_BYTES = 2
# Some four ballots lie in a shard. That more than 28 want into one does not happen: the
# chance is 1e-15, and who casts cannot choose (HMAC under a key of the installation).
SHARD_HOLDS = 4
SHARD_SLOTS = 28


class ShardFullError(Exception):
    """No slot is left."""


@dataclass(frozen=True, order=True)
class Slot:
    """``spent``: hash of the token. ``sealed`` opens with the tellers' keys alone."""

    spent: bytes
    receipt: bytes
    sealed: bytes

    def to_bytes(self) -> bytes:
        return self.spent + self.receipt + self.sealed


def commitment(code: str, marks: Sequence[int], nonce: bytes) -> bytes:
    """The receipt of a ballot: it binds the marks and, without the nonce, hides them."""
    text = f"{code}\n{','.join(map(str, marks))}"
    return hmac.new(nonce, text.encode(), hashlib.sha256).digest()


def new_slot(code: str, public: bytes, spent: bytes, marks: Sequence[int]) -> Slot:
    """The ballot ``marks`` of the voting ``code``, sealed to ``public``."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    text = nonce + b"".join(
        mark.to_bytes(MARK_BYTES, "big", signed=True) for mark in marks
    )
    return Slot(spent, commitment(code, marks, nonce), sealing.seal_to(public, text))


def open_slot(code: str, private: bytes, slot: Slot) -> list[int]:
    """The marks. Raises SealingError, also where the receipt is that of another ballot."""
    text = sealing.open_with(private, slot.sealed)
    nonce, body = text[:NONCE_BYTES], text[NONCE_BYTES:]
    marks = [
        int.from_bytes(body[at : at + MARK_BYTES], "big", signed=True)
        for at in range(0, len(body), MARK_BYTES)
    ]
    if commitment(code, marks, nonce) != slot.receipt:
        raise sealing.SealingError("the receipt is that of another ballot")
    return marks


def slot_bytes(items: int) -> int:
    sealed = sealing.SEAL_BYTES + NONCE_BYTES + MARK_BYTES * items
    return 2 * HASH_BYTES + sealed


def write_slots(slots: Sequence[Slot], items: int, places: int) -> str:
    """A shard's content: used slots in the order of their hashes, the rest zero."""
    if len(slots) > places:
        raise ShardFullError
    body = b"".join(slot.to_bytes() for slot in sorted(slots))
    return base64.b64encode(body.ljust(places * slot_bytes(items), b"\0")).decode()


def read_slots(content: str, items: int) -> list[Slot]:
    size, raw = slot_bytes(items), base64.b64decode(content)
    found = []
    for at in range(0, len(raw), size):
        one = raw[at : at + size]
        spent, receipt = one[:HASH_BYTES], one[HASH_BYTES : 2 * HASH_BYTES]
        if any(spent):
            found.append(Slot(spent, receipt, one[2 * HASH_BYTES :]))
    return found
