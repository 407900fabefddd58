"""What is published is shown at once: a mark that changes with every change.

Public pages are kept under this mark (cases/caching.py). Whatever writes something that
they show calls ``refresh_public_pages`` in its transaction.
"""

import secrets

from django.core.cache import cache
from django.db import transaction

MARK = "public-pages"


def refresh_public_pages() -> None:
    """After the commit nobody is shown a page that was made before it."""
    transaction.on_commit(change_mark, robust=True)


def change_mark() -> None:
    """Leave every kept page behind. A random mark cannot come back, as a count could."""
    cache.set(MARK, secrets.token_hex(8), None)
