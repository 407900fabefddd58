"""What differs between kinds of case: rules of time, what an answer needs, who is told.

``KindRules`` as it stands is for opinions. A part with a kind of its own hands in a
subclass from ``CasesConfig.ready`` (see ``cases.suggestions.services.kind``), so that
the loop never imports it.
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
    """The rules of one kind of case. Opinions follow the county's own measure."""

    # Names of deadline rules of a step.
    assist_rule = "case_assist"
    return_rule = "case_return"

    def answer_rule(self, case: Case, lead: Unit) -> str:
        """The name of the rule by which ``lead`` must answer in the present round."""
        return answer_rule(lead, case.round_no)

    def answer_start(self, case: Case, handling: Round, assigned: date) -> date:
        """The day the answer's clock starts. Raises CaseError while it is not known."""
        return assigned

    def screening_clock(self, case: Case, received: date) -> tuple[str, date] | None:
        """Rule and first day when one deadline covers screening and handing over."""
        return None

    def check_answer(self, case: Case, reply: Reply) -> None:
        """What must have happened before an answer is released. Raises CaseError."""

    def after_acceptance(self, case: Case, at: datetime) -> None:
        """In the transaction that accepts the case."""

    def after_answer(self, case: Case, say: str, at: datetime) -> None:
        """In the transaction that releases the last answer."""

    def notify_owners(
        self, case: Case, kind: str, title: str, text: str, *, key: str
    ) -> int:
        """Notify those whose case it is besides submitters; returns how many."""
        return 0


def register_kind(kind: CaseKind, rules: KindRules) -> None:
    _rules[kind] = rules


def rules_of(case: Case) -> KindRules:
    return _rules.get(case.kind, _OPINIONS)


_OPINIONS = KindRules()
