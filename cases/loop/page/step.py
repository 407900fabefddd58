"""One step of a case as a page shows it, and for whom it is written."""

from dataclasses import dataclass, field
from enum import Enum

from cases.loop.models.answers import Reply
from cases.loop.models.cases import CaseFile


class Reader(Enum):
    """For whom the timeline is written."""

    RESIDENT = "resident"
    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True)
class Step:
    """One step. ``tone`` is "", "now", "next" or "bad"; ``at`` is None in what comes."""

    title: str
    at: object = None
    who: str = ""
    text: str = ""
    quote: str = ""
    took: str = ""
    tone: str = ""
    answer: Reply | None = None
    files: list[CaseFile] = field(default_factory=list)
