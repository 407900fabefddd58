"""Tables that people keep: xlsx, xls, ods and csv of any encoding, as rows of text.

Only the shape is read here: which row is the header, what each column is, and what
stands in every cell. What the words mean is ``cases.sheet_values``.
"""

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import python_calamine

from office.errors import ServiceError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 80
MAX_CELL = 20_000
HEADER_SEARCH = 30
DELIMITERS = ",\t;|，"

# What a column may be called. The first word is the one in the downloaded files.
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class SheetError(ServiceError):
    """The file cannot be read as a table of opinions; the text says what to do."""


@dataclass(frozen=True)
class Sheet:
    """A table: ``columns`` are pairs of heading and field ("" when it is none of ours).

    ``rows`` are pairs of the line in the file and the cells, one for each column.
    """

    encoding: str
    columns: list[tuple[str, str]]
    rows: list[tuple[int, list[str]]]


def read_sheet(data: bytes) -> Sheet:
    """The table of opinions in ``data``, whatever kind of file it is. Raises SheetError."""
    if not data:
        raise SheetError("文件是空的。")
    if len(data) > MAX_BYTES:
        raise SheetError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请分成几份。")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        encoding, table = "excel", _read_workbook(data)
    else:
        encoding, text = decode(data)
        table = _read_csv(text)
    return _find_table(encoding, table)


# --- Files to cells ---------------------------------------------------------------------


def _read_workbook(data: bytes) -> list[list[str]]:
    _check_unpacked(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        tables = [
            _cells(book.get_sheet_by_index(n)) for n in range(len(book.sheet_names))
        ]
    except SheetError:
        raise
    except python_calamine.PasswordError as error:
        raise SheetError("表格加了密码，请先去掉密码再传。") from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # The reader is Rust: a damaged file may panic, which is not an Exception.
        raise SheetError(
            "打不开这个表格文件，请用表格软件另存为 xlsx 再传。"
        ) from error
    return max(tables, key=_best_score, default=[])


def _check_unpacked(data: bytes) -> None:
    """Refuse what would unpack to far more than it weighs."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise SheetError("文件不完整，请重新保存后再传。") from error
    if size > MAX_UNPACKED:
        raise SheetError("表格展开后太大，请分成几份。")


def _cells(sheet) -> list[list[str]]:
    if sheet.total_height > MAX_ROWS + HEADER_SEARCH:
        raise SheetError(f"表格超过 {MAX_ROWS} 行，请分成几份。")
    rows = sheet.to_python(skip_empty_area=False)
    table = [[cell_text(cell) for cell in row[:MAX_COLUMNS]] for row in rows]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        _spread(table, top, left, bottom, right)
    return table


def _spread(table, top, left, bottom, right) -> None:
    """A merged cell stands for every row it covers; for columns only in its first."""
    if top >= len(table) or left >= len(table[top]):
        return
    for line in range(top + 1, min(bottom + 1, len(table))):
        if left < len(table[line]):
            table[line][left] = table[top][left]


def cell_text(cell) -> str:
    """What stands in a cell as text, numbers without a tail and dates in ISO form."""
    if isinstance(cell, str):
        return _CONTROL.sub("", cell).strip()[: MAX_CELL + 1]
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def decode(data: bytes) -> tuple[str, str]:
    """The name of the encoding and the text. GB18030 is what spreadsheets here write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", data.decode("utf-16", "replace")
    if wide := _utf16_without_bom(data):
        return wide, data.decode(wide, "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Broken bytes somewhere: the encoding in which the headings can be read. Rows that
    # lost something are refused and shown for correction, never taken in mutilated.
    texts = {name: data.decode(name, "replace") for name in ("utf-8-sig", "gb18030")}
    name = max(texts, key=lambda name: _headings_in(texts[name]))
    return name, texts[name]


def _headings_in(text: str) -> int:
    cells = re.split(f"[{DELIMITERS}\r\n]", text[:5000])
    return sum(bool(field_of(cell.strip('" '))) for cell in cells)


def _utf16_without_bom(data: bytes) -> str:
    head = data[:2000]
    if head.count(0) * 8 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _read_csv(text: str) -> list[list[str]]:
    text = text.replace("\x00", "")
    csv.field_size_limit(MAX_BYTES)
    lines = io.StringIO(text, newline="")
    table: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=_delimiter(text)):
            table.append([cell_text(cell) for cell in row[:MAX_COLUMNS]])
            if len(table) > MAX_ROWS + HEADER_SEARCH:
                raise SheetError(f"表格超过 {MAX_ROWS} 行，请分成几份。")
    except csv.Error as error:
        raise SheetError(
            f"第 {len(table) + 1} 行读不出来，请检查引号是否成对。"
        ) from error
    return table


def _delimiter(text: str) -> str:
    """The sign that parts the most headings in one of the first lines."""
    best, parts = ",", 0
    for line in text[:20_000].splitlines()[:HEADER_SEARCH]:
        for sign in DELIMITERS:
            known = sum(bool(field_of(cell.strip('" '))) for cell in line.split(sign))
            if known > parts:
                best, parts = sign, known
    return best


# --- Cells to a table -------------------------------------------------------------------


def heading(cell: str) -> str:
    """A heading without what does not name the column: 「*反映时间（年月日）」→ 反映时间."""
    plain = unicodedata.normalize("NFKC", cell)
    plain = re.sub(r"\(.*?\)|\[.*?\]", "", plain)
    return re.sub(r"[\s*:.、,/_-]", "", plain)


def field_of(cell: str) -> str:
    """What the column with this heading holds; "" when it is none of ours."""
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
    """The headings and the first row below them; a header may stand on two rows."""
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
    """The header printed again on a later page."""
    return _fitted(row, len(headings)) == headings


def _named(headings: list[str]) -> Iterator[tuple[str, str]]:
    """Headings that are all different, each with its field; only places may repeat."""
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
