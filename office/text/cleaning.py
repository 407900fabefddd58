"""Text as people mean it, and text as files can hold it."""

import re

# Unicode keeps these for programs' own use: the last two of each plane, and U+FDD0 to U+FDEF.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}"
    for plane in range(0, 0x110000, 0x10000)
)
_UNPRINTABLE = re.compile(
    rf"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff{_NONCHARACTERS}]"
)
# XML 1.0, section 2.2: Word and Excel files and calendars of more than these do not open.
_NOT_XML = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff{_NONCHARACTERS}]")
# Stands where a character cannot be written, so that a reader sees that one is missing.
REPLACEMENT = "\ufffd"


def clean_text(text: str) -> str:
    """``text`` without characters that nobody types on purpose, stripped."""
    return _UNPRINTABLE.sub("", text).strip()


def file_text(text: str) -> str:
    """``text`` as every kind of file can hold it; what cannot be written becomes U+FFFD."""
    return _NOT_XML.sub(REPLACEMENT, text)
