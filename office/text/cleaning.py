"""Text as people mean it: without NUL, control characters and direction marks."""

import re

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """``text`` without characters that nobody types on purpose, stripped."""
    return _UNPRINTABLE.sub("", text).strip()
