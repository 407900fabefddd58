"""What a page says, however its source is broken into lines."""

import re

BESIDE_A_TAG = re.compile(r"(?<=>) | (?=<)")


def source_of(answer) -> str:
    """The page with one blank for any white space, and none beside a tag."""
    return BESIDE_A_TAG.sub("", " ".join(answer.content.decode().split()))
