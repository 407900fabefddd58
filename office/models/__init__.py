"""Models of ``office``, shared by every app. One module per aggregate."""

from office.audit.models.entries import AuditEntry
from office.calendar.models.days import CalendarChange, CalendarDay, CalendarYear
from office.calendar.models.deadlines import DeadlineRule
from office.files.models import Attachment
from office.notices.models.notices import Delivery, Notice
from office.notices.models.reminders import Reminded, ReminderOff
from office.people.models import RoleGrant, User
from office.places.models.divisions import Division
from office.places.models.outlines import Outline
from office.units.models import Unit

__all__ = [
    "Attachment",
    "AuditEntry",
    "CalendarChange",
    "CalendarDay",
    "CalendarYear",
    "DeadlineRule",
    "Delivery",
    "Division",
    "Notice",
    "Outline",
    "Reminded",
    "ReminderOff",
    "RoleGrant",
    "Unit",
    "User",
]
