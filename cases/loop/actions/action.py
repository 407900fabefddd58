"""One row of the table of actions: when, who, and which service does it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from cases.loop.enums import MOVES, CaseKind, CaseStatus, Verb
from cases.loop.models.cases import Case
from office.models import User

Run = Callable[[Case, dict, User, forms.Form], object]
Rule = Callable[[User, Case], bool]
# A suggestion has steps of its own for these (its months do not stand still).
OF_OPINIONS = {
    "accept",
    "assign",
    "decline",
    "merge",
    "unmerge",
    "wall",
    "suspend",
    "resume",
    "ask_extension",
    "decide_extension",
    "publish",
    "reveal",
}
OF_SUGGESTIONS = {
    "accept_suggestion",
    "hand_over",
    "unfit",
    "meet",
    "ask_six_months",
    "decide_six_months",
    "make_key",
    "show",
    "join",
    "ask_joint",
    "rate",
    "take_back",
}


@dataclass(frozen=True)
class Action:
    """``statuses`` says when, ``rule`` says who, ``run`` does it."""

    name: str
    label: str
    rule: Rule
    statuses: tuple[CaseStatus, ...]
    form: type[forms.Form]
    run: Run
    kind: str = "outline-secondary"
    when: Callable[[Case], bool] = lambda case: True

    def suits(self, case: Case) -> bool:
        """Whether this is a step of this kind of case at all."""
        if case.kind == CaseKind.SUGGESTION:
            return self.name not in OF_OPINIONS
        return self.name not in OF_SUGGESTIONS

    def is_open(self, user: User, case: Case) -> bool:
        return (
            self.suits(case)
            and case.status in self.statuses
            and self.when(case)
            and self.rule(user, case)
        )


def of_verb(verb: Verb) -> tuple[CaseStatus, ...]:
    return MOVES[verb].sources


def with_all(service):
    """A service whose arguments are the form's fields."""
    return lambda case, data, user, form: service(case=case, by=user, **data)
