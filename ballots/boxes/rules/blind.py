"""Blind tokens: who may vote is known, which ballot is whose is not (docs/adr/0024).

Chaum's blind signature with a full-domain hash. The voter's phone makes a random token,
hides its hash with a factor only the phone knows, and has the hidden number signed once.
It takes the factor out again and casts with token and signature, without saying who casts.
The portal never saw the token before and finds no hidden number that belongs to it: to
every pair of the two there is a factor that joins them.

The key serves one ballot and is destroyed when the count is certified.
"""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import rsa

BITS = 2048
EXPONENT = 65537
TOKEN_BYTES = 32
# Drawn longer than the modulus, so that the remainder is even over all its values.
HASH_BYTES = BITS // 8 + 16


@dataclass(frozen=True)
class SigningKey:
    """One ballot's key. ``p`` and ``q`` make the signing four times as fast as ``d``."""

    p: int
    q: int
    d: int

    @classmethod
    def new(cls) -> "SigningKey":
        numbers = rsa.generate_private_key(EXPONENT, BITS).private_numbers()
        return cls(numbers.p, numbers.q, numbers.d)

    @classmethod
    def read(cls, text: str) -> "SigningKey":
        p, q, d = (int(part, 16) for part in text.split(":"))
        return cls(p, q, d)

    def as_text(self) -> str:
        return f"{self.p:x}:{self.q:x}:{self.d:x}"

    @property
    def modulus(self) -> int:
        return self.p * self.q

    def sign(self, hidden: int) -> int:
        """``hidden`` to the power of d, by the Chinese remainder theorem."""
        at_p = pow(hidden % self.p, self.d % (self.p - 1), self.p)
        at_q = pow(hidden % self.q, self.d % (self.q - 1), self.q)
        return at_q + self.q * ((at_p - at_q) * pow(self.q, -1, self.p) % self.p)


def full_hash(token: bytes, modulus: int) -> int:
    """The token spread over all numbers below ``modulus`` (MGF1 with SHA-256)."""
    blocks = range(-(-HASH_BYTES // 32))
    spread = b"".join(
        hashlib.sha256(token + at.to_bytes(4, "big")).digest() for at in blocks
    )
    return int.from_bytes(spread[:HASH_BYTES], "big") % modulus


def is_signed(token: bytes, signature: int, modulus: int) -> bool:
    """Whether the ballot's key has signed ``token``, once and unseen."""
    if len(token) != TOKEN_BYTES or not 0 < signature < modulus:
        return False
    return pow(signature, EXPONENT, modulus) == full_hash(token, modulus)
