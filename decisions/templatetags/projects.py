"""How a project stands, in one word with its shape."""

from datetime import date

from django import template
from django.utils import timezone

from decisions.projects.enums import ProjectState
from decisions.projects.models.construction import Milestone, Project
from office.templatetags.ui import tag

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


@register.simple_tag
def project_tag(project: Project):
    """Late by the days of its milestones, or the state. Needs ``with_progress``."""
    if getattr(project, "is_late", False):
        return tag("节点逾期", "late")
    if project.state == ProjectState.ON_BALLOT and project.rank:
        return tag("没有进入优选", "idle")
    tone = TONES.get(ProjectState(project.state), "idle")
    return tag(project.get_state_display(), tone)


@register.simple_tag
def milestone_tag(milestone: Milestone, project: Project):
    """Red by itself: from the planned day, the day it was reached, and today."""
    today = timezone.localdate()
    planned, done = milestone.planned_on, milestone.done_on
    if done:
        late = (done - planned).days
        return tag(f"完成，晚 {late} 天" if late > 0 else "按时完成", "done")
    if project.is_under_way and planned < today:
        return tag(f"逾期 {(today - planned).days} 天", "late")
    return tag("还没到" if planned >= today else "没有完成", "idle")


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
