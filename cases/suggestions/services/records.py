"""Activity records from a suggestion: that it was accepted, that it is a key one."""

from datetime import date

from cases.suggestions.enums import ProposerState
from cases.suggestions.models import Proposer, Suggestion
from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import (
    void_activity_record,
    write_activity_record,
)
from office.models import User


def write_proposers(suggestion: Suggestion, *, on: date) -> None:
    """立案: write an activity record for each confirmed proposer. Idempotent."""
    rows = suggestion.proposers.filter(state=ProposerState.CONFIRMED)
    for proposer in rows.select_related("mandate__deputy"):
        kind = (
            RecordKind.SUGGESTION if proposer.is_lead else RecordKind.JOINT_SUGGESTION
        )
        _write(suggestion, proposer, kind, on, f"proposer:{proposer.pk}")


def write_key(suggestion: Suggestion, *, on: date) -> None:
    lead = suggestion.proposers.select_related("mandate__deputy").get(is_lead=True)
    _write(
        suggestion,
        lead,
        RecordKind.KEY_SUGGESTION,
        on,
        f"key-suggestion:{suggestion.pk}",
    )


def _write(
    suggestion: Suggestion, proposer: Proposer, kind: RecordKind, on: date, key: str
) -> None:
    write_activity_record(
        deputy=proposer.mandate.deputy,
        kind=kind,
        day=on,
        key=key,
        title=f"{suggestion.case.number}“{suggestion.title}”",
        url=suggestion.get_absolute_url(),
    )


def void_all(suggestion: Suggestion, *, reason: str, by: User | None) -> None:
    """Withdrawn or declined: void its records."""
    for pk in suggestion.proposers.values_list("pk", flat=True):
        void_activity_record(key=f"proposer:{pk}", reason=reason, by=by)
    void_activity_record(key=f"key-suggestion:{suggestion.pk}", reason=reason, by=by)
