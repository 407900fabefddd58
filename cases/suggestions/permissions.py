"""Who may act on a case. What its status allows is decided by MOVES."""

from cases.loop.enums import CaseKind
from cases.loop.models.cases import Case
from cases.loop.permissions import ANSWERING, SUPERVISING, can_assign
from cases.suggestions.enums import ProposerState
from deputies.models import Mandate
from office.models import User
from office.people.enums import Role


def can_write_suggestion(user: User) -> bool:
    """代表法 第二十四条、第三十六条: suggestions are the right of deputies, and of them alone."""
    return bool(seats_of(user))


def seats_of(user: User) -> list[Mandate]:
    """The seats this person sits on now."""
    if not user.has_role(Role.DEPUTY):
        return []
    seats = Mandate.objects.in_office().filter(deputy__user=user)
    return list(seats.select_related("deputy", "term", "constituency__town"))


def can_turn_into_suggestion(user: User, case: Case) -> bool:
    return case.kind != CaseKind.SUGGESTION and can_write_suggestion(user)


def can_join_suggestion(user: User, case: Case) -> bool:
    return _proposer(user, case, state=ProposerState.ASKED)


def can_rate_suggestion(user: User, case: Case) -> bool:
    return _proposer(user, case, state=ProposerState.CONFIRMED)


def can_withdraw_suggestion(user: User, case: Case) -> bool:
    return _proposer(user, case, is_lead=True)


def _proposer(user: User, case: Case, **asked: object) -> bool:
    if case.kind != CaseKind.SUGGESTION or not user.has_role(Role.DEPUTY):
        return False
    rows = case.suggestion.proposers.filter(mandate__deputy__user=user, **asked)
    return rows.exists()


def can_record_meeting(user: User, case: Case) -> bool:
    """Whoever answers for a unit that has a part in the present handling."""
    units = user.unit_ids(*ANSWERING)
    parts = case.assignments.filter(
        round__number=case.round_no, unit__in=units, returned_at__isnull=True
    )
    return parts.exists()


def can_make_key(user: User, case: Case) -> bool:
    return can_assign(user, case)


def can_see_suggestions(user: User) -> bool:
    """The desk of suggestions: deputies, congresses, and the units that answer."""
    return user.has_role(*ANSWERING, *SUPERVISING, Role.DEPUTY, Role.GOVERNMENT_OFFICE)
