"""报到率: checked in of due, with the excused beside it, linked to the list of rows."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from deputies.contact.enums import DutyState
from deputies.contact.querysets import RosterDutyQuerySet
from deputies.register.enums import Level

# With fewer cases a rate would reveal single people.
SMALLEST = 10


@dataclass(frozen=True)
class Attendance:
    """``came`` of ``due``, as persons or times.

    The ``excused`` are in neither.
    """

    name: str
    came: int
    due: int
    excused: int
    url: str = ""
    link: str = "看名单"
    measure: str = "人"

    @property
    def number(self) -> str:
        if self.due < SMALLEST:
            return "—"
        return f"{100 * self.came / self.due:.1f}"

    @property
    def unit(self) -> str:
        return "" if self.due < SMALLEST else "%"

    @property
    def parts(self) -> tuple[str, str]:
        return (
            f"已报到 {self.came} {self.measure}",
            f"应到 {self.due} {self.measure}",
        )

    @property
    def note(self) -> str:
        if not self.excused:
            return ""
        return f"请假 {self.excused} {self.measure}，不算在应到里"


def attendance_of(duties: RosterDutyQuerySet, *, scope: str) -> list[Attendance]:
    """Overall and by level, in one query.

    ``scope`` is the query string of the list.
    """
    counted = {
        row["mandate__level"]: row
        for row in duties.order_by()
        .values("mandate__level")
        .annotate(
            came=Count("pk", filter=Q(state=DutyState.CAME)),
            due=Count("pk", filter=~Q(state=DutyState.EXCUSED)),
            excused=Count("pk", filter=Q(state=DutyState.EXCUSED)),
        )
    }
    listed = reverse("deputies:duty_list")
    whole = {
        name: sum(row[name] for row in counted.values())
        for name in ("came", "due", "excused")
    }
    figures = [Attendance("报到率", **whole, url=f"{listed}?{scope}")]
    for level in Level:
        if level in counted:
            row = {name: counted[level][name] for name in whole}
            url = f"{listed}?{scope}&level={level}"
            name = f"{level.label}人大代表报到率"
            figures.append(Attendance(name, **row, url=url))
    return figures
