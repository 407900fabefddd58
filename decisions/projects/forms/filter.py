"""The filter bar of projects, as a query."""

from datetime import date
from typing import Any

from decisions.projects.enums import ProjectState
from decisions.projects.querysets import ProjectQuerySet

_S = ProjectState
STATES = {
    "running": (_S.CHOSEN, _S.RUNNING, _S.CARRIED_OVER),
    "done": (_S.DONE, _S.BASICALLY_DONE, _S.ARCHIVED),
    "not_done": (_S.NOT_DONE, _S.CARRIED_OVER),
    "stopped": (_S.STOPPED,),
    "dropped": (_S.DROPPED,),
}


def filtered(
    rows: ProjectQuerySet, asked: dict[str, Any], today: date
) -> ProjectQuerySet:
    """``asked``: the cleaned data of ProjectFilterForm; missing keys filter nothing."""
    if asked.get("q"):
        rows = rows.filter(name__icontains=asked["q"])
    if asked.get("kind"):
        rows = rows.filter(programme__kind=asked["kind"])
    if asked.get("year"):
        rows = rows.filter(programme__year=asked["year"])
    if asked.get("town"):
        rows = rows.in_town(asked["town"])
    state = asked.get("state")
    if state == "late":
        return rows.late(today)
    return rows.filter(state__in=STATES[state]) if state else rows
