"""Models of 民主决策: resolutions, projects, budget, drafts, sittings."""

from decisions.budget.models import (
    BudgetAdjustment,
    BudgetFile,
    BudgetLine,
    BudgetWarning,
    BudgetYear,
    Payment,
    WarningEvent,
    WarningRule,
)
from decisions.opinions.models import (
    Article,
    CollectionPoint,
    Draft,
    DraftFile,
    DraftStep,
    DraftVersion,
    Informant,
    Opinion,
)
from decisions.projects.models.construction import (
    Milestone,
    ProgressFile,
    ProgressReport,
    Project,
    ProjectStep,
)
from decisions.projects.models.livelihood import BenchmarkResult, Proposal, Satisfaction
from decisions.projects.models.oversight import ProjectChange, ProjectVisit
from decisions.projects.models.programmes import Programme, Resolution
from decisions.sittings.models import (
    Sitting,
    SittingInvite,
    SittingSpeech,
    SittingSuggestion,
)

__all__ = [
    "Article",
    "BenchmarkResult",
    "BudgetAdjustment",
    "BudgetFile",
    "BudgetLine",
    "BudgetWarning",
    "BudgetYear",
    "CollectionPoint",
    "Draft",
    "DraftFile",
    "DraftStep",
    "DraftVersion",
    "Informant",
    "Milestone",
    "Opinion",
    "Payment",
    "Programme",
    "ProgressFile",
    "ProgressReport",
    "Project",
    "ProjectChange",
    "ProjectStep",
    "ProjectVisit",
    "Proposal",
    "Resolution",
    "Satisfaction",
    "Sitting",
    "SittingInvite",
    "SittingSpeech",
    "SittingSuggestion",
    "WarningEvent",
    "WarningRule",
]
