"""One project's page: money, milestones, decisions, origin."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.models import Case
from decisions.budget.figures import Treasury, treasury_of
from decisions.projects.models.construction import Project
from decisions.projects.models.oversight import ProjectChange
from decisions.projects.notifications import cases_behind
from decisions.projects.services.changes import lines_of
from deputies.stations.page import CountyMap, map_of_one

SHOWN_REPORTS = 12


@dataclass(frozen=True)
class Spot:
    """Its position on the map."""

    name: str
    longitude: Decimal | None
    latitude: Decimal | None
    kind: str = "station"

    def __str__(self) -> str:
        return self.name


def map_of(project: Project) -> CountyMap | None:
    spot = Spot(project.place or project.name, project.longitude, project.latitude)
    return map_of_one(spot)  # type: ignore[arg-type]


def origins_of(project: Project) -> list[Case]:
    """The original cases, public ones first."""
    rows = cases_behind(project)
    return sorted(rows, key=lambda case: (not case.is_public, case.pk))


def facts_of(project: Project, today: date) -> dict:
    """The contents of a page, in a fixed number of queries."""
    reports = list(project.reports.all())[:SHOWN_REPORTS]
    milestones = list(project.milestones.all())
    changes = project.changes.select_related("resolution").order_by("pk")
    return {
        "project": project,
        "today": today,
        "reports": reports,
        "newest": reports[0] if reports else None,
        "milestones": milestones,
        "reached": sum(1 for row in milestones if row.done_on),
        "steps": list(project.steps.select_related("resolution")),
        "changes": [(row, worded(row)) for row in changes],
        "visits": list(project.visits.select_related("group")),
        "satisfaction_results": list(project.satisfaction_results.all()),
        "origins": origins_of(project),
        "proposals": list(project.proposals.filter(case=None)),
        "map": map_of(project),
        "treasury": _treasury(project),
    }


def _treasury(project: Project) -> Treasury | None:
    codes = {project.pk: project.budget_line}
    return treasury_of(codes, project.programme.year).get(project.pk)


def worded(change: ProjectChange) -> list[tuple[str, str, str]]:
    return lines_of(change)
