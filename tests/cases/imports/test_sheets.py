"""Tables as they really come: titles above, merged cells, GB18030, dates as numbers."""

import io
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from cases.imports.sheets.tables import field_of, read_sheet
from cases.imports.sheets.values import CellError, clean_phone, clean_row, read_moment
from cases.loop.services.building import TEXT_LIMIT
from office.sheets.tables import MAX_BYTES, SheetError, cell_text

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CSV = "时间,地点,内容,电话\n2026/11/3,王富村,路灯不亮,13805390000\n"


def workbook(*rows, merge=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fields(sheet):
    return [field for _, field in sheet.columns]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_csv_is_read_in_every_encoding_that_spreadsheets_write(encoding):
    sheet = read_sheet(CSV.encode(encoding))

    assert fields(sheet) == ["at", "place", "text", "phone"]
    assert sheet.rows == [(2, ["2026/11/3", "王富村", "路灯不亮", "13805390000"])]


@pytest.mark.parametrize("sign", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(sign):
    sheet = read_sheet(CSV.replace(",", sign).encode())

    assert sheet.rows[0][1][2] == "路灯不亮"


def test_bytes_of_no_encoding_are_shown_instead_of_failing():
    sheet = read_sheet(
        "内容,电话\n路灯".encode() + b"\xff\xfe\x81" + "不亮,1\n".encode()
    )

    assert len(sheet.rows) == 1
    assert "认不出的字" in " ".join(clean_row({"text": "路灯\ufffd"}, NOW).errors)


def test_nul_bytes_and_empty_rows_are_left_out():
    sheet = read_sheet("内容,电话\n\n,,\n路\x00灯不亮,\n".encode())

    assert sheet.rows == [(4, ["路灯不亮", ""])]


def test_a_title_above_and_a_header_on_two_rows_are_understood():
    data = workbook(
        ["探沂镇社情民意登记表", None, None, None, None],
        ["序号", "提出人", None, "反映时间", "反映内容"],
        [None, "姓名", "联系电话", None, None],
        [1, "李大山", 13805390000, datetime(2026, 11, 3), "路灯不亮"],
        merge=["A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3"],
    )

    sheet = read_sheet(data)

    assert fields(sheet) == ["", "name", "phone", "at", "text"]
    assert sheet.rows == [(4, ["1", "李大山", "13805390000", "2026-11-03", "路灯不亮"])]


def test_a_cell_merged_over_rows_stands_for_each_of_them():
    data = workbook(
        ["地点", "内容"],
        ["王富村", "路灯不亮"],
        [None, "水渠堵了"],
        merge=["A2:A3"],
    )

    assert [row for _, row in read_sheet(data).rows] == [
        ["王富村", "路灯不亮"],
        ["王富村", "水渠堵了"],
    ]


def test_the_sheet_with_the_best_header_is_taken():
    book = openpyxl.Workbook()
    book.active.append(["填写说明"])
    second = book.create_sheet("登记")
    second.append(["时间", "内容"])
    second.append(["2026-11-03", "路灯不亮"])
    out = io.BytesIO()
    book.save(out)

    assert read_sheet(out.getvalue()).rows[0][1] == ["2026-11-03", "路灯不亮"]


def test_a_header_printed_again_on_the_next_page_is_no_row():
    sheet = read_sheet("时间,内容\n2026-1-1,甲\n时间,内容\n2026-1-2,乙\n".encode())

    assert [row[1] for _, row in sheet.rows] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("*反映时间（年月日）", "at"),
        ("联系电话", "phone"),
        ("群众反映的主要问题", "text"),
        ("承办单位联系电话", ""),
        ("承办单位", "unit"),
        ("序号", ""),
        ("所属 乡镇", "place"),
        ("答复时间", "answered_at"),
        ("一级标签", "category"),
        ("备注", ""),
        ("", ""),
    ],
)
def test_a_heading_names_its_field(name, field):
    assert field_of(name) == field


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b"", "文件是空的"),
        (b"\n\n,,\n", "没有内容"),
        ("甲,乙\n1,2\n".encode(), "没有找到表头"),
        ("内容\n".encode(), "表头下面没有内容"),
        (b"PK\x03\x04 not really a workbook", "文件不完整"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "打不开"),
        (b"a" * (MAX_BYTES + 1), "超过 20 MB"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "没有找到表头"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(data, values):
    with pytest.raises(SheetError, match=values):
        read_sheet(data)


def test_an_archive_that_unpacks_to_far_more_than_it_weighs_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"xl/{number}.xml", b"\0" * 80_000_000)

    with pytest.raises(SheetError, match="展开后太大"):
        read_sheet(out.getvalue())


