"""Who may do what with the items of a report."""

from office.models import User
from office.people.enums import Role
from rollups.counting.permissions import ANSWERING, SUPERVISING
from rollups.reports.models import ReportItem
from rollups.reports.permissions import can_edit_report


def can_open_items(user: User) -> bool:
    return user.has_role(*SUPERVISING, *ANSWERING, Role.GOVERNMENT_OFFICE)


def can_hand_over(user: User, item: ReportItem) -> bool:
    return can_edit_report(user, item.report)


def can_answer_item(user: User, item: ReportItem) -> bool:
    """Sign, return, answer: the people of the unit."""
    return item.unit_id in user.unit_ids(*ANSWERING)


def can_publish_item(user: User, item: ReportItem) -> bool:
    return can_edit_report(user, item.report)
