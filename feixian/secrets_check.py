"""Secrets are there and hard to guess, or the portal does not start.

``make secrets`` writes good ones. A blank HASH_KEY would hash phones with nothing, and a
short SECRET_KEY would let anybody sign a session.
"""

import base64
import binascii
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
LEAST = {"SECRET_KEY": 50, "HASH_KEY": 32, "DATABASE_URL": 16}
# Random text of that length has far more different signs; a repeated word has fewer.
LEAST_DIFFERENT = 10


def check_secrets(
    *, secret_key: str, hash_key: str, field_keys: Sequence[str], database_url: str
) -> None:
    """Raise ImproperlyConfigured naming every secret that is missing or weak."""
    faults = [
        _fault_of_text("SECRET_KEY", secret_key),
        _fault_of_text("HASH_KEY", hash_key),
        *_faults_of_keys(field_keys),
        _fault_of_database(database_url),
    ]
    if secret_key and secret_key == hash_key:
        faults.append("HASH_KEY is the same as SECRET_KEY: each needs its own")
    found = [fault for fault in faults if fault]
    if found:
        raise ImproperlyConfigured(
            "; ".join(found) + ". `make secrets` writes good ones into .env."
        )


def _fault_of_text(name: str, value: str) -> str:
    if not value.strip():
        return f"{name} is empty"
    if len(value) < LEAST[name]:
        return f"{name} is shorter than {LEAST[name]} characters"
    if len(set(value)) < LEAST_DIFFERENT:
        return f"{name} is easy to guess: too few different characters"
    return ""


def _faults_of_keys(keys: Sequence[str]) -> list[str]:
    if not any(key.strip() for key in keys):
        return ["FIELD_KEYS is empty"]
    return [fault for n, key in enumerate(keys, 1) if (fault := _fault_of_key(n, key))]


def _fault_of_key(number: int, key: str) -> str:
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return f"FIELD_KEYS: key {number} is not base64"
    if len(raw) != KEY_BYTES:
        return f"FIELD_KEYS: key {number} is not {KEY_BYTES} bytes long"
    if len(set(raw)) < LEAST_DIFFERENT:
        return f"FIELD_KEYS: key {number} is easy to guess"
    return ""


def _fault_of_database(url: str) -> str:
    """A server on the network asks for a password; a socket of this machine need not."""
    parts = urlsplit(url)
    if not parts.hostname or "/" in unquote(parts.hostname):
        return ""
    password = unquote(parts.password or "")
    if len(password) < LEAST["DATABASE_URL"]:
        return (
            "DATABASE_URL: the password (POSTGRES_PASSWORD) is shorter than "
            f"{LEAST['DATABASE_URL']} characters"
        )
    return ""
