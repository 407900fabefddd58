"""Template tags for the state of a project (label and shape)."""

from datetime import date

from django import template
from django.utils import timezone

from decisions.projects.enums import ProjectState
from decisions.projects.models.construction import Milestone, Project

register = template.Library()
TONES = {
    ProjectState.RUNNING: "ok",
    ProjectState.CARRIED_OVER: "again",
    ProjectState.DONE: "done",
    ProjectState.ARCHIVED: "done",
    ProjectState.BASICALLY_DONE: "soon",
    ProjectState.NOT_DONE: "late",
    ProjectState.STOPPED: "hold",
    ProjectState.CHOSEN: "ok",
    ProjectState.SHORTLISTED: "ok",
}


@register.inclusion_tag("ui/tag.html")
def project_tag(project: Project):
    """Late by the dates of its milestones, else the state. Needs ``with_progress``."""
    if getattr(project, "is_late", False):
        return {"tone": "late", "text": "节点逾期"}
    if project.state == ProjectState.ON_BALLOT and project.rank:
        return {"tone": "idle", "text": "没有进入优选"}
    tone = TONES.get(ProjectState(project.state), "idle")
    return {"tone": tone, "text": project.get_state_display()}


@register.inclusion_tag("ui/tag.html")
def milestone_tag(milestone: Milestone, project: Project):
    """Computed from the planned day, the day it was reached, and today."""
    today = timezone.localdate()
    planned, done = milestone.planned_on, milestone.done_on
    if done:
        late = (done - planned).days
        return {
            "tone": "done",
            "text": f"完成，晚 {late} 天" if late > 0 else "按时完成",
        }
    if project.is_under_way and planned < today:
        return {"tone": "late", "text": f"逾期 {(today - planned).days} 天"}
    return {"tone": "idle", "text": "还没到" if planned >= today else "没有完成"}


@register.filter
def span_of(project: Project) -> str:
    """工期: ``2026年3月—11月``."""
    first, last = project.begins_on, project.ends_on
    if not first or not last:
        return _month(first or last) if first or last else "没有定"
    end = f"{last.month}月" if first.year == last.year else _month(last)
    return f"{_month(first)}—{end}"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"
