"""预算预警: found, verified, referred, answered, closed; and the rules behind them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.budget import permissions as may
from decisions.budget.enums import FIRST_LIMITS, LIMIT_WORDS, WarningKind, WarningState
from decisions.budget.forms.budget import (
    AnswerWarningForm,
    CloseForm,
    ReferForm,
    ReturnForm,
    RuleForm,
    VerifyForm,
    WarningFilterForm,
)
from decisions.budget.models import BudgetWarning, WarningRule
from decisions.budget.services import warnings as service
from decisions.budget.worklist import WORK_QUEUES
from office.web.access import needs
from office.web.actions import form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of

_S = WarningState
# By name: the form, the service, the words, the state it needs, who may.
ACTS = {
    "verify": (VerifyForm, service.verify_warning, "核实", _S.FOUND, "office"),
    "refer": (ReferForm, service.refer_warning, "转交", _S.VERIFIED, "office"),
    "answer": (AnswerWarningForm, service.answer_warning, "反馈", _S.REFERRED, "unit"),
    "close": (CloseForm, service.close_warning, "办结", _S.ANSWERED, "office"),
    "return": (ReturnForm, service.return_warning, "退回", _S.ANSWERED, "office"),
}


def _may(user, warning, name):
    *_, state, who = ACTS[name]
    if warning.state != state:
        return False
    if who == "unit":
        return may.can_answer_warning(user, warning)
    return may.can_supervise_budget(user)


@needs(may.can_open_budget)
@require_safe
def budget_warnings(request):
    """All one may see; ``?show=`` what waits for oneself."""
    form = WarningFilterForm(request.GET)
    lists = queues_of(WORK_QUEUES, request.user, "decisions:budget_warnings")
    shown = lists.get(request.GET.get("show", ""))
    rows = BudgetWarning.objects.visible_to(request.user)
    if shown:
        rows = shown.rows(request.user)
    elif form.is_valid():
        asked = {name: text for name, text in form.cleaned_data.items() if text}
        rows = rows.filter(**asked)
    page = KeyPage(
        rows.for_list(),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )
    context = {
        "form": form,
        "page": page,
        "shown": shown,
        "lists": lists.values(),
        "may_rule": may.can_supervise_budget(request.user),
    }
    return render(request, "decisions/budget/warnings.html", context)


def _seen(request, pk):
    rows = BudgetWarning.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows.select_related("line__unit"), pk=pk)


@needs(may.can_open_budget)
@require_safe
def budget_warning(request, pk: int):
    row = _seen(request, pk)
    acts = [(name, ACTS[name][2]) for name in ACTS if _may(request.user, row, name)]
    context = {
        "warning": row,
        "acts": acts,
        "events": row.events.select_related("by"),
    }
    return render(request, "decisions/budget/warning.html", context)


@needs(may.can_open_budget)
def budget_warning_act(request, pk: int, name: str):
    if name not in ACTS:
        raise Http404
    row = _seen(request, pk)
    if not _may(request.user, row, name):
        raise PermissionDenied
    form, do, label, *_ = ACTS[name]
    initial = {"unit": row.line.unit_id} if name == "refer" and row.line else {}
    return form_page(
        request,
        form(request.POST or None, initial=initial),
        lambda **data: do(warning=row, by=request.user, **data),
        title=label,
        lead=str(row),
        button=label,
        back=row,
        done="写好了。",
    )


@needs(may.can_open_budget)
@require_safe
def budget_rules(request):
    context = {
        "rules": WarningRule.objects.select_related("by"),
        "words": [
            (kind.label, LIMIT_WORDS[kind], FIRST_LIMITS[kind]) for kind in WarningKind
        ],
        "may_rule": may.can_supervise_budget(request.user),
    }
    return render(request, "decisions/budget/rules.html", context)


@needs(may.can_supervise_budget)
def budget_rule_new(request):
    return form_page(
        request,
        RuleForm(request.POST or None),
        lambda **data: service.set_rule(by=request.user, **data),
        title="定新的一版",
        lead="已经发现的预警还按原来的版本",
        button="定下",
        back=reverse("decisions:budget_rules"),
        done="定下了，下一次检查起用。",
    )
