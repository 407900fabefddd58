"""Lists of the budget: in the order of the codes, with what was paid."""

from datetime import date
from decimal import Decimal

import pytest

from decisions.models import BudgetFile, BudgetLine, BudgetYear, Payment


@pytest.mark.django_db
def test_lines_stand_by_their_codes_with_what_was_paid(county):
    year = BudgetYear.objects.create(
        year=2025, approved_on=date(2025, 1, 17), decider="县人代会", document="1 号"
    )
    for code in ("C3", "A1", "B2", "A0"):
        BudgetLine.objects.create(
            year=year,
            code=code,
            name=code,
            unit=county.water,
            original=100,
            adjusted=100,
        )
    file = BudgetFile.objects.create(year=year, kind="payments", name="x", lines=[])
    Payment.objects.create(
        year=year,
        file=file,
        line=BudgetLine.objects.get(code="B2"),
        code="B2",
        voucher="V1",
        day=date(2025, 2, 1),
        amount=Decimal("7.50"),
    )

    rows = [(row.code, row.paid) for row in year.lines.for_list()]

    assert rows == [("A0", 0), ("A1", 0), ("B2", Decimal("7.50")), ("C3", 0)]
