"""What of a suggestion counts as a deputy's deed: that it was taken up, that it is a key one."""

from datetime import date

from cases.suggestions.enums import ProposerState
from cases.suggestions.models import Proposer, Suggestion
from deputies.activities.enums.records import DeedKind
from deputies.activities.services.records import record_deed, void_deed
from office.models import User


def write_proposers(said: Suggestion, *, on: date) -> None:
    """Taken up (立案): a deed of everybody who confirmed; running it twice is harmless."""
    rows = said.proposers.filter(state=ProposerState.CONFIRMED)
    for proposer in rows.select_related("mandate__deputy"):
        kind = DeedKind.SUGGESTION if proposer.is_lead else DeedKind.JOINT_SUGGESTION
        _write(said, proposer, kind, on, f"proposer:{proposer.pk}")


def write_key(said: Suggestion, *, on: date) -> None:
    lead = said.proposers.select_related("mandate__deputy").get(is_lead=True)
    _write(said, lead, DeedKind.KEY_SUGGESTION, on, f"key-suggestion:{said.pk}")


def _write(
    said: Suggestion, proposer: Proposer, kind: DeedKind, on: date, key: str
) -> None:
    record_deed(
        deputy=proposer.mandate.deputy,
        kind=kind,
        day=on,
        key=key,
        title=f"{said.case.number}“{said.title}”",
        url=said.get_absolute_url(),
    )


def void_all(said: Suggestion, *, reason: str, by: User | None) -> None:
    """Withdrawn or declined: none of it counts."""
    for pk in said.proposers.values_list("pk", flat=True):
        void_deed(key=f"proposer:{pk}", reason=reason, by=by)
    void_deed(key=f"key-suggestion:{said.pk}", reason=reason, by=by)
