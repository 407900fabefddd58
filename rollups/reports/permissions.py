"""Who may do what with the month's roll-up, its reports and its items."""

from office.models import User
from office.people.enums import Role
from rollups.counting.permissions import SUPERVISING
from rollups.reports.models import Report


def can_open_reports(user: User) -> bool:
    return user.has_role(*SUPERVISING)


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
