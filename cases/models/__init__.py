"""The spine: a case, its rounds, its answers, and what the one who spoke thought."""

from cases.accusations.models import Accusation, AccusationEvent, AccusationFile
from cases.categories.models import Category, Competence, ConsentText
from cases.imports.models import ImportBatch, ImportRow
from cases.loop.models.answers import Promise, Rating, Reply
from cases.loop.models.cases import Case, CaseEvent, CaseFile, NumberSeries
from cases.loop.models.releases import ReleasedWords
from cases.loop.models.rounds import Assignment, Extension, Round, Suspension
from cases.loop.models.submitters import Submitter
from cases.publishing.models import Feedback
from cases.receptions.models import Reception
from cases.suggestions.models import Meeting, Proposer, Suggestion, SuggestionRating
from cases.thread.models import ThreadLink

__all__ = [
    "Accusation",
    "AccusationEvent",
    "AccusationFile",
    "Assignment",
    "Case",
    "CaseEvent",
    "CaseFile",
    "Category",
    "Competence",
    "ConsentText",
    "Extension",
    "Feedback",
    "ImportBatch",
    "ImportRow",
    "Meeting",
    "NumberSeries",
    "Promise",
    "Proposer",
    "Rating",
    "Reception",
    "ReleasedWords",
    "Reply",
    "Round",
    "Submitter",
    "Suggestion",
    "SuggestionRating",
    "Suspension",
    "ThreadLink",
]
