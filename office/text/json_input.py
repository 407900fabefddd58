"""JSON that came from outside."""

import json
import re
from typing import Any

# PostgreSQL stores neither a NUL nor half a pair of UTF-16.
_NOT_STORED = re.compile(r"[\x00\ud800-\udfff]")


def read_json(raw: str | bytes) -> Any:
    """The value of ``raw``. Raises ValueError, also for what is nested too deep to read.

    A string that the database cannot store makes the whole invalid.
    """
    try:
        value = json.loads(raw)
    except RecursionError as error:
        raise ValueError("JSON is nested too deep") from error
    if _holds_what_is_not_stored(value):
        raise ValueError("JSON holds a string that cannot be stored")
    return value


def _holds_what_is_not_stored(value: Any) -> bool:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and _NOT_STORED.search(value):
            return True
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
    return False
