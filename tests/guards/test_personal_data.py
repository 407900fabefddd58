"""Every column of text, file or JSON is in the registry, or listed here as not personal."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from office.text.personal_data import registered

TEXT = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.JSONField,
    models.BinaryField,
    ArrayField,
    SearchVectorField,
)
# What a case, an accusation or an import row is found by, and what names a step or kind.
KEYS = {
    "cases.Accusation": "tracking_code factor_hash former_hash",
    "cases.AccusationFile": "file name media_type",  # sealed, on the disk as well
    "cases.AccusationEvent": "note public_note",  # written by the officers
    "cases.Case": "number tracking_code source_key",
    "cases.CaseEvent": "verb",
    "cases.ImportBatch": "name sha256 encoding columns",
    "cases.ImportRow": "source_key",
    "cases.Reception": "source_key answer",  # the deputy's own words
    "cases.Submitter": "factor_hint",
    "decisions.Informant": "profession",
    "decisions.Opinion": "text source_key reason",  # what was said to be published
    "decisions.Proposal": "source_key reason",
    "office.Notice": "key kind url",
}
# Words of bodies and of people in office, written as such; facts, codes and laws.
OF_OFFICE = {
    "ballots.Ballot",
    "ballots.BallotEvent",
    "ballots.BallotItem",
    "ballots.BallotPaper",
    "ballots.Box",
    "ballots.BoxShard",
    "ballots.Commitment",
    "ballots.Elector",
    "ballots.Opening",
    "ballots.PaperEntry",
    "ballots.Result",
    "cases.Category",
    "cases.Competence",
    "cases.ConsentText",
    "cases.Feedback",
    "cases.Meeting",
    "cases.NumberSeries",
    "cases.Suggestion",
    "cases.SuggestionRating",
    "cases.ThreadLink",
    "decisions.Article",
    "decisions.BenchmarkResult",
    "decisions.BudgetAdjustment",
    "decisions.BudgetFile",
    "decisions.BudgetLine",
    "decisions.BudgetWarning",
    "decisions.BudgetYear",
    "decisions.CollectionPoint",
    "decisions.Draft",
    "decisions.DraftStep",
    "decisions.DraftVersion",
    "decisions.Milestone",
    "decisions.Payment",
    "decisions.Programme",
    "decisions.ProgressReport",
    "decisions.Project",
    "decisions.ProjectChange",
    "decisions.ProjectStep",
    "decisions.ProjectVisit",
    "decisions.Resolution",
    "decisions.Satisfaction",
    "decisions.Sitting",
    "decisions.SittingInvite",
    "decisions.SittingSpeech",
    "decisions.SittingSuggestion",
    "decisions.WarningEvent",
    "decisions.WarningRule",
    "deputies.Activity",
    "deputies.ActivityRecord",
    "deputies.Announcement",
    "deputies.Attendance",
    "deputies.Candidate",
    "deputies.ChatGroup",
    "deputies.ChatGroupLog",
    "deputies.Constituency",
    "deputies.ContactDay",
    "deputies.ContactRhythm",
    "deputies.Deputy",
    "deputies.DeputyLeave",
    "deputies.Election",
    "deputies.Grouping",
    "deputies.LeaveRequest",
    "deputies.LiaisonStation",
    "deputies.MandateChange",
    "deputies.Objection",
    "deputies.Point",
    "deputies.RecordFile",
    "deputies.RosterDuty",
    "deputies.ScoreRule",
    "deputies.ScoreTable",
    "deputies.SeatMotion",
    "deputies.SeatQuota",
    "deputies.Term",
    "office.AuditEntry",
    # The file of a case is sealed and removed by the wall; the rest is the office's.
    "office.Attachment",
    "office.CalendarChange",
    "office.CalendarDay",
    "office.CalendarYear",
    "office.DeadlineRule",
    "office.Division",
    "office.Outline",
    "office.Reminded",
    "office.ReminderOff",
    "office.Unit",
    "office.User",
    "rollups.ItemEvent",
    "rollups.Report",
    "rollups.ReportItem",
    "rollups.RollUpRow",
}
# Of libraries: accounts of staff, and sessions, which a sweep clears when they end.
LIBRARIES = {
    "account",
    "admin",
    "auth",
    "axes",
    "contenttypes",
    "django_celery_beat",
    "mfa",
    "sessions",
}


def columns() -> set[tuple[str, str]]:
    """Every column of the project's tables that holds what somebody typed or sent."""
    return {
        (model._meta.label, column.name)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in LIBRARIES
        for column in model._meta.concrete_fields
        if isinstance(column, TEXT) and not column.choices and not column.is_relation
    }


def held() -> set[tuple[str, str]]:
    return {
        (row.model._meta.label, name) for row in registered() for name in row.columns
    }


def test_every_column_of_words_is_held_or_named_as_not_personal():
    named = {(label, name) for label, names in KEYS.items() for name in names.split()}
    unheard = {
        f"{label}.{name}"
        for label, name in columns() - held() - named
        if label not in OF_OFFICE
    }

    assert unheard == set()


def test_no_table_is_listed_that_is_gone_or_held_as_a_whole():
    labels = {label for label, _ in columns()}

    assert OF_OFFICE - labels == set()
    assert set(KEYS) - labels == set()
    assert OF_OFFICE & {label for label, _ in held()} == set()


def test_what_is_registered_is_walked():
    idle = {
        row.model._meta.label
        for row in registered()
        if row.columns and row.of_cases is None and row.ended is None
    }

    assert idle == set()
