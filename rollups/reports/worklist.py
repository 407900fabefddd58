"""Work queues of the monthly roll-up, for the workbench and the desk."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from office.models import User
from office.people.enums import Role
from office.web.work_queue import WorkQueue
from rollups.counting.enums import ItemState, ReportState
from rollups.counting.permissions import ANSWERING, SUPERVISING
from rollups.reports.models import Report, ReportItem


def _own(user: User, at: str = "") -> Q:
    """Reports, reached by the lookup ``at``, that this person may edit."""
    own = Q(**{f"{at}unit__in": user.unit_ids(*SUPERVISING)})
    if user.has_role(Role.CONGRESS_OFFICE):
        own |= Q(**{f"{at}town__isnull": True})
    return own


def _to_check(user: User) -> QuerySet:
    counted = Report.objects.visible_to(user).filter(rollup__counted_at__isnull=False)
    return counted.filter(_own(user), state=ReportState.DRAFT)


def _to_approve(user: User) -> QuerySet:
    """Not for the checker; the county's office may approve for every town."""
    checked = Report.objects.visible_to(user).filter(state=ReportState.CHECKED)
    if not user.has_role(Role.CONGRESS_OFFICE):
        checked = checked.filter(_own(user))
    return checked.exclude(checked_by=user)


def _of_unit(state: ItemState) -> Callable[[User], QuerySet]:
    return lambda user: ReportItem.objects.visible_to(user).filter(
        state=state, unit__in=user.unit_ids(*ANSWERING)
    )


def _of_report(state: ItemState) -> Callable[[User], QuerySet]:
    return lambda user: (
        ReportItem.objects.visible_to(user)
        .filter(_own(user, "report__"), state=state)
        .exclude(answered_by=user)
    )


_REPORTS, _ITEMS = "rollups:reports", "rollups:items"
WORK_QUEUES = (
    WorkQueue("check", "月报待核对", _REPORTS, _to_check, SUPERVISING),
    WorkQueue("approve", "月报待批准", _REPORTS, _to_approve, SUPERVISING),
    WorkQueue("sign", "移交待签收", _ITEMS, _of_unit(ItemState.HANDED_OVER), ANSWERING),
    WorkQueue("answer", "移交待反馈", _ITEMS, _of_unit(ItemState.SIGNED), ANSWERING),
    WorkQueue(
        "publish",
        "反馈待公布",
        _ITEMS,
        _of_report(ItemState.ANSWERED),
        SUPERVISING,
    ),
    WorkQueue(
        "returned",
        "移交被退回",
        _ITEMS,
        _of_report(ItemState.RETURNED),
        SUPERVISING,
    ),
)
