"""What leaves as a file: masked, harmless in a spreadsheet, and written down."""

import csv
import io

import openpyxl
import pytest

from cases.loop.services import exports
from cases.loop.services.exports import HEAD, export_cases
from cases.models import Case
from office.models import AuditEntry
from tests import county as made

pytestmark = pytest.mark.django_db


def rows_of(data, kind):
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [
        [str(cell) if cell is not None else "" for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def exported(county, kind="csv", cases=None):
    cases = Case.objects.order_by("pk") if cases is None else cases
    return rows_of(export_cases(cases=cases, kind=kind, by=county.office), kind)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_both_kinds_say_the_same(county, kind):
    case = made.answered(county)

    head, line = exported(county, kind)

    assert tuple(head) == HEAD
    known = dict(zip(head, line, strict=True))
    assert known["编号"] == case.number
    assert (known["收到"], known["答复"], known["办结"]) == (
        "2026-11-02",
        "2026-11-09",
        "",
    )
    assert (known["现在在"], known["办理结果"]) == ("费县水利局", "已解决")
    assert (known["第几次办理"], known["提出人数"]) == ("1", "1")


def test_a_day_is_the_countys_and_not_greenwichs(county):
    made.submitted(county, at=made.moment("2026-11-02 00:30"))

    head, line = exported(county)
    assert dict(zip(head, line, strict=True))["收到"] == "2026-11-02"


def test_no_phone_leaves_the_house(county):
    made.submitted(county, text="找 13805391234。村里的水渠堵了。")

    assert "13805391234" not in str(exported(county))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(county, start):
    """Full-width signs too: a Chinese spreadsheet reads them as their narrow ones."""
    text = f'{start}HYPERLINK("http://x","点")'
    made.submitted(county, text=text)

    head, line = exported(county)

    known = dict(zip(head, line, strict=True))
    assert known["内容（已掩码）"] == f"'{text}"
    assert known["标题"].startswith("'")
    book = openpyxl.load_workbook(
        io.BytesIO(
            export_cases(cases=Case.objects.all(), kind="xlsx", by=county.office)
        )
    )
    types = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert "f" not in types


def test_rows_stand_in_the_order_of_the_page_and_no_more_than_so_many(
    county, monkeypatch
):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    for _ in range(3):
        made.submitted(county)

    rows = exported(county, cases=Case.objects.order_by("-pk"))

    assert [row[0][-3:] for row in rows[1:]] == ["03号", "02号"]


def test_who_took_how_many_away_is_on_record(county):
    made.submitted(county)
    export_cases(cases=Case.objects.none(), kind="csv", by=county.office)
    exported(county, "xlsx")

    details = AuditEntry.objects.filter(action="export_cases").order_by("pk")
    assert [row.detail for row in details] == [
        {"rows": 0, "kind": "csv"},
        {"rows": 1, "kind": "xlsx"},
    ]


def test_a_longer_list_asks_no_more_of_the_database(county, django_assert_num_queries):
    made.submitted(county)
    with django_assert_num_queries(2):
        exported(county)
    for _ in range(2):
        made.submitted(county)
    with django_assert_num_queries(2):
        exported(county)
