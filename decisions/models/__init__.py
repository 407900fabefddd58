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
from decisions.models.budget import (
    BudgetAdjustment,
    BudgetFile,
    BudgetLine,
    BudgetWarning,
    BudgetYear,
    Payment,
    WarningEvent,
    WarningRule,
)
from decisions.models.livelihood import PeerResult, Proposal, Satisfaction
from decisions.models.programmes import Programme, Resolution
from decisions.models.works import (
    Milestone,
    ProgressFile,
    ProgressReport,
    Project,
    ProjectChange,
    ProjectStep,
    ProjectVisit,
)

__all__ = [
    "Ballot",
    "BallotEvent",
    "BallotItem",
    "BallotPaper",
    "Box",
    "BudgetAdjustment",
    "BudgetFile",
    "BudgetLine",
    "BudgetWarning",
    "BudgetYear",
    "Commitment",
    "Elector",
    "Milestone",
    "Opening",
    "PaperEntry",
    "Payment",
    "PeerResult",
    "Programme",
    "ProgressFile",
    "ProgressReport",
    "Project",
    "ProjectChange",
    "ProjectStep",
    "ProjectVisit",
    "Proposal",
    "Resolution",
    "Result",
    "Satisfaction",
    "Teller",
    "Urn",
    "WarningEvent",
    "WarningRule",
]
