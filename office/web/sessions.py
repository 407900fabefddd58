"""Sessions in the database and in Redis, written when something in them changed.

The end of a session moves on with its use, but not at each request: writing a row for
every page read costs more than most pages. A session therefore ends at the latest
``SESSION_COOKIE_AGE`` after its last use, and at most ``SLACK`` seconds before that.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.utils import timezone

MOVED = "_moved"
SLACK = 300


def clear_ended() -> int:
    """Delete the rows of sessions that ended; returns how many.

    A draft, or a code whose factor was shown, is kept no longer than its session.
    """
    ended = SessionStore.get_model_class().objects.filter(
        expire_date__lt=timezone.now()
    )
    return ended.delete()[0]


class SessionStore(cached_db.SessionStore):
    # Django's own; its stubs do not know it.
    _get_session: Any

    def save(self, must_create: bool = False) -> None:
        if must_create or self.modified or self._is_due():
            self._get_session(no_load=must_create)[MOVED] = int(time.time())
            super().save(must_create)

    def _is_due(self) -> bool:
        """Whether the end was last moved too long ago."""
        slack = min(SLACK, settings.SESSION_COOKIE_AGE // 10)
        return not 0 <= time.time() - self.get(MOVED, 0) < slack
