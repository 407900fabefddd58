"""Reads a table of opinions: finds the header row and the field of each column.

The values are interpreted by ``cases.imports.sheets.values``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from office.sheets.tables import (
    HEADER_SEARCH,
    MAX_ROWS,
    SheetError,
    heading,
    read_tables,
)

# Possible headings of each field. The first one is used in downloads.
COLUMNS = {
    "source_id": "编号 留言编号 受理编号 工单编号 工单号 诉求编号 登记编号 登记号 件号",
    "name": "姓名 提出人 反映人 群众姓名 选民姓名 居民姓名 来访人 来电人 联系人 留言用户 用户 网友",
    "phone": "电话 联系电话 手机 手机号 手机号码 电话号码 联系方式",
    "address": "住址 家庭住址 家庭地址 联系地址 住所 地址",
    "title": "标题 主题 留言主题 题目 事项名称",
    "text": "内容 详情 留言详情 意见内容 反映内容 诉求内容 具体内容 问题 反映问题 反映事项"
    " 问题描述 意见建议 意见 建议 诉求",
    "at": "时间 日期 留言时间 反映时间 反映日期 接待时间 收到时间 登记时间 登记日期 来电时间"
    " 受理时间 提出时间",
    "place": "地点 事发地点 发生地点 位置 乡镇 镇街 所属乡镇 所在乡镇 村居 所属村居 村 社区 村社区"
    " 区域 所属区域",
    "category": "类别 类型 分类 标签 一级标签 问题类别 问题类型 事项类别 意见类别",
    "may_publish": "同意公开 是否公开 可否公开 是否同意公开",
    "answer": "答复 答复意见 答复内容 回复 回复内容 办理结果 处理结果 办理情况",
    "answered_at": "答复时间 答复日期 回复时间 回复日期 办结时间 办结日期 办理时间",
    "unit": "承办单位 主办单位 答复单位 办理单位 责任单位",
}
_FIELD_OF = {word: field for field, words in COLUMNS.items() for word in words.split()}
_BY_LENGTH = sorted(_FIELD_OF, key=len, reverse=True)
_NOT_THE_RESIDENTS = re.compile(
    "^(承办|主办|办理|答复|回复|责任|单位|记录|登记|接待|录入)"
)
_OF_A_PERSON = {"name", "phone", "address"}
_IGNORED = {"序号", "行号"}


@dataclass(frozen=True)
class Sheet:
    """A table: ``columns`` are pairs of heading and field ("" if unknown).

    ``rows`` are pairs of the line in the file and the cells, one per column.
    """

    encoding: str
    columns: list[tuple[str, str]]
    rows: list[tuple[int, list[str]]]


def read_sheet(data: bytes) -> Sheet:
    """The table of opinions in ``data``, of any file type. Raises SheetError."""
    encoding, tables = read_tables(data, field_of)
    table = max(tables, key=_best_score, default=[])
    return _find_table(encoding, table)


# --- Cells to a table -------------------------------------------------------------------


def field_of(cell: str) -> str:
    """The field of the column with this heading; "" if unknown."""
    name = heading(cell)
    if name in _FIELD_OF or name in _IGNORED or not 1 < len(name) <= 16:
        return _FIELD_OF.get(name, "")
    for found in (str.endswith, str.__contains__):
        for word in _BY_LENGTH:
            if len(word) > 1 and found(name, word):
                field = _FIELD_OF[word]
                strange = field in _OF_A_PERSON and _NOT_THE_RESIDENTS.match(name)
                return "" if strange else field
    return ""


def _score(row: Iterable[str]) -> int:
    """How much a row looks like the header: exact names count double."""
    total, fields = 0, set()
    for cell in row:
        if field := field_of(cell):
            fields.add(field)
            total += 2 if heading(cell) in _FIELD_OF else 1
    return total if {"text", "title"} & fields else 0


def _best_score(table: list[list[str]]) -> int:
    return max((_score(row) for row in table[:HEADER_SEARCH]), default=0)


def _find_table(encoding: str, table: list[list[str]]) -> Sheet:
    if not any(any(row) for row in table):
        raise SheetError("表格里没有内容。")
    scores = [_score(row) for row in table[:HEADER_SEARCH]]
    if not max(scores, default=0):
        raise SheetError(
            "没有找到表头。表格要有一行写着各列的名称，至少有“内容”一列，"
            "最好还有“时间”“地点”“姓名”“电话”“类别”。"
        )
    at = scores.index(max(scores))
    headings, below = _joined_header(table, at)
    rows = [
        (line, _fitted(row, len(headings)))
        for line, row in enumerate(table[below:], below + 1)
        if any(row) and not _repeats(row, headings)
    ]
    if not rows:
        raise SheetError("表头下面没有内容。")
    if len(rows) > MAX_ROWS:
        raise SheetError(f"表格超过 {MAX_ROWS} 行，请分成几份。")
    return Sheet(encoding, list(_named(headings)), rows)


def _joined_header(table: list[list[str]], at: int) -> tuple[list[str], int]:
    """The headings joined with the first row below: a header may span two rows."""
    width = max(len(row) for row in table[at : at + 2])
    headings = _fitted(table[at], width)
    below = at + 1
    if below < len(table) and _is_second_header(table[below], headings):
        second = _fitted(table[below], width)
        headings = [low or high for low, high in zip(second, headings, strict=True)]
        below += 1
    above = _fitted(table[at - 1], width) if at else [""] * width
    return [
        name or (high if field_of(high) else "")
        for name, high in zip(headings, above, strict=True)
    ], below


def _is_second_header(row: list[str], first: list[str]) -> bool:
    own = [cell for at, cell in enumerate(row) if cell and first[at : at + 1] != [cell]]
    return bool(own) and all(heading(cell) in _FIELD_OF for cell in own)


def _fitted(row: list[str], width: int) -> list[str]:
    return (row + [""] * width)[:width]


def _repeats(row: list[str], headings: list[str]) -> bool:
    """The header repeated on a later page."""
    return _fitted(row, len(headings)) == headings


def _named(headings: list[str]) -> Iterator[tuple[str, str]]:
    """Unique headings, each with its field; only place fields may repeat."""
    names: set[str] = set()
    fields: set[str] = set()
    for number, cell in enumerate(headings, 1):
        name = cell.replace("\n", "")[:60] or f"第 {number} 列"
        while name in names:
            name += "（又）"
        names.add(name)
        field = field_of(cell)
        yield name, "" if field in fields and field != "place" else field
        fields.add(field)
