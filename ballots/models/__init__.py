"""Ballots: what is voted on, who may vote, what lies in the boxes, the result."""

from ballots.boxes.models import (
    BallotPaper,
    Box,
    BoxShard,
    Commitment,
    Elector,
    PaperEntry,
)
from ballots.rules.models import Ballot, BallotEvent, BallotItem, Result, Teller

__all__ = [
    "Ballot",
    "BallotEvent",
    "BallotItem",
    "BallotPaper",
    "Box",
    "BoxShard",
    "Commitment",
    "Elector",
    "PaperEntry",
    "Result",
    "Teller",
]
