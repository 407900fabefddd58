"""The voter's side of RFC 9474 in Python, for tests and measurements.

Written from the RFC, without the library used in the browser: its output must be
accepted by the browser's code and by ``cryptography``, and vice versa. ``salt`` and
``factor`` are only set by test vectors.
"""

import hashlib
import math
import secrets
from dataclasses import dataclass

from ballots.boxes.rules import blind

HASH_BYTES = 48


@dataclass(frozen=True)
class Blinded:
    """The message for the signer, and the secret inverse of the factor."""

    message: bytes
    inverse: int


def prepare(token: bytes) -> bytes:
    """PrepareRandomize, section 4.1."""
    return secrets.token_bytes(blind.PREFIX_BYTES) + token


def blinded(
    message: bytes,
    modulus: int,
    *,
    salt: bytes | None = None,
    factor: int | None = None,
) -> Blinded:
    """Blind, section 4.2."""
    encoded = encode(message, modulus.bit_length() - 1, salt)
    number = int.from_bytes(encoded, "big")
    if math.gcd(number, modulus) != 1:
        raise ValueError("invalid input")
    factor = factor or secrets.randbelow(modulus - 1) + 1
    product = number * pow(factor, blind.EXPONENT, modulus) % modulus
    size = blind.modulus_bytes(modulus)
    return Blinded(product.to_bytes(size, "big"), pow(factor, -1, modulus))


def finalized(message: bytes, signed: bytes, inverse: int, modulus: int) -> bytes:
    """Finalize, section 4.4. Raises ValueError if the signature is invalid."""
    number = int.from_bytes(signed, "big") * inverse % modulus
    signature = number.to_bytes(blind.modulus_bytes(modulus), "big")
    if not blind.is_signed(message, signature, modulus):
        raise ValueError("invalid signature")
    return signature


def encode(message: bytes, bits: int, salt: bytes | None = None) -> bytes:
    """EMSA-PSS-ENCODE with SHA-384 (RFC 8017, section 9.1.1)."""
    salt = secrets.token_bytes(blind.SALT_BYTES) if salt is None else salt
    size = (bits + 7) // 8
    digest = hashlib.sha384(message).digest()
    tag = hashlib.sha384(bytes(8) + digest + salt).digest()
    block = b"\x01" + salt
    block = bytes(size - HASH_BYTES - 1 - len(block)) + block
    mask = _mgf1(tag, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + tag + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    blocks = range(-(-length // HASH_BYTES))
    spread = (hashlib.sha384(seed + at.to_bytes(4, "big")).digest() for at in blocks)
    return b"".join(spread)[:length]
