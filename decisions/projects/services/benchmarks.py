"""What other places published of their projects: kept as it stands, doubts said."""

import csv
import io
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from decisions.projects.models.livelihood import BenchmarkResult
from decisions.resolutions.errors import DecisionError
from office.sheets.tables import decode

COLUMNS = {
    "place": "place",
    "level": "level",
    "year": "year",
    "stage": "stage",
    "candidates_M": "candidates",
    "selected_K": "chosen",
    "project_name": "name",
    "method": "method",
    "satisfied": "satisfied",
    "basic": "basically",
    "unsatisfied": "unsatisfied",
    "source_url": "source",
}
NUMBERS = ("candidates", "chosen", "satisfied", "basically", "unsatisfied")
REPEATED = "同上"


@dataclass
class BenchmarkFile:
    """Rows to write, what in them does not add up, and lines that are no rows at all."""

    rows: list[BenchmarkResult] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_benchmarks(data: bytes) -> BenchmarkFile:
    """Read one of the files. Nothing is corrected. Raises ServiceError."""
    text = decode(data)[1]
    lines = csv.reader(io.StringIO(text))
    header = [cell.strip() for cell in next(lines, [])]
    if "place" not in header or "year" not in header:
        raise DecisionError("第一行应当有 place、year 这些列名。")
    found, source = BenchmarkFile(), ""
    by_line: list[tuple[int, BenchmarkResult]] = []
    for line, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            if len(cells) != len(header):
                raise ValueError(f"有 {len(cells)} 格，表头有 {len(header)} 格")
            row = _row(dict(zip(header, cells, strict=True)))
        except ValueError as error:
            found.refused.append(f"第 {line} 行：{error}")
            continue
        source = row.source = _source(row.source, source)
        by_line.append((line, row))
    _doubt(by_line, found)
    found.rows = [row for _, row in by_line]
    return found


def _source(text: str, before: str) -> str:
    """``同上`` is the source of the line above, with what is remarked beside it."""
    if not text.startswith(REPEATED):
        return text[:300]
    remark = text.removeprefix(REPEATED)
    return f"{before.split('（')[0]}{remark}"[:300]


def _row(cells: dict[str, str]) -> BenchmarkResult:
    facts: dict[str, Any] = {}
    for column, name in COLUMNS.items():
        cell = cells.get(column, "").strip()
        if name in NUMBERS:
            facts[name] = _number(cell, column)
        elif name == "year":
            # A remark may stand behind the year: 2022(拟投资2023).
            facts[name] = _number(cell[:4], column)
            if facts[name] is None:
                raise ValueError("没有年度")
        else:
            facts[name] = cell
    if not facts["place"]:
        raise ValueError("没有地方")
    row = BenchmarkResult(**facts)
    try:
        row.clean_fields(exclude=["source"])
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    return row


def _number(cell: str, column: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) < 7):
        raise ValueError(f"{column} 的“{cell[:20]}”不是整数")
    return int(cell)


def _doubt(by_line: list[tuple[int, BenchmarkResult]], found: BenchmarkFile) -> None:
    """In one vote everybody has as many ballots: a sum unlike the others is doubted."""
    votes = defaultdict(list)
    for line, row in by_line:
        parts = (row.satisfied, row.basically, row.unsatisfied)
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            votes[row.place, row.year, row.stage].append((line, row, sum(known)))
    for same in votes.values():
        usual, _ = Counter(total for _, _, total in same).most_common(1)[0]
        for line, row, total in same:
            if total != usual:
                row.doubt = f"各档合计 {total}，同一次测评的其他项目是 {usual}"
                found.doubts.append(
                    f"第 {line} 行 {row.place}“{row.name}”：{row.doubt}"
                )


@transaction.atomic
def write_benchmarks(rows: list[BenchmarkResult]) -> int:
    """Write what is not there yet; returns how many are new."""
    with connection.cursor() as cursor:
        # Two loads at once: the second counts what the first left.
        cursor.execute(
            "LOCK TABLE decisions_benchmarkresult IN SHARE ROW EXCLUSIVE MODE"
        )
    before = BenchmarkResult.objects.count()
    BenchmarkResult.objects.bulk_create(rows, ignore_conflicts=True)
    return BenchmarkResult.objects.count() - before
