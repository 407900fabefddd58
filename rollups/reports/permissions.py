"""Who may do what with the reports of a month."""

from office.models import User
from office.people.enums import Role
from rollups.counting.permissions import SUPERVISING
from rollups.reports.models import Report


def can_open_reports(user: User) -> bool:
    return user.has_role(*SUPERVISING)


def can_edit_report(user: User, report: Report) -> bool:
    """Edit, check, add and drop items: the body that owns the report."""
    return report.unit_id in user.unit_ids(*SUPERVISING) or (
        report.town_id is None and user.has_role(Role.CONGRESS_OFFICE)
    )


def can_approve_report(user: User, report: Report) -> bool:
    """Not the checker; for a town the county's office may also approve."""
    if report.checked_by_id == user.pk:
        return False
    return user.has_role(Role.CONGRESS_OFFICE) or can_edit_report(user, report)
