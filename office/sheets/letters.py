"""Official documents as Word files, set by GB/T 9704-2012.

A4, a type area of 156 × 225 mm (margins: top 37, left 28, right 26, bottom 35), 22 lines
of 28 characters. Body in 仿宋 3号, headings in 黑体 and 楷体, the title in 小标宋 2号. Every
run names its East Asian font: without ``w:eastAsia`` Word takes another, and without
``w:hint`` it sets “” and … in the western one.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import (
    WD_ALIGN_PARAGRAPH,
    WD_LINE_SPACING,
    WD_TAB_ALIGNMENT,
)
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from office.text.cleaning import file_text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, FANGSONG, HEI, KAI, TITLE = (
    "宋体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "方正小标宋简体",
)
WESTERN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4 = Pt(22), Pt(16), Pt(14), Pt(12)
# 225 mm for 22 lines, 156 mm for 28 characters (the grid is told in twentieths of a
# point and 4096ths of a point).
LINE = Pt(28.95)
LINE_PITCH, CHARACTER_SPACE = "579", "-841"
RED = RGBColor(0xC0, 0x00, 0x00)


class OfficialLetter:
    """A document that is written from top to bottom, and given as bytes at the end."""

    def __init__(self, *, title: str, day: date):
        self.document = Document()
        self.document.core_properties.title = file_text(title)[:255]
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        _set_page(self.document)
        _set_body(self.document)
        _number_pages(self.document)
        self.day = day

    def masthead(self, name: str, *, issue: str, unit: str) -> None:
        """发文机关标志 in red, the issue below it, unit and day above the red line."""
        heading = self._paragraph(name, TITLE, Pt(36), WD_ALIGN_PARAGRAPH.CENTER)
        heading.paragraph_format.line_spacing = Pt(56)
        heading.runs[0].font.color.rgb = RED
        self._paragraph(issue, FANGSONG, SIZE_3, WD_ALIGN_PARAGRAPH.CENTER)
        line = self._paragraph(f"{unit}\t{cn_day(self.day)}", FANGSONG, SIZE_3)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        _underline(line)

    def title(self, text: str) -> None:
        """标题: 2号小标宋, centred, with an empty line before and after."""
        self._paragraph("", FANGSONG, SIZE_3)
        heading = self._paragraph(text, TITLE, SIZE_2, WD_ALIGN_PARAGRAPH.CENTER)
        heading.paragraph_format.line_spacing = Pt(34)
        self._paragraph("", FANGSONG, SIZE_3)

    def heading(self, text: str, *, level: int = 1) -> None:
        """“一、” in 黑体; “（一）” in 楷体."""
        font = HEI if level == 1 else KAI
        heading = self._paragraph(text, font, SIZE_3, indent=True)
        heading.paragraph_format.keep_with_next = True

    def paragraph(self, text: str) -> None:
        for part in text.splitlines():
            if part.strip():
                self._paragraph(part.strip(), FANGSONG, SIZE_3, indent=True)

    def addressee(self, text: str) -> None:
        """主送机关, flush left, with its colon."""
        self._paragraph(f"{text}：", FANGSONG, SIZE_3)

    def table(self, head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """A ruled table in 小4号; its head is repeated on each page."""
        table = self.document.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            _fill(cell, text, HEI)
        _repeat(table.rows[0])
        for line in lines:
            cells = table.add_row().cells
            for cell, text in zip(cells, line, strict=True):
                _fill(cell, text, FANGSONG)

    def annex(self, name: str) -> None:
        """附件说明: one line below the text, nothing after the name."""
        self._paragraph("", FANGSONG, SIZE_3)
        self._paragraph(f"附件：{name}", FANGSONG, SIZE_3, indent=True)

    def signature(self, unit: str) -> None:
        """署名 and 成文日期: Arabic figures, no leading zeros, four characters from right."""
        self._paragraph("", FANGSONG, SIZE_3)
        for text in (unit, cn_day(self.day)):
            line = self._paragraph(text, FANGSONG, SIZE_3, WD_ALIGN_PARAGRAPH.RIGHT)
            _indent(line, right_chars=4)

    def copies(self, text: str) -> None:
        """抄送 in 4号仿宋 between two lines, at the end."""
        line = self._paragraph(f"抄送：{text}。", FANGSONG, SIZE_4)
        _indent(line, left_chars=1, right_chars=1)
        _underline(line, above=True, color="000000", width="6")

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _paragraph(
        self,
        text: str,
        font: str,
        size: Pt,
        alignment: Any = None,
        *,
        indent: bool = False,
    ) -> Paragraph:
        line = self.document.add_paragraph()
        line.alignment = alignment
        _write(line, text, font, size)
        if indent:
            _indent(line, first_chars=2)
        return line


def cn_day(day: date) -> str:
    """``2026年11月3日``: the day of a document has no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def document_number(prefix: str, year: int, number: int) -> str:
    """``费人大〔2026〕3号``: six-cornered brackets, no 第, no leading zeros."""
    return f"{prefix}〔{year}〕{number}号"


def _set_page(document: DocumentFile) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The number stands 7 mm below the type area.
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), LINE_PITCH)
    grid.set(qn("w:charSpace"), CHARACTER_SPACE)


def _set_body(document: DocumentFile) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = WESTERN, SIZE_3
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.space_before = layout.space_after = Pt(0)


def _number_pages(document: DocumentFile) -> None:
    """— 1 — in 4号宋体: odd pages right, even pages left, one character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment = alignment
        _write(line, "— ", SONG, SIZE_4)
        _field(_write(line, "", SONG, SIZE_4), "PAGE")
        _write(line, " —", SONG, SIZE_4)
        _indent(line, left_chars=1, right_chars=1)


def _write(line: Paragraph, text: str, font: str, size: Pt) -> Run:
    run = line.add_run(file_text(text))
    run.font.name, run.font.size = WESTERN, size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    return run


def _field(run: Run, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)


def _indent(
    line: Paragraph, *, first_chars: int = 0, left_chars: int = 0, right_chars: int = 0
) -> None:
    """In characters, so that it follows the size of the type."""
    indent = line._element.get_or_add_pPr().get_or_add_ind()
    for name, chars in (
        ("firstLine", first_chars),
        ("left", left_chars),
        ("right", right_chars),
    ):
        if chars:
            indent.set(qn(f"w:{name}Chars"), str(chars * 100))
            indent.set(qn(f"w:{name}"), str(chars * 320))


def _underline(
    line: Paragraph, *, above: bool = False, color: str = "C00000", width: str = "12"
) -> None:
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement("w:top" if above else "w:bottom")
    for name, value in (
        ("val", "single"),
        ("sz", width),
        ("space", "4"),
        ("color", color),
    ):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    properties = line._element.get_or_add_pPr()
    # The schema has an order: borders come before spacing, indents and alignment.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _fill(cell: _Cell, text: str, font: str) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.line_spacing = Pt(20)
    _write(line, text, font, SIZE_SMALL_4)


def _repeat(row) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
