"""The data of a resolution."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Decided:
    """Who decided, on which day, by which document."""

    decider: str
    on: date
    document: str
    note: str = ""
