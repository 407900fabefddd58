"""Reads xlsx, xls, ods and csv of any encoding as rows of text.

Only cells are read here; the caller finds the header row and interprets the values
(``cases.imports.sheets.tables``, ``deputies.performance.sheets``).
"""

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import python_calamine

from office.text.errors import ServiceError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 80
MAX_CELL = 20_000
HEADER_SEARCH = 30
DELIMITERS = ",\t;|，"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Table = list[list[str]]
# Whether a cell is a known heading: used to detect the encoding and the separator.
IsHeading = Callable[[str], object]


class SheetError(ServiceError):
    """The file cannot be read as a table; the text says what to do."""


def read_tables(data: bytes, is_heading: IsHeading = bool) -> tuple[str, list[Table]]:
    """The encoding (``excel`` for workbooks) and every table in ``data``.

    Raises SheetError.
    """
    if not data:
        raise SheetError("文件是空的。")
    if len(data) > MAX_BYTES:
        raise SheetError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请分成几份。")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return "excel", _read_workbook(data)
    encoding, text = decode(data, is_heading)
    return encoding, [_read_csv(text, is_heading)]


def _read_workbook(data: bytes) -> list[Table]:
    _check_unpacked(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        return [
            _cells(book.get_sheet_by_index(n)) for n in range(len(book.sheet_names))
        ]
    except SheetError:
        raise
    except python_calamine.PasswordError as error:
        raise SheetError("表格加了密码，请先去掉密码再传。") from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # The reader is written in Rust: a damaged file may raise a panic, which is no
        # Exception.
        raise SheetError(
            "打不开这个表格文件，请用表格软件另存为 xlsx 再传。"
        ) from error


def _check_unpacked(data: bytes) -> None:
    """Refuse a file that would decompress to far more than its size (zip bomb)."""
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
    """A merged cell fills every row it covers; of columns only the first."""
    if top >= len(table) or left >= len(table[top]):
        return
    for line in range(top + 1, min(bottom + 1, len(table))):
        if left < len(table[line]):
            table[line][left] = table[top][left]


def cell_text(cell) -> str:
    """The cell's value as text: numbers without trailing zeros, dates in ISO form."""
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


def decode(data: bytes, is_heading: IsHeading = bool) -> tuple[str, str]:
    """The name of the encoding and the text. Chinese spreadsheets write GB18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", data.decode("utf-16", "replace")
    if wide := _utf16_without_bom(data):
        return wide, data.decode(wide, "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Invalid bytes somewhere: use the encoding in which the headings can be read.
    # Damaged rows are refused and shown for correction, never imported incomplete.
    texts = {name: data.decode(name, "replace") for name in ("utf-8-sig", "gb18030")}
    name = max(texts, key=lambda name: _headings_in(texts[name], is_heading))
    return name, texts[name]


def _headings_in(text: str, is_heading: IsHeading) -> int:
    cells = re.split(f"[{DELIMITERS}\r\n]", text[:5000])
    return sum(bool(is_heading(cell.strip('" '))) for cell in cells)


def _utf16_without_bom(data: bytes) -> str:
    head = data[:2000]
    if head.count(0) * 8 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _read_csv(text: str, is_heading: IsHeading) -> Table:
    text = text.replace("\x00", "")
    csv.field_size_limit(MAX_BYTES)
    lines = io.StringIO(text, newline="")
    table: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=_delimiter(text, is_heading)):
            table.append([cell_text(cell) for cell in row[:MAX_COLUMNS]])
            if len(table) > MAX_ROWS + HEADER_SEARCH:
                raise SheetError(f"表格超过 {MAX_ROWS} 行，请分成几份。")
    except csv.Error as error:
        raise SheetError(
            f"第 {len(table) + 1} 行读不出来，请检查引号是否成对。"
        ) from error
    return table


def _delimiter(text: str, is_heading: IsHeading) -> str:
    """The separator that yields the most headings in one of the first lines."""
    best, parts = ",", 0
    for line in text[:20_000].splitlines()[:HEADER_SEARCH]:
        for sign in DELIMITERS:
            cells = line.split(sign)
            known = sum(bool(is_heading(cell.strip('" '))) for cell in cells)
            if len(cells) > 1 and known > parts:
                best, parts = sign, known
    return best


def day_of(text: str) -> date | None:
    """2026-11-05, 2026/11/5, 2026年11月5日, 20261105, with or without a time after it."""
    plain = text.replace("年", "-").replace("月", "-").rstrip("日 ")
    parts = plain.replace("/", "-").replace(".", "-").split(" ")[0].split("-")
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        return date(*(int(part) for part in parts))  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None


def heading(cell: str) -> str:
    """The heading without notes and marks: 「*反映时间（年月日）」→ 反映时间."""
    plain = unicodedata.normalize("NFKC", cell)
    plain = re.sub(r"\(.*?\)|\[.*?\]", "", plain)
    return re.sub(r"[\s*:.、,/_-]", "", plain)


def header_of(
    table: Table, columns: dict[str, str], needed: tuple[str, ...]
) -> tuple[int, dict[str, int]] | None:
    """The header's line (from 0) and each field's column; None if there is no header.

    ``columns`` holds the possible headings of each field, separated by spaces.
    """
    field_of = {word: name for name, words in columns.items() for word in words.split()}
    for line, row in enumerate(table[:HEADER_SEARCH]):
        places: dict[str, int] = {}
        for at, cell in enumerate(row):
            name = field_of.get(heading(cell), "")
            if name:
                places.setdefault(name, at)
        if all(name in places for name in needed):
            return line, places
    return None


def rows_below(
    table: Table, line: int, places: dict[str, int]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The non-empty lines below the header: the line number in the file, and its cells."""
    for number, row in enumerate(table[line + 1 :], line + 2):
        if any(row):
            yield (
                number,
                {name: row[at] if at < len(row) else "" for name, at in places.items()},
            )
