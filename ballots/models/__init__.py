"""Ballots: what is voted on, who may vote, what lies in the boxes, the result."""

from ballots.boxes.models import (
    BallotPaper,
    Box,
    Commitment,
    Elector,
    Opening,
    PaperEntry,
    Urn,
)
from ballots.rules.models import Ballot, BallotEvent, BallotItem, Result, Teller

__all__ = [
    "Ballot",
    "BallotEvent",
    "BallotItem",
    "BallotPaper",
    "Box",
    "Commitment",
    "Elector",
    "Opening",
    "PaperEntry",
    "Result",
    "Teller",
    "Urn",
]
