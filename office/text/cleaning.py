"""Removes NUL, control characters and direction marks from text."""

import re

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """``text`` without non-printing characters, stripped."""
    return _UNPRINTABLE.sub("", text).strip()
