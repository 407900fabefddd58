"""The register of deputies, and what they did."""

from deputies.activities.models.activities import Activity, ActivityFile, DeputyLeave
from deputies.activities.models.records import ActivityRecord
from deputies.assemblies.models import Assembly, Attendance
from deputies.chat_groups.models import ChatGroup, ChatGroupLog
from deputies.committee.models import CommitteeMember
from deputies.contact.models import ContactDay, ContactRhythm, LeaveRequest, RosterDuty
from deputies.elections.models import Candidate, Election
from deputies.groups.models import Grouping, GroupingSeat
from deputies.mandates.models.announcements import Announcement
from deputies.mandates.models.changes import MandateChange
from deputies.mandates.models.motions import SeatMotion
from deputies.performance.models.evaluations import (
    Evaluation,
    Objection,
    Point,
    ScoreRule,
    ScoreTable,
    Sheet,
)
from deputies.performance.models.files import RecordFile
from deputies.register.models import Constituency, Deputy, Mandate, Term
from deputies.stations.models import LiaisonStation
from deputies.terms.models import SeatQuota

__all__ = [
    "Activity",
    "ActivityFile",
    "ActivityRecord",
    "Announcement",
    "Assembly",
    "Attendance",
    "Candidate",
    "ChatGroup",
    "ChatGroupLog",
    "CommitteeMember",
    "Constituency",
    "ContactDay",
    "ContactRhythm",
    "Deputy",
    "DeputyLeave",
    "Election",
    "Evaluation",
    "Grouping",
    "GroupingSeat",
    "LeaveRequest",
    "LiaisonStation",
    "Mandate",
    "MandateChange",
    "Objection",
    "Point",
    "RecordFile",
    "RosterDuty",
    "ScoreRule",
    "ScoreTable",
    "SeatMotion",
    "SeatQuota",
    "Sheet",
    "Term",
]
