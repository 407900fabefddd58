"""Who may do what with the month's roll-up, its reports and its items."""

from consultation.models.reports import Report, ReportItem
from office.models import User
from office.people.enums import Role

SUPERVISING = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)
ANSWERING = (Role.HANDLER, Role.SIGNER)


def can_open_rollups(user: User) -> bool:
    """The numbers hold nobody's data: all who work with what people said may read them."""
    reading = (Role.STATION_KEEPER, Role.DEPUTY, Role.GOVERNMENT_OFFICE)
    return user.has_role(*SUPERVISING, *reading)


def can_open_reports(user: User) -> bool:
    return user.has_role(*SUPERVISING)


def can_count(user: User) -> bool:
    """Have a month counted, or counted again."""
    return user.has_role(Role.CONGRESS_OFFICE)


def can_open_items(user: User) -> bool:
    return user.has_role(*SUPERVISING, *ANSWERING, Role.GOVERNMENT_OFFICE)


def can_edit_report(user: User, report: Report) -> bool:
    """Edit, check, add and drop items: the body whose report it is."""
    return report.unit_id in user.unit_ids(*SUPERVISING) or (
        report.town_id is None and user.has_role(Role.CONGRESS_OFFICE)
    )


def can_approve_report(user: User, report: Report) -> bool:
    """Another person than the one who checked; for a town the county's office may too."""
    if report.checked_by_id == user.pk:
        return False
    return user.has_role(Role.CONGRESS_OFFICE) or can_edit_report(user, report)


def can_hand_over(user: User, item: ReportItem) -> bool:
    return can_edit_report(user, item.report)


def can_answer_item(user: User, item: ReportItem) -> bool:
    """Sign, return, answer: those who answer for the unit."""
    return item.unit_id in user.unit_ids(*ANSWERING)


def can_publish_item(user: User, item: ReportItem) -> bool:
    return can_edit_report(user, item.report)
