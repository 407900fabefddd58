"""An action on a case: for which kinds of case, in which statuses."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from cases.loop.enums import MOVES, CaseKind, CaseStatus, Verb
from cases.loop.models.cases import Case
from office.web.actions import Action, calls
from office.web.forms import sent

# A ``run`` for a service that takes the case as ``case``.
with_case = partial(calls, argument="case")


@dataclass(frozen=True, kw_only=True)
class CaseAction(Action):
    """Forms get the case and the person. On a concurrent change the service refuses."""

    statuses: Collection[CaseStatus]
    # The services refuse other kinds too (``moves.check_kind``).
    kinds: Collection[CaseKind] = tuple(CaseKind)
    template: str = "cases/loop/act.html"
    service_decides: bool = True

    def suits(self, obj: Case) -> bool:
        return obj.kind in self.kinds

    def is_due(self, obj: Case) -> bool:
        return obj.status in self.statuses and self.when(obj)

    def build_form(self, request: HttpRequest, obj: Case) -> BaseForm:
        make: Any = self.form
        return make(*sent(request), case=obj, user=request.user)

    def context(self, request: HttpRequest, obj: Case, form: BaseForm) -> dict:
        return {**super().context(request, obj, form), "case": obj}

    def announce(self, request: HttpRequest, obj: Case, result: Any) -> None:
        if self.done:
            super().announce(request, obj, result)
        else:
            messages.success(request, f"{obj.number}：已{self.label}。")


def of_verb(verb: Verb) -> tuple[CaseStatus, ...]:
    return MOVES[verb].sources
