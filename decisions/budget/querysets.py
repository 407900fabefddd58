"""Reads of the budget. What a user may see is decided here and nowhere else."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from decisions.budget.enums import SETTLED, WarningState
from office.people.enums import Role

if TYPE_CHECKING:
    from office.models import User

KEEPING = (Role.CONGRESS_OFFICE, Role.GOVERNMENT_OFFICE)
READING = (*KEEPING, Role.DEPUTY, Role.TOWN_CONGRESS)
ANSWERING = (Role.HANDLER, Role.SIGNER)
_NONE = Decimal(0)


class BudgetYearQuerySet(models.QuerySet):
    def with_sums(self) -> Self:
        return self.annotate(
            original=Coalesce(Sum("lines__original"), _NONE),
            adjusted=Coalesce(Sum("lines__adjusted"), _NONE),
        )


class BudgetLineQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The offices and deputies: all, it is public by law. Units: their own."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*READING):
            return self
        return self.filter(unit__in=user.unit_ids(*ANSWERING))

    def with_paid(self, until: date | None = None) -> Self:
        """``paid``: in yuan, to ``until`` or all."""
        within = Q(payments__day__lte=until) if until else Q()
        paid = (
            Sum("payments__amount", filter=within) if until else Sum("payments__amount")
        )
        return self.annotate(paid=Coalesce(paid, _NONE))

    def paid_of(self, pk: int) -> Decimal:
        return self.with_paid().values_list("paid", flat=True).get(pk=pk)

    def matching(self, text: str) -> Self:
        return self.filter(Q(name__icontains=text) | Q(code__istartswith=text))

    def for_list(self) -> Self:
        # A query that groups does not follow the model's own order.
        return self.select_related("unit", "year").with_paid().order_by("code", "pk")


class BudgetWarningQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Units: what was referred to them. Deputies: what was verified."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*KEEPING):
            return self
        seen = Q(pk__in=[])
        if user.has_role(Role.DEPUTY):
            doubtful = [WarningState.FOUND, WarningState.DISMISSED]
            seen |= ~Q(state__in=doubtful)
        if units := user.unit_ids(*ANSWERING):
            seen |= Q(unit__in=units)
        return self.filter(seen)

    def public(self) -> Self:
        return self.filter(is_public=True, state=WarningState.CLOSED)

    def open(self) -> Self:
        return self.exclude(state__in=SETTLED)

    def for_list(self) -> Self:
        return self.select_related("line", "unit", "rule", "year")
