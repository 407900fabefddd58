"""By which rule, and from which day, the clock of a case is counted.

Opinions follow the county's own measure; suggestions follow 代表法（2025）第五十一条,
those of a town raised in session 《山东省乡镇人民代表大会工作若干规定》第十五条.
"""

from datetime import date

from django.utils import timezone

from cases.loop.enums import CaseKind
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services.moves import CaseError
from cases.suggestions.enums import Occasion
from cases.suggestions.models import Suggestion
from deputies.register.enums import Level
from office.models import Unit
from office.units.enums import UnitKind

# Of an opinion, of a suggestion.
STEP_RULES = {
    "assist": ("case_assist", "suggestion_assist"),
    "return": ("case_return", "suggestion_return"),
}
TOWN = ("town_suggestion_answer", "town_suggestion_answer_hard")
COUNTY = ("suggestion_answer", "suggestion_answer_hard")


def answer_rule(lead: Unit, round_no: int) -> str:
    """The name of the rule by which ``lead`` must answer in round ``round_no``."""
    if round_no > 1:
        return "case_answer_again"
    if lead.kind == UnitKind.TOWN_GOVERNMENT:
        return "case_answer_town"
    return "case_answer_county"


def rule_for_answer(case: Case, lead: Unit) -> str:
    """The name of the rule by which ``lead`` must answer ``case`` in its present round."""
    if case.kind != CaseKind.SUGGESTION:
        return answer_rule(lead, case.round_no)
    if case.round_no > 1:
        return "suggestion_answer_again"
    said = case.suggestion
    return (TOWN if _by_town_rule(said) else COUNTY)[said.is_hard]


def answer_start(case: Case, handling: Round, assigned: date) -> date:
    """The day the answer's clock starts. Raises CaseError when it is not known yet."""
    if case.kind != CaseKind.SUGGESTION:
        return assigned
    if case.round_no > 1:
        return timezone.localtime(handling.started_at).date()
    said = case.suggestion
    if not _by_town_rule(said):
        return assigned
    if said.session_closed_on is None:
        raise CaseError("乡镇大会期间的建议从闭会之日起算，请先填闭会之日。")
    return said.session_closed_on


def rule_for_step(case: Case, step: str) -> str:
    """The rule of a step (``assist``, ``return``) for this kind of case."""
    return STEP_RULES[step][case.kind == CaseKind.SUGGESTION]


def hand_over_clock(said: Suggestion, received: date) -> tuple[str, date]:
    """The rule and the first day by which the congress must hand a suggestion over."""
    if said.occasion == Occasion.BETWEEN:
        return "suggestion_hand_over", received
    return "suggestion_hand_over_session", said.session_closed_on or received


def _by_town_rule(said: Suggestion) -> bool:
    return said.level == Level.TOWN and said.occasion == Occasion.IN_SESSION
