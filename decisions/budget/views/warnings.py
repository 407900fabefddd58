"""预算预警: found, verified, referred, answered, closed; and the rules."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.budget import permissions as may
from decisions.budget.actions import WARNING_ACTIONS
from decisions.budget.enums import FIRST_LIMITS, LIMIT_WORDS, WarningKind
from decisions.budget.forms.budget import RuleForm, WarningFilterForm
from decisions.budget.models import BudgetWarning, WarningRule
from decisions.budget.services import warnings as service
from decisions.budget.worklist import WORK_QUEUES
from office.web.access import needs
from office.web.actions import action_page, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of


@needs(may.can_open_budget)
@require_safe
def budget_warnings(request):
    """All the user may see; ``?show=`` filters those waiting for them."""
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


def _warning_or_404(request, pk):
    rows = BudgetWarning.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows.select_related("line__unit"), pk=pk)


@needs(may.can_open_budget)
@require_safe
def budget_warning(request, pk: int):
    row = _warning_or_404(request, pk)
    context = {
        "warning": row,
        "acts": WARNING_ACTIONS.pairs(request.user, row),
        "events": row.events.select_related("by"),
    }
    return render(request, "decisions/budget/warning.html", context)


@needs(may.can_open_budget)
def budget_warning_act(request, pk: int, name: str):
    return action_page(request, WARNING_ACTIONS, name, _warning_or_404(request, pk))


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
