"""The year's budget: opened, brought in from the treasury's files, adjusted by approval."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from decisions.budget.enums import FileKind
from decisions.budget.models import (
    BudgetAdjustment,
    BudgetFile,
    BudgetLine,
    BudgetYear,
    Payment,
)
from decisions.budget.services.validation import ValidatedLine, validate_file
from decisions.budget.services.warnings import find_warnings
from decisions.budget.sheets import read_lines
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from office.audit import services as audit
from office.models import User


@transaction.atomic
def open_budget(*, year: int, decided: Decided, by: User | None) -> BudgetYear:
    """A year whose budget the congress has approved. Raises DecisionError."""
    if not decided.decider.strip() or not decided.document.strip():
        raise DecisionError("要写明由谁批准、依据什么文件。")
    if decided.on > timezone.localdate():
        raise DecisionError("批准日期还没有到。")
    try:
        with transaction.atomic():
            row = BudgetYear.objects.create(
                year=year,
                approved_on=decided.on,
                decider=decided.decider.strip(),
                document=decided.document.strip(),
            )
    except IntegrityError as error:
        raise DecisionError(f"{year} 年的预算已经有了。") from error
    audit.record(action="open_budget", by=by, object=row)
    return row


@transaction.atomic
def stage_budget_file(
    *, year: BudgetYear, kind: str, name: str, data: bytes, by: User | None
) -> BudgetFile:
    """Read a file and keep its lines; nothing is written down yet. Raises ServiceError."""
    lines, remarks = read_lines(data, FileKind(kind))
    return BudgetFile.objects.create(
        year=year, kind=kind, name=name[-120:], lines=lines, remarks=remarks, made_by=by
    )


@transaction.atomic
def take_budget_file(*, file: BudgetFile, by: User | None) -> int:
    """Write down what is new, once; returns how many. Raises DecisionError.

    Judged anew under the year's lock: what another file brought meanwhile is known by now.
    One line that is refused, or a sum that is wrong, keeps the whole file out.
    """
    year = BudgetYear.objects.select_for_update().get(pk=file.year_id)
    row = BudgetFile.objects.select_for_update().get(pk=file.pk)
    if row.taken_at is not None:
        return 0
    row.year = year
    validated = validate_file(row)
    bad = [one for one in validated if one.disposition == "refused"]
    if bad or row.remarks:
        raise DecisionError(f"有 {len(bad) + len(row.remarks)} 处要先改好，没有记入。")
    new = [one for one in validated if one.disposition == "new"]
    write = _write_lines if row.kind == FileKind.LINES else _write_payments
    write(row, new)
    row.taken_at, row.taken_by = timezone.now(), by
    row.save(update_fields=["taken_at", "taken_by"])
    detail = {"year": year.year, "lines": len(new)}
    audit.record(action="take_budget_file", by=by, object=row, detail=detail)
    find_warnings(year=year, today=timezone.localdate())
    return len(new)


def _write_lines(file: BudgetFile, new: list[ValidatedLine]) -> None:
    known = [one.facts for one in new if "row" in one.facts]
    for facts in known:
        facts["row"].final = facts["final"]
    BudgetLine.objects.bulk_update(
        [facts["row"] for facts in known], ["final"], batch_size=1000
    )
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(year=file.year, **one.facts)
            for one in new
            if "row" not in one.facts
        ],
        batch_size=1000,
    )


def _write_payments(file: BudgetFile, new: list[ValidatedLine]) -> None:
    Payment.objects.bulk_create(
        [Payment(year=file.year, file=file, **one.facts) for one in new],
        batch_size=1000,
    )


@transaction.atomic
def adjust_line(
    *, line: BudgetLine, adjusted: Decimal, decided: Decided, by: User | None
) -> BudgetLine:
    """预算调整. Not below what is paid already. Raises DecisionError."""
    BudgetYear.objects.select_for_update().get(pk=line.year_id)
    row = BudgetLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if not decided.decider.strip() or not decided.document.strip():
        raise DecisionError("要写明由谁批准、依据什么文件。")
    if decided.on > timezone.localdate():
        raise DecisionError("批准日期还没有到。")
    if adjusted == row.adjusted:
        raise DecisionError("和现在的预算一样，没有调整。")
    paid = BudgetLine.objects.paid_of(row.pk)
    if adjusted < 0 or adjusted < paid < row.adjusted:
        raise DecisionError("不能调到已经支付的数以下。")
    BudgetAdjustment.objects.create(
        line=row,
        before=row.adjusted,
        after=adjusted,
        decider=decided.decider.strip(),
        decided_on=decided.on,
        document=decided.document.strip(),
        by=by,
    )
    row.adjusted = adjusted
    row.save(update_fields=["adjusted"])
    return row
