"""预算监督: staff and deputies below ``/desk/budget/``, everybody at ``/decisions/budget/``."""

from django.urls import path

from decisions.budget.views import budget
from decisions.budget.views import warnings as budget_warnings

urlpatterns = [
    path("decisions/budget/<int:year>", budget.public_budget, name="public_budget"),
    path("desk/budget/", budget.budgets, name="budgets"),
    path("desk/budget/new", budget.budget_new, name="budget_new"),
    path("desk/budget/<int:year>", budget.budget, name="budget"),
    path("desk/budget/<int:year>/import", budget.budget_import, name="budget_import"),
    path("desk/budget/files/<int:pk>", budget.budget_file, name="budget_file"),
    path("desk/budget/lines/<int:pk>", budget.budget_line, name="budget_line"),
    path(
        "desk/budget/lines/<int:pk>/adjust", budget.budget_adjust, name="budget_adjust"
    ),
    path(
        "desk/budget/warnings/", budget_warnings.budget_warnings, name="budget_warnings"
    ),
    path(
        "desk/budget/warnings/<int:pk>",
        budget_warnings.budget_warning,
        name="budget_warning",
    ),
    path(
        "desk/budget/warnings/<int:pk>/<slug:name>",
        budget_warnings.budget_warning_act,
        name="budget_warning_act",
    ),
    path("desk/budget/rules/", budget_warnings.budget_rules, name="budget_rules"),
    path(
        "desk/budget/rules/new", budget_warnings.budget_rule_new, name="budget_rule_new"
    ),
]
