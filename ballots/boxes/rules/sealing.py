"""What closes a box, and what opens it: two keys of tellers, none of which is stored.

A teller's key is a code of 128 random bits that is shown to the teller once and written on
paper. The database has the public half. At the opening a key pair of the ballot is made;
every ballot cast is sealed to its public half. The private half is split so that two
tellers are needed (Shamir), each share is sealed to the key of one teller, and the whole is
forgotten. Rows, their old versions, the write-ahead log and the keys of the installation
together open nothing (docs/adr/0024).

Sealing: X25519 with an ephemeral key, HKDF-SHA256, AES-256-GCM; 48 bytes longer than the text.
"""

import base64
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
CODE_BYTES = 16
SEAL_BYTES = KEY_BYTES + 16
NEEDED = 2
# A Mersenne prime above every private key.
FIELD = 2**521 - 1
SHARE_BYTES = 66
# Every key seals or opens with a key of its own ephemeral pair: a nonce is never used twice.
NONCE = bytes(12)


class SealingError(ValueError):
    """The code is no key, the shares are too few, or the seal does not open."""


def new_code() -> str:
    """A teller's key as it is written down: 26 letters and digits in groups of five."""
    text = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")
    return "-".join(text[at : at + 5] for at in range(0, len(text), 5))


def private_of_code(code: str) -> bytes:
    """The private key that ``code`` stands for; blanks, dashes and case do not matter."""
    text = "".join(letter for letter in code.upper() if letter.isalnum())
    # The digits that are not in the alphabet are taken for the letters they look like.
    text = text.translate(str.maketrans("018", "OIB"))
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError as error:
        raise SealingError("no key") from error
    if len(raw) != CODE_BYTES:
        raise SealingError("no key")
    return _derive(raw, b"teller")


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def new_private() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def seal_to(public: bytes, text: bytes) -> bytes:
    """``text`` for the holder of the private half alone."""
    once = X25519PrivateKey.generate()
    head = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return head + AESGCM(_derive(shared, head + public)).encrypt(NONCE, text, None)


def open_with(private: bytes, sealed: bytes) -> bytes:
    """What ``seal_to`` closed. Raises SealingError."""
    head, body = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        peer = X25519PublicKey.from_public_bytes(head)
        shared = X25519PrivateKey.from_private_bytes(private).exchange(peer)
        key = _derive(shared, head + public_of(private))
        return AESGCM(key).decrypt(NONCE, body, None)
    except (ValueError, InvalidTag) as error:
        raise SealingError("the seal does not open") from error


def _derive(secret: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"ballot:" + info).derive(secret)


def split(private: bytes, places: range) -> dict[int, bytes]:
    """A share for each place, counted from 1; any two give ``private``, one says nothing."""
    slope = secrets.randbelow(FIELD)
    start = int.from_bytes(private, "big")
    return {
        place: ((start + slope * place) % FIELD).to_bytes(SHARE_BYTES, "big")
        for place in places
    }


def join(shares: Mapping[int, bytes]) -> bytes:
    """The private key out of two shares. Raises SealingError."""
    if len(shares) < NEEDED:
        raise SealingError("two shares are needed")
    (one, first), (two, second) = sorted(shares.items())[:NEEDED]
    low, high = int.from_bytes(first, "big"), int.from_bytes(second, "big")
    start = (low * two - high * one) * pow(two - one, -1, FIELD) % FIELD
    if start >> (8 * KEY_BYTES):
        raise SealingError("the shares do not belong together")
    return start.to_bytes(KEY_BYTES, "big")
