"""A year of 履职 as a workbook, and the reading of a returned one.

Only activity records are read back, never points: every point refers to its event
(代表法 第五十八条), and the rules of the year do the counting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from deputies.activities.enums.records import DECLARED_KINDS, RecordKind
from deputies.activities.models.records import ActivityRecord
from deputies.performance.models.evaluations import Evaluation, Point, ScoreRule
from deputies.register.models import Mandate
from office.sheets.tables import (
    Table,
    day_of,
    header_of,
    heading,
    read_tables,
    rows_below,
)
from office.sheets.workbooks import Cell, write_workbook
from office.text.errors import ServiceError

# The kinds an office may enter for a deputy; the portal writes the rest itself.
BROUGHT_KINDS = (*DECLARED_KINDS, RecordKind.OTHER_DEDUCTION)
COLUMNS = {
    "code": "代表编号 代表代码 编号 代码",
    "name": "代表 姓名 代表姓名",
    "kind": "事项 履职事项 类别 活动类别",
    "day": "日期 时间 活动日期",
    "title": "内容 活动内容 事由",
}
NEEDED = ("name", "kind", "day", "title")
MOST_LINES = 5000
TITLE = 120
_KINDS = {heading(kind.label): kind for kind in BROUGHT_KINDS}
Line = dict[str, str | int]


@dataclass
class ValidatedLine:
    """One line and its disposition: new (``mandate``), known, or refused (``why``)."""

    line: int
    said: Line
    mandate: Mandate | None = None
    kind: RecordKind | None = None
    day: date | None = None
    disposition: str = "new"
    why: str = ""


def read_lines(data: bytes) -> list[Line]:
    """The lines of the activity sheet in ``data``, in file order. Raises ServiceError."""
    for table in read_tables(data)[1]:
        found = header_of(table, COLUMNS, NEEDED)
        if found:
            return _lines(table, *found)
    raise ServiceError("没有找到表头。要有一行写着：代表、事项、日期、内容。")


def _lines(table: Table, at: int, places: dict[str, int]) -> list[Line]:
    lines: list[Line] = []
    for number, cells in rows_below(table, at, places):
        data = {name: cells.get(name, "")[: TITLE * 2] for name in COLUMNS}
        lines.append({"line": number, **data})
    if not lines:
        raise ServiceError("表头下面没有内容。")
    if len(lines) > MOST_LINES:
        raise ServiceError(f"超过 {MOST_LINES} 行，请分成几份。")
    return lines


def validate_lines(evaluation: Evaluation, lines: list[Line]) -> list[ValidatedLine]:
    """Each line with its disposition now; reads three tables, whatever the size."""
    mandates = Mandate.objects.in_office().filter(starts_on__year__lte=evaluation.year)
    by_code: dict[str, Mandate] = {}
    by_name: dict[str, list[Mandate]] = {}
    for mandate in mandates.select_related("deputy", "term").order_by("pk"):
        by_code[mandate.deputy.code] = mandate
        if all(
            m.deputy_id != mandate.deputy_id
            for m in by_name.get(mandate.deputy.name, ())
        ):
            by_name.setdefault(mandate.deputy.name, []).append(mandate)
    activity_records = ActivityRecord.objects.counting().of_year(evaluation.year)
    known = set(activity_records.values_list("deputy_id", "kind", "day", "title"))
    seen: dict[tuple[int, str, date, str], int] = {}
    validated = []
    for data in lines:
        one = ValidatedLine(int(data["line"]), data)
        one.why = _read(one, evaluation.year, by_code, by_name)
        if one.why:
            one.disposition = "refused"
        elif one.mandate and one.kind and one.day:
            event = (one.mandate.deputy_id, str(one.kind), one.day, str(data["title"]))
            if event in known:
                one.disposition, one.why = "known", "已经记过"
            elif event in seen:
                one.disposition, one.why = "known", f"和第 {seen[event]} 行一样"
            seen.setdefault(event, one.line)
        validated.append(one)
    return validated


def _read(
    one: ValidatedLine,
    year: int,
    by_code: dict[str, Mandate],
    by_name: dict[str, list[Mandate]],
) -> str:
    """The error of the line, or ""; sets the fields that could be read."""
    code, name = str(one.said["code"]), str(one.said["name"])
    same = by_name.get(name, [])
    if code:
        one.mandate = by_code.get(code)
        if one.mandate is None:
            return f"没有编号是“{code[:20]}”的在任代表"
        if one.mandate.deputy.name != name:
            return f"编号 {code} 是{one.mandate.deputy.name}，不是“{name[:20]}”"
    elif len(same) > 1:
        return f"有 {len(same)} 位代表叫“{name}”，请填代表编号"
    elif not same:
        return f"没有叫“{name[:20]}”的在任代表"
    else:
        one.mandate = same[0]
    one.kind = _KINDS.get(heading(str(one.said["kind"])))
    if one.kind is None:
        return "事项要是：" + "、".join(kind.label for kind in BROUGHT_KINDS)
    title = str(one.said["title"])
    if not title or len(title) > TITLE:
        return f"内容要写，最多 {TITLE} 个字"
    return _read_day(one, year)


def _read_day(one: ValidatedLine, year: int) -> str:
    one.day = day_of(str(one.said["day"]))
    if one.day is None:
        return "日期要写成 2026-11-05 这样"
    if one.day.year != year:
        return f"不是 {year} 年的事"
    if one.day > timezone.localdate():
        return "还没有到那一天"
    return ""


# --- Out --------------------------------------------------------------------------------


def year_workbook(evaluation: Evaluation) -> bytes:
    """Totals, points with their records, rules, and the declared records to extend."""
    return write_workbook(
        [
            ("得分", _sums(evaluation)),
            ("明细", _points(evaluation)),
            ("评分规则", _rules(evaluation)),
            ("申报核实", _declared(evaluation)),
        ]
    )


def _sums(evaluation: Evaluation) -> Iterator[list[Cell]]:
    yield [
        "代表编号",
        "代表",
        "届次",
        "类型",
        "系统记录",
        "申报核实",
        "扣分",
        "合计",
        "档次",
    ]
    sheets = evaluation.sheets.select_related(
        "mandate__deputy", "mandate__term", "table"
    )
    for sheet in sheets:
        deputy = sheet.mandate.deputy
        columns = (sheet.automatic, sheet.declared, sheet.deducted, sheet.total)
        yield [
            deputy.code,
            deputy.name,
            str(sheet.mandate.term),
            sheet.table.get_kind_display(),
            *(float(amount) for amount in columns),
            sheet.get_score_band_display(),
        ]


def _points(evaluation: Evaluation) -> Iterator[list[Cell]]:
    yield ["代表编号", "代表", "栏", "事项", "日期", "内容", "分", "说明"]
    points = Point.objects.filter(sheet__evaluation=evaluation).select_related(
        "activity_record__deputy"
    )
    for point in points.order_by(
        "activity_record__deputy__code", "activity_record__day", "pk"
    ):
        activity_record = point.activity_record
        yield [
            activity_record.deputy.code,
            activity_record.deputy.name,
            point.get_column_display(),
            activity_record.get_kind_display(),
            activity_record.day.isoformat(),
            activity_record.title,
            float(point.amount),
            point.note,
        ]


def _rules(evaluation: Evaluation) -> Iterator[list[Cell]]:
    yield ["类型", "事项", "每次分", "全年最多", "依据"]
    rules = ScoreRule.objects.filter(table__year=evaluation.year).select_related(
        "table"
    )
    for rule in rules.order_by("table__kind", "pk"):
        yield [
            rule.table.get_kind_display(),
            rule.get_kind_display(),
            float(rule.points),
            float(rule.cap),
            rule.basis,
        ]


def _declared(evaluation: Evaluation) -> Iterator[list[Cell]]:
    """The sheet that is read back: lines may be added below, then the file is uploaded."""
    yield ["代表编号", "代表", "事项", "日期", "内容"]
    activity_records = (
        ActivityRecord.objects.counting()
        .of_year(evaluation.year)
        .filter(kind__in=BROUGHT_KINDS)
    )
    for activity_record in activity_records.select_related("deputy").order_by(
        "day", "pk"
    ):
        yield [
            activity_record.deputy.code,
            activity_record.deputy.name,
            activity_record.get_kind_display(),
            activity_record.day.isoformat(),
            activity_record.title,
        ]
