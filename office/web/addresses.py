"""Paths of views that stand on every page or in every row, worked out once.

``reverse`` searches the patterns of the whole portal; a list of twenty asks it sixty
times.
"""

from functools import cache

from django.urls import reverse

_NUMBER = 7_777_777


@cache
def address(name: str) -> str:
    """The path of a view that takes no arguments."""
    return reverse(name)


def numbered_address(name: str, number: int) -> str:
    """The path of a view whose one argument is a number."""
    before, after = _around(name)
    return f"{before}{number}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_NUMBER]).partition(str(_NUMBER))
    return before, after
