"""Downloads: whatever was typed, the file opens again and holds it as text."""

import csv
import io
from datetime import date

import pytest
from docx import Document
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from office.sheets.letters import OfficialLetter
from office.sheets.workbooks import FORMULA_STARTS, safe_cell, write_csv, write_workbook
from office.text.cleaning import REPLACEMENT, clean_text, file_text

DAY = date(2026, 11, 27)
# Surrogates and what Unicode keeps for programs included.
anything = st.text(st.characters(exclude_categories=()), max_size=40)


def reopened(data: bytes) -> list[list]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def lines_of(text: str) -> str:
    """Excel and csv know one end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(anything)
@example("水渠\uffff堵了")
@example("\ufffe\U0001ffff\ud800\x00\x0b")
def test_a_workbook_of_any_text_opens_again(text):
    [[value]] = reopened(write_workbook([("表", [[text]])]))

    assert lines_of(value or "") == lines_of(safe_cell(text))


@given(anything)
@example("水渠\uffff堵了")
@example("=1+1")
def test_a_verbatim_workbook_gives_back_what_was_typed(text):
    [[value]] = reopened(write_workbook([("表", [[text]])], verbatim=True))

    assert lines_of(value or "") == lines_of(file_text(text))


@given(st.lists(anything, min_size=2, max_size=4))
@example(["水渠\uffff堵了", "\ud800"])
def test_a_csv_of_any_text_is_utf_8_and_has_as_many_cells(texts):
    read = write_csv([texts]).decode("utf-8-sig")

    [row] = csv.reader(io.StringIO(read, newline=""))
    assert row == [safe_cell(text) for text in texts]


@given(anything)
@example("水渠\uffff堵了")
def test_a_letter_of_any_text_opens_again(text):
    letter = OfficialLetter(title=text, day=DAY)
    letter.paragraph(text)
    letter.table(["列"], [[text]])

    document = Document(io.BytesIO(letter.to_bytes()))
    cell = document.tables[0].rows[1].cells[0]
    assert "".join(cell.text.split()) == "".join(file_text(text).split())


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_what_a_spreadsheet_would_run_is_text(start):
    [[value]] = reopened(write_workbook([("表", [[f"{start}1+1"]])]))

    assert value.startswith("'")


@given(anything)
def test_what_a_person_types_holds_nothing_that_a_file_cannot(text):
    assert file_text(clean_text(text)) == clean_text(text)


def test_a_character_that_cannot_be_written_is_seen_to_be_missing():
    assert file_text("水渠\uffff堵了") == f"水渠{REPLACEMENT}堵了"
