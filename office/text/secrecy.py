"""Personal data at rest: sealed with AES-GCM, found again by a keyed hash.

个人信息保护法 第五十一条（加密、去标识化）. A sealed value is
``v1:<key id>:<base64 of nonce + ciphertext>``; the first key of ``FIELD_KEYS`` seals,
every key opens, so a key is changed by putting a new one in front.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


class SecrecyError(Exception):
    """A sealed value cannot be opened: the key is missing or the value was changed."""


def _key_id(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:8]


def _keys() -> list[bytes]:
    return [base64.b64decode(key) for key in settings.FIELD_KEYS]


def seal(text: str) -> str:
    """Encrypt ``text``; the same text never gives the same sealed value twice."""
    key = _keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    body = nonce + AESGCM(key).encrypt(nonce, text.encode(), None)
    return f"v1:{_key_id(key)}:{base64.b64encode(body).decode()}"


def unseal(value: str) -> str:
    """Decrypt what ``seal`` made. Raises SecrecyError."""
    try:
        version, key_id, body = value.split(":", 2)
        raw = base64.b64decode(body)
        key = next(key for key in _keys() if _key_id(key) == key_id)
        if version != "v1":
            raise SecrecyError(f"unknown sealing {version}")
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (ValueError, StopIteration, InvalidTag) as error:
        raise SecrecyError("the sealed value cannot be opened") from error


def seal_bytes(content: bytes) -> bytes:
    """A file sealed as ``seal`` seals text: the id of the key, the nonce, the rest."""
    key = _keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    return _key_id(key).encode() + nonce + AESGCM(key).encrypt(nonce, content, None)


def unseal_bytes(sealed: bytes) -> bytes:
    """What ``seal_bytes`` sealed. Raises SecrecyError."""
    key_id, raw = sealed[:8].decode("ascii", "replace"), sealed[8:]
    try:
        key = next(key for key in _keys() if _key_id(key) == key_id)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)
    except (ValueError, StopIteration, InvalidTag) as error:
        raise SecrecyError("the sealed file cannot be opened") from error


def keyed_hash(text: str, *, purpose: str) -> str:
    """HMAC-SHA256 in hex, so that equal values are found without being stored.

    ``purpose`` keeps the hash of a phone from matching the hash of anything else.
    """
    message = f"{purpose}\x1f{text}".encode()
    return hmac.new(settings.HASH_KEY.encode(), message, hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """Text that is sealed in the database and plain in Python. Never searchable."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if not value else seal(value)

    def from_db_value(self, value, expression, connection):
        return value if not value else unseal(value)
