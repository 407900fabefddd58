"""What leaves as a file: masked, in the order of the page, written down in the audit."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from openpyxl import Workbook

from cases.loop.models.cases import Case
from cases.loop.querysets import CaseQuerySet
from office.audit import services as audit
from office.models import User
from office.text.masking import mask_text

MOST_ROWS = 20_000
HEAD = (
    "编号",
    "状态",
    "第几次办理",
    "标题",
    "内容（已掩码）",
    "事发地",
    "类别",
    "来源",
    "收到",
    "现在在",
    "期限",
    "答复",
    "办结",
    "办理结果",
    "评价",
    "提出人数",
)
# A cell that a spreadsheet would run as a formula is text for the reader, not a program;
# a Chinese spreadsheet reads the full-width signs as their narrow ones.
FORMULA_STARTS = (*"=+-@＝＋－＠", "\t", "\r")


def export_cases(*, cases: CaseQuerySet, kind: str, by: User) -> bytes:
    """The rows of ``cases`` as xlsx or csv (UTF-8 with BOM); at most MOST_ROWS."""
    rows = cases.select_related("division__parent", "category", "holder").defer(
        "search", "public_search"
    )[:MOST_ROWS]
    counted = list(rows)
    audit.record(
        action="export_cases", by=by, detail={"rows": len(counted), "kind": kind}
    )
    lines = (_line(case) for case in counted)
    return _csv(lines) if kind == "csv" else _xlsx(lines)


def _line(case: Case) -> list[str | int]:
    return [
        case.number,
        case.get_status_display(),
        case.round_no,
        _safe(mask_text(case.title)),
        _safe(mask_text(case.text)),
        case.division.place_name,
        case.category.name if case.category else "",
        case.get_channel_display(),
        _day(case.received_at),
        case.holder.name,
        case.due_on.isoformat() if case.due_on else "",
        _day(case.answered_at),
        _day(case.closed_at),
        case.get_result_class_display(),
        case.get_grade_display(),
        case.submitter_count,
    ]


def _day(at: datetime | None) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(lines: Iterable[list]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows(lines)
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(lines: Iterator[list]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("意见")
    sheet.freeze_panes = "A2"
    sheet.append(list(HEAD))
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
