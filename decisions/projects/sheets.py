"""Reads departments' tables of investment projects: columns and values.

政府投资条例 第十六条 prescribes the fields of a plan; headings vary, the unit of money
is in the heading and never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from decisions.budget.rules.money import worth_of
from decisions.projects.models.construction import Project
from decisions.resolutions.errors import DecisionError
from office.sheets.tables import heading, read_tables

COLUMNS = {
    "number": "序号 原序 编号",
    "name": "项目名称 名称 工程名称",
    "content": "建设内容及规模 建设内容 主要建设内容 建设规模及内容 内容及规模",
    "period": "建设工期 工期 建设期限 建设年限 起止年限",
    "total": "总投资 计划总投资 项目总投资 投资总额",
    "this_year": "年度投资 本年投资 年度计划投资 本年度投资 当年投资",
    "money_from": "资金来源 资金渠道",
    "unit": "责任单位 建设单位 牵头单位 项目单位 实施单位",
    "place": "建设地点 地点 位置",
    "platform_code": "项目代码 投资项目代码",
    "approval": "审批阶段 前期进展 审批进展",
    "mode": "投资方式",
    "legality": "合法性审查号",
}
NEEDED = ("name", "content", "total", "this_year", "unit")
_FIELD_OF = {word: name for name, words in COLUMNS.items() for word in words.split()}
_MONTH = re.compile(
    r"(?:(\d{4})\s*[年./-])?\s*(\d{1,2})(?:\s*月|(?=\s*(?:$|[-—–~至])))"
)
SEARCHED = 20
MOST_ROWS = 1000


@dataclass
class SheetRow:
    """One line: ``facts`` for the card, or the ``problems`` that prevent its import."""

    line: int
    facts: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.facts.get("name", ""))


def read_projects(data: bytes) -> list[SheetRow]:
    """The projects of a file, each with its errors. Raises ServiceError."""
    for table in read_tables(data, _is_heading)[1]:
        at, columns = _header(table)
        if columns:
            return list(_rows(table, at, columns))
    raise DecisionError(
        "没有找到表头。要有一行写着：项目名称、建设内容、总投资（万元）、年度投资（万元）、责任单位。"
    )


def _header(
    table: list[list[str]],
) -> tuple[int, dict[str, tuple[int, Decimal | None]]]:
    """The header line and, by field, its column and unit of money."""
    for at, row in enumerate(table[:SEARCHED]):
        found: dict[str, tuple[int, Decimal | None]] = {}
        for column, cell in enumerate(row):
            name = _FIELD_OF.get(_bare(cell), "")
            if name and name not in found:
                found[name] = (column, worth_of(cell))
        if all(name in found for name in NEEDED):
            for name in ("total", "this_year"):
                if found[name][1] is None:
                    raise DecisionError(
                        f"“{row[found[name][0]]}”没有写单位。请在表头写明万元还是元。"
                    )
            return at, found
    return 0, {}


def _is_heading(cell: str) -> bool:
    return _bare(cell) in _FIELD_OF


def _bare(cell: str) -> str:
    return re.sub(r"(亿元|万元|元)$", "", heading(cell))


def _rows(table: list[list[str]], at: int, columns: dict) -> Iterator[SheetRow]:
    seen: dict[str, int] = {}
    for line, row in enumerate(table[at + 1 : at + 2 + MOST_ROWS], at + 2):
        cells = {
            name: row[column].strip() if column < len(row) else ""
            for name, (column, _) in columns.items()
        }
        if not any(cells.values()) or _is_sum(cells):
            continue
        found = SheetRow(line)
        _read(found, cells, columns)
        name = found.name
        if name and name in seen:
            found.problems.append(f"和第 {seen[name]} 行同名")
        seen.setdefault(name, line)
        yield found


def _is_sum(cells: dict[str, str]) -> bool:
    """合计: a line with the sum of others is no project."""
    first = cells.get("name") or cells.get("number") or ""
    return heading(first) in ("合计", "总计", "小计")


def _read(found: SheetRow, cells: dict[str, str], columns: dict) -> None:
    for name, cell in cells.items():
        if name in ("total", "this_year"):
            found.facts[name] = _money(found, name, cell, columns[name][1])
        elif name == "number":
            found.facts[name] = int(cell) if cell.isascii() and cell.isdigit() else None
        elif name == "period":
            _read_period(found, cell)
        elif name in ("approval", "mode"):
            found.facts[name] = _choice(found, name, cell)
        else:
            found.facts[name] = _text(found, name, cell)
    for name in ("name", "content", "unit"):
        if not found.facts.get(name):
            found.problems.append(f"没有{COLUMNS[name].split()[0]}")
    total, this_year = found.facts["total"], found.facts["this_year"]
    if total is not None and this_year is not None and this_year > total:
        found.problems.append("年度投资多于总投资")


def _text(found: SheetRow, name: str, cell: str) -> str:
    most = 60 if name == "unit" else _field(name).max_length
    if most and len(cell) > most:
        found.problems.append(f"{COLUMNS[name].split()[0]}超过 {most} 字")
    return cell[:most]


def _money(found: SheetRow, name: str, cell: str, worth: Decimal) -> Decimal | None:
    try:
        amount = Decimal(cell.replace(",", "").replace("，", "") or "x") * worth
        amount = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 13:
        label = COLUMNS[name].split()[0]
        found.problems.append(f"{label}“{cell[:20]}”不是金额")
        return None
    return amount


def _read_period(found: SheetRow, cell: str) -> None:
    """``2026年3月至11月``, ``2026.3-2027.6``; other text is left out and reported."""
    months = _MONTH.findall(cell)
    if len(months) != 2 or not months[0][0]:
        if cell:
            found.problems.append(f"工期“{cell[:20]}”读不出来，例如 2026年3月-11月")
        return
    first_year = int(months[0][0])
    years = (first_year, int(months[1][0] or first_year))
    try:
        begins, ends = (
            date(y, int(m[1]), 1) for y, m in zip(years, months, strict=True)
        )
    except ValueError:
        found.problems.append(f"工期“{cell[:20]}”没有这个月份")
        return
    if ends < begins:
        found.problems.append("工期的止早于起")
    found.facts["begins_on"], found.facts["ends_on"] = begins, _last_day(ends)


def _last_day(first: date) -> date:
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def _field(name: str) -> Any:
    return Project._meta.get_field(name)


def _choice(found: SheetRow, name: str, cell: str) -> str:
    if not cell:
        return ""
    for value, label in _field(name).choices or ():
        if value and (cell in label or label in cell):
            return value
    found.problems.append(f"{COLUMNS[name].split()[0]}“{cell[:20]}”认不出来")
    return ""
