"""Deputies' suggestions as a kind of case: what the loop asks of its kinds.

Deadlines follow 代表法（2025）第五十一条; those of a town's suggestion raised in session
follow 《山东省乡镇人民代表大会工作若干规定》第十五条（2015，待核）.
"""

from datetime import date, datetime

from django.utils import timezone

from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services.kinds import KindRules
from cases.loop.services.moves import CaseError
from cases.suggestions.enums import Occasion
from cases.suggestions.models import Suggestion
from cases.suggestions.notifications import notify_proposers
from cases.suggestions.services.records import write_proposers
from cases.suggestions.services.steps import check_met, pass_on_answer
from deputies.register.enums import Level
from office.models import Unit

TOWN = ("town_suggestion_answer", "town_suggestion_answer_hard")
COUNTY = ("suggestion_answer", "suggestion_answer_hard")


class SuggestionRules(KindRules):
    assist_rule = "suggestion_assist"
    return_rule = "suggestion_return"

    def answer_rule(self, case: Case, lead: Unit) -> str:
        if case.round_no > 1:
            return "suggestion_answer_again"
        suggestion = case.suggestion
        return (TOWN if _by_town_rule(suggestion) else COUNTY)[suggestion.is_hard]

    def answer_start(self, case: Case, handling: Round, assigned: date) -> date:
        if case.round_no > 1:
            return timezone.localtime(handling.started_at).date()
        suggestion = case.suggestion
        if not _by_town_rule(suggestion):
            return assigned
        if suggestion.session_closed_on is None:
            raise CaseError("乡镇大会期间的建议从闭会之日起算，请先填闭会之日。")
        return suggestion.session_closed_on

    def screening_clock(self, case: Case, received: date) -> tuple[str, date]:
        suggestion = case.suggestion
        if suggestion.occasion == Occasion.BETWEEN:
            return "suggestion_hand_over", received
        return "suggestion_hand_over_session", suggestion.session_closed_on or received

    def check_answer(self, case: Case, reply: Reply) -> None:
        check_met(case, reply)

    def after_acceptance(self, case: Case, at: datetime) -> None:
        write_proposers(case.suggestion, on=timezone.localtime(at).date())

    def after_answer(self, case: Case, say: str, at: datetime) -> None:
        pass_on_answer(case, say, at)

    def notify_owners(
        self, case: Case, kind: str, title: str, text: str, *, key: str
    ) -> int:
        return notify_proposers(case.suggestion, kind, title, text, key=key)


def _by_town_rule(suggestion: Suggestion) -> bool:
    return suggestion.level == Level.TOWN and suggestion.occasion == Occasion.IN_SESSION
