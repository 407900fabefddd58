"""Blind signatures on ballot tickets: RFC 9474, RSABSSA-SHA384-PSS-Randomized.

Who may vote is known, which ballot is whose is not (docs/adr/0024). The voter's phone
prepares a message (a random prefix and a random token), encodes it, multiplies it by a
factor that only the phone knows and has the product signed once. It divides the factor
out, which leaves an ordinary RSA-PSS signature, and casts with message and signature
without saying who casts. Every pair of a blinded message and a signature is joined by
some factor, so the stored blinded message says nothing about the ballot.

This module is the signer and the verifier. The client is frontend/js/voting.js. A key
serves one box and is destroyed when the count is certified.
"""

import secrets
from dataclasses import dataclass

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

VARIANT = "RSABSSA-SHA384-PSS-Randomized"
BITS = 2048
EXPONENT = 65537
PREFIX_BYTES, TOKEN_BYTES, SALT_BYTES = 32, 32, 48
MESSAGE_BYTES = PREFIX_BYTES + TOKEN_BYTES

_HASH = hashes.SHA384()
_PADDING = padding.PSS(padding.MGF1(_HASH), SALT_BYTES)


class BlindSignatureError(ValueError):
    """The blinded message is malformed, or the signature did not verify."""


@dataclass(frozen=True)
class SigningKey:
    """The private key of one box."""

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

    def blind_sign(self, blinded: bytes) -> bytes:
        """BlindSign of RFC 9474, section 4.3. Raises BlindSignatureError.

        ``blinded`` is a big-endian number below the modulus, as long as the modulus.
        """
        modulus = self.modulus
        size = modulus_bytes(modulus)
        number = int.from_bytes(blinded, "big")
        if len(blinded) != size or not 1 < number < modulus - 1:
            raise BlindSignatureError("unexpected input")
        signed = self._private_power(number)
        # A fault in one half of the computation would reveal p and q.
        if gmpy2.powmod(signed, EXPONENT, modulus) != number:
            raise BlindSignatureError("signing failure")
        return signed.to_bytes(size, "big")

    def _private_power(self, number: int) -> int:
        """``number`` to the power of d. Timing depends on neither key nor number.

        The exponentiation takes constant time, and the number is multiplied by a random
        one beforehand (RFC 9474, section 7.1): the client chose it, and reductions and
        products of big integers do not take constant time.
        """
        modulus = self.modulus
        mask = secrets.randbelow(modulus - 2) + 2
        masked = number * gmpy2.powmod(mask, EXPONENT, modulus) % modulus
        at_p = gmpy2.powmod_sec(masked, self.d % (self.p - 1), self.p)
        at_q = gmpy2.powmod_sec(masked, self.d % (self.q - 1), self.q)
        joined = at_q + self.q * ((at_p - at_q) * gmpy2.invert(self.q, self.p) % self.p)
        return int(joined * gmpy2.invert(mask, modulus) % modulus)


def modulus_bytes(modulus: int) -> int:
    return (modulus.bit_length() + 7) // 8


def is_signed(message: bytes, signature: bytes, modulus: int) -> bool:
    """Whether ``signature`` is the RSA-PSS signature of the prepared ``message``."""
    key = rsa.RSAPublicNumbers(EXPONENT, modulus).public_key()
    try:
        key.verify(signature, message, _PADDING, _HASH)
    except InvalidSignature:
        return False
    return True