def test_too_many_rows_are_refused():
    with pytest.raises(SheetError, match="超过 50000 行"):
        read_sheet(("内容\n" + "甲\n" * 50_100).encode())


def test_a_damaged_workbook_never_raises_anything_else():
    data = workbook(["时间", "内容"], ["2026-11-03", "路灯不亮"])
    outcomes = set()
    for at in range(0, len(data), 97):
        damaged = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            read_sheet(damaged)
            outcomes.add("read")
        except SheetError:
            outcomes.add("refused")

    assert "refused" in outcomes


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13805390000.0, "13805390000"),
        (46329.5, "46329.5"),
        (True, "是"),
        (None, ""),
        (datetime(2026, 11, 3, 9, 5), "2026-11-03 09:05:00"),
        (datetime(2026, 11, 3), "2026-11-03"),
        ("  路灯\x00 ", "路灯"),
    ],
)
def test_a_cell_becomes_text(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026/11/3", "2026-11-03 00:00"),
        ("2026-11-3 9:05", "2026-11-03 09:05"),
        ("2026.11.3", "2026-11-03 00:00"),
        ("2026年11月3日", "2026-11-03 00:00"),
        ("2026年11月3日（周二）下午3点半", "2026-11-03 15:30"),
        ("2026年11月3日 9时5分", "2026-11-03 09:05"),
        ("２０２６年１１月３日", "2026-11-03 00:00"),
        ("二〇二六年十一月二十三日", "2026-11-23 00:00"),
        ("3-Nov", "2026-11-03 00:00"),
        ("3-Nov-25", "2025-11-03 00:00"),
        ("Nov 3, 2025", "2025-11-03 00:00"),
        ("30-Nov", "2025-11-30 00:00"),
        ("11月3日", "2026-11-03 00:00"),
        ("12月3日", "2025-12-03 00:00"),
        ("2月29日", "2024-02-29 00:00"),
        ("20261103", "2026-11-03 00:00"),
        ("20261103091500", "2026-11-03 09:15"),
        ("46329", "2026-11-03 00:00"),
        ("46329.5", "2026-11-03 12:00"),
        ("2026-11-03T09:05:00", "2026-11-03 09:05"),
        ("2026-11-03T01:05:00Z", "2026-11-03 09:05"),
        ("26-11-3", "2026-11-03 00:00"),
    ],
)
def test_a_date_is_read_in_every_form_people_write(cell, moment):
    assert f"{read_moment(cell, NOW):%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    ("cell", "data"),
    [
        ("2026年13月45日", "没有这一天"),
        ("2月30日", "没有这一天"),
        ("上周三", "认不出来"),
        ("2027-01-01", "还没有到"),
        ("1926-01-01", "太早"),
        ("2026-11-03 左右", "认不出来"),
        ("99999", "认不出来"),
        ("2026-11-03 25:00", "没有这一天"),
    ],
)
def test_a_date_that_cannot_be_is_said_to_be_so(cell, data):
    with pytest.raises(CellError, match=data):
        read_moment(cell, NOW)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("+86 138-0539-0000", "13805390000"),
        ("(0539)5550000", "05395550000"),
        ("１３８０５３９００００", "13805390000"),
        ("", ""),
        ("不详", ""),
    ],
)
def test_a_phone_is_read_without_its_ornaments(cell, phone):
    assert clean_phone(cell) == phone


@pytest.mark.parametrize("cell", ["1.3805E+10", "没有电话号码", "1380539"])
def test_what_is_no_phone_is_said_to_be_none(cell):
    with pytest.raises(CellError):
        clean_phone(cell)


@pytest.mark.parametrize(
    ("values", "data"),
    [
        ({"text": ""}, "没有内容"),
        ({"text": "字" * (TEXT_LIMIT + 1)}, f"超过 {TEXT_LIMIT} 字"),
        ({"text": "甲", "at": "昨天"}, "时间“昨天”认不出来"),
        ({"text": "甲", "answer": "已办"}, "有答复，没有答复时间"),
        (
            {
                "text": "甲",
                "at": "2026-11-03",
                "answer": "已办",
                "answered_at": "2026-11-01",
            },
            "答复时间早于提出的时间",
        ),
        ({"text": "甲", "may_publish": "看情况"}, "请写“是”或“否”"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_in_words(values, data):
    assert data in "；".join(clean_row(values, NOW).errors)


def test_a_row_without_a_time_counts_from_now_and_says_so():
    row = clean_row({"text": "路灯不亮", "name": "匿名"}, NOW)

    assert (row.at, row.name, row.errors) == (NOW, "", [])
    assert row.remarks == ["没有写时间，按导入的时间算"]
