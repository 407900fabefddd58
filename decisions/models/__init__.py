"""民主决策: what is voted on, what is built, what it costs, what is asked beforehand."""

from decisions.models.ballots import Ballot, BallotEvent, BallotItem, Result, Teller
from decisions.models.boxes import (
    BallotPaper,
    Box,
    Commitment,
    Elector,
    Opening,
    PaperEntry,
    Urn,
)

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
