"""What leaves as a file: masked, in the order of the page, written down in the audit."""

from datetime import datetime

from django.utils import timezone

from cases.loop.models.cases import Case
from cases.loop.querysets import CaseQuerySet
from office.audit import services as audit
from office.models import User
from office.sheets.workbooks import write_csv, write_workbook
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


def export_cases(*, cases: CaseQuerySet, kind: str, by: User) -> bytes:
    """The rows of ``cases`` as xlsx or csv (UTF-8 with BOM); at most MOST_ROWS."""
    rows = cases.select_related("division__parent", "category", "holder").defer(
        "search", "public_search"
    )[:MOST_ROWS]
    counted = list(rows)
    audit.record(
        action="export_cases", by=by, detail={"rows": len(counted), "kind": kind}
    )
    lines = [HEAD, *(_line(case) for case in counted)]
    return write_csv(lines) if kind == "csv" else write_workbook([("意见", lines)])


def _line(case: Case) -> list[str | int]:
    return [
        case.number,
        case.get_status_display(),
        case.round_no,
        mask_text(case.title),
        mask_text(case.text),
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
