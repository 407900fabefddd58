"""Reads the treasury's tables: budget lines and payments, as text with money in yuan."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from decisions.budget.enums import FileKind
from decisions.budget.rules.money import CENT, worth_of
from decisions.resolutions.errors import DecisionError
from office.sheets.tables import Table, header_of, heading, read_tables, rows_below

COLUMNS = {
    FileKind.LINES: {
        "code": "编码 预算项目编码 指标编码 项目编码",
        "name": "名称 项目名称 指标名称",
        "kind": "类别 支出类别",
        "subject": "功能科目 支出功能分类科目 科目",
        "unit": "单位 预算单位 责任单位 单位名称",
        "original": "年初预算 年初预算万元 预算数 预算金额",
        "final": "决算 决算数",
        "carried_from": "从哪年结转 结转年度",
    },
    FileKind.PAYMENTS: {
        "voucher": "凭证号 支付凭证号 支付令号",
        "code": "编码 预算项目编码 指标编码 项目编码",
        "day": "支付日期 日期",
        "amount": "金额 支付金额",
        "payee": "收款人 收款人名称",
        "purpose": "用途 摘要",
    },
}
NEEDED = {
    FileKind.LINES: ("code", "name", "unit", "original"),
    FileKind.PAYMENTS: ("voucher", "code", "day", "amount"),
}
MONEY = ("original", "final", "amount")
MOST_LINES = 50_000
LONGEST = 120
_SUMS = ("合计", "总计", "小计")
Line = dict[str, Any]


def read_lines(data: bytes, kind: FileKind) -> tuple[list[Line], list[str]]:
    """The lines of a file, and the errors of the file as a whole. Raises ServiceError."""
    for table in read_tables(data, lambda cell: _bare(cell) in _known(kind))[1]:
        plain = [[_bare(cell) for cell in row] for row in table[:30]] + table[30:]
        found = header_of(plain, COLUMNS[kind], NEEDED[kind])
        if found:
            return _lines(table, *found)
    wanted = "、".join(COLUMNS[kind][name].split()[0] for name in NEEDED[kind])
    raise DecisionError(f"没有找到表头。要有一行写着：{wanted}。")


def _known(kind: FileKind) -> set[str]:
    return {word for words in COLUMNS[kind].values() for word in words.split()}


def _bare(cell: str) -> str:
    """A heading without its unit of money: 金额（万元） → 金额."""
    return re.sub(r"(亿元|万元|元)$", "", heading(cell))


def _lines(
    table: Table, at: int, places: dict[str, int]
) -> tuple[list[Line], list[str]]:
    worth = {
        name: _unit_of(table[at][places[name]]) for name in MONEY if name in places
    }
    lines: list[Line] = []
    remarks: list[str] = []
    for number, cells in rows_below(table, at, places):
        line: Line = {"line": number}
        for name, text in cells.items():
            line[name] = _yuan(text, worth[name]) if name in worth else text[:LONGEST]
        if any(heading(str(cells.get(name, ""))) in _SUMS for name in cells):
            remarks += _check_sum(line, lines)
            continue
        lines.append(line)
    if not lines:
        raise DecisionError("表头下面没有内容。")
    if len(lines) > MOST_LINES:
        raise DecisionError(f"超过 {MOST_LINES} 行，请分成几份。")
    return lines, remarks


def _unit_of(cell: str) -> Decimal:
    """The unit of money is in the heading and never guessed."""
    if worth := worth_of(cell):
        return worth
    raise DecisionError(f"“{cell}”没有写单位。请在表头写明元还是万元。")


def _yuan(text: str, worth: Decimal) -> str:
    """Converted to yuan; an invalid amount is returned unchanged, and refused later."""
    plain = text.replace(",", "").replace("，", "").replace(" ", "")
    if not plain:
        return ""
    try:
        amount = Decimal(plain) * worth
        if amount.is_finite() and abs(amount) < 10**13:
            return str(amount.quantize(CENT))
    except InvalidOperation:
        pass
    return f"?{text[:30]}"


def _check_sum(total: Line, lines: list[Line]) -> list[str]:
    """合计: its amount must equal the sum of the lines above it."""
    wrong = []
    for name in MONEY:
        data = str(total.get(name) or "")
        if not data or data.startswith("?"):
            continue
        added = sum((amount_of(line, name) or Decimal(0) for line in lines), Decimal(0))
        if added != Decimal(data):
            label = f"第 {total['line']} 行的合计"
            wrong.append(f"{label}是 {data} 元，上面各行加起来是 {added} 元。")
    return wrong


def amount_of(line: Line, name: str) -> Decimal | None:
    """Yuan; None if it is empty or no amount."""
    data = str(line.get(name) or "")
    return Decimal(data) if data and not data.startswith("?") else None
