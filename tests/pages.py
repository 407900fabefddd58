"""The text of a page, independent of line breaks in its source."""

import re

BESIDE_A_TAG = re.compile(r"(?<=>) | (?=<)")


def source_of(answer) -> str:
    """The page with white space reduced to one blank, and none beside a tag."""
    return BESIDE_A_TAG.sub("", " ".join(answer.content.decode().split()))
