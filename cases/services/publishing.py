"""What is published is shown at once: one number that changes with every change."""

from django.core.cache import cache
from django.db import transaction

GENERATION = "public-generation"


def generation() -> int:
    """The number under which pages are kept now."""
    return cache.get(GENERATION) or 0


def refresh_public_pages() -> None:
    """After the commit nobody is shown a page that was made before it."""
    transaction.on_commit(_next_generation, robust=True)


def _next_generation() -> None:
    cache.add(GENERATION, 0, None)
    cache.incr(GENERATION)
