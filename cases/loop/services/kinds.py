"""Differences between kinds of case: deadlines, conditions of an answer, recipients.

``KindRules`` itself is for opinions. A part with another kind registers a subclass from
``CasesConfig.ready`` (see ``cases.suggestions.services.kind``), so that the loop never
imports it.
"""

from datetime import date, datetime

from cases.loop.enums import CaseKind
from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services.answer_rules import answer_rule
from office.models import Unit

_rules: dict[str, "KindRules"] = {}


class KindRules:
    """The rules of one kind of case.

    This base class is for opinions and follows the county's own rules.
    """

    # Names of the deadline rules of each step.
    assist_rule = "case_assist"
    return_rule = "case_return"

    def answer_rule(self, case: Case, lead: Unit) -> str:
        """The name of the rule for the answer of ``lead`` in the present round."""
        return answer_rule(lead, case.round_no)

    def answer_start(self, case: Case, handling: Round, assigned: date) -> date:
        """The day the answer's clock starts. Raises CaseError if it is not known yet."""
        return assigned

    def screening_clock(self, case: Case, received: date) -> tuple[str, date] | None:
        """Rule and first day, if one deadline covers screening and assignment."""
        return None

    def check_answer(self, case: Case, reply: Reply) -> None:
        """Raise CaseError unless the conditions for releasing an answer are met."""

    def after_acceptance(self, case: Case, at: datetime) -> None:
        """Called in the transaction that accepts the case."""

    def after_answer(self, case: Case, say: str, at: datetime) -> None:
        """Called in the transaction that releases the last answer."""

    def notify_owners(
        self, case: Case, kind: str, title: str, text: str, *, key: str
    ) -> int:
        """Notify those responsible for the case besides submitters; returns how many."""
        return 0


def register_kind(kind: CaseKind, rules: KindRules) -> None:
    _rules[kind] = rules


def rules_of(case: Case) -> KindRules:
    return _rules.get(case.kind, _OPINIONS)


_OPINIONS = KindRules()
