"""What of a ballot cannot change once it is open, remembered by each process.

A cast reads it once and not every time: the rule, the items, the key and the shards are
frozen by the database. State and deadline are not here; they are read at each cast.
"""

from dataclasses import dataclass
from functools import lru_cache

from ballots.boxes.models import Box

MOST = 256


@dataclass(frozen=True)
class OpenBox:
    """``shards``: their keys, in their order. The rest is as the ballot has it."""

    ballot_pk: int
    code: str
    name: str
    kind: str
    seats: int
    max_marks: int
    exact_marks: bool
    items: int
    modulus: int
    sealed_to: bytes
    shards: tuple[int, ...]


@lru_cache(maxsize=MOST)
def open_box(code: str, name: str) -> OpenBox:
    """The box ``name`` of the ballot ``code``. Raises Box.DoesNotExist before the opening."""
    box = Box.objects.select_related("ballot").get(ballot__code=code, name=name)
    ballot = box.ballot
    return OpenBox(
        ballot_pk=ballot.pk,
        code=ballot.code,
        name=box.name,
        kind=ballot.kind,
        seats=ballot.seats,
        max_marks=ballot.max_marks,
        exact_marks=ballot.exact_marks,
        items=ballot.items.count(),
        modulus=int(box.modulus, 16),
        sealed_to=bytes.fromhex(ballot.sealed_to),
        shards=tuple(box.shards.order_by("number").values_list("pk", flat=True)),
    )
