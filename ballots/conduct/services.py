"""The code on the hall's screen: whoever can read it is in the hall, for a few minutes."""

import secrets
from datetime import datetime, timedelta

from ballots.rules.models import Ballot
from office.text.secrecy import keyed_hash

STEP = timedelta(minutes=5)
# The one before is still taken, for a slow hand.
STEPS_TAKEN = 2
CODE_LENGTH = 16


def code_of(ballot: Ballot, at: datetime) -> str:
    return _code(ballot, _step(at))


def is_current(ballot: Ballot, code: str, at: datetime) -> bool:
    """Whether ``code`` was shown in the hall within the last steps."""
    good = [_code(ballot, _step(at) - n) for n in range(STEPS_TAKEN)]
    return any(secrets.compare_digest(one.encode(), code.encode()) for one in good)


def _step(at: datetime) -> int:
    return int(at.timestamp() // STEP.total_seconds())


def _code(ballot: Ballot, step: int) -> str:
    return keyed_hash(f"{ballot.pk}:{step}", purpose="ballot-hall")[:CODE_LENGTH]
