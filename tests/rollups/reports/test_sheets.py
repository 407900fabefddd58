"""The Word report and its annex, read back and measured against GB/T 9704-2012."""

import io
import zipfile

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import load_workbook

from rollups.reports.page import contents_of
from rollups.reports.sheets.annex import annex_of
from rollups.reports.sheets.letter import letter_of
from tests.rollups.reported import approved_report, drafted_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(county):
    report = approved_report(county)
    return Document(io.BytesIO(letter_of(report, contents_of(report))))


def line_of(letter, text):
    return next(line for line in letter.paragraphs if text in line.text)


def fonts(line):
    found = line.runs[0]._element.rPr.find(qn("w:rFonts"))
    return found.get(qn("w:eastAsia")), found.get(qn("w:ascii"))


def test_the_page_is_a4_with_the_type_area_of_the_standard(letter):
    section = letter.sections[0]
    near = Mm(0.1)
    assert abs(section.page_width - Mm(210)) < near
    assert abs(section.page_height - Mm(297)) < near
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert abs(width - Mm(156)) < near
    assert abs(height - Mm(225)) < near
    assert abs(section.top_margin - Mm(37)) < near
    assert abs(section.left_margin - Mm(28)) < near


def test_a_page_holds_22_lines_of_28_characters(letter):
    style = letter.styles["Normal"]
    assert style.font.size == Pt(16)
    assert int(Mm(225) / style.paragraph_format.line_spacing) == 22
    assert int(Mm(156) / Pt(16) + 0.5) == 28
    grid = letter.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"


def test_every_part_has_its_font(letter):
    assert fonts(line_of(letter, "社情民意月报"))[0] == "方正小标宋简体"
    assert fonts(line_of(letter, "探沂镇2026年11月社情民意"))[0] == "方正小标宋简体"
    assert fonts(line_of(letter, "一、总体情况")) == ("黑体", "Times New Roman")
    assert fonts(line_of(letter, "（一）按类别"))[0] == "楷体_GB2312"
    assert fonts(line_of(letter, "收到群众意见 3 件"))[0] == "仿宋_GB2312"


def test_chinese_marks_are_set_in_the_chinese_font(letter):
    for line in letter.paragraphs:
        for run in line.runs:
            fonts = run._element.rPr.find(qn("w:rFonts"))
            assert fonts.get(qn("w:hint")) == "eastAsia"


def test_the_five_sections_stand_in_their_order(letter):
    text = "\n".join(line.text for line in letter.paragraphs)
    places = [
        text.index(heading)
        for heading in (
            "一、总体情况",
            "二、热点问题",
            "三、苗头倾向",
            "四、上期移交事项办理",
            "五、意见建议",
        )
    ]
    assert places == sorted(places)
    assert "机井" in text
    assert "移交探沂镇人民政府" in text


def test_pages_are_numbered_outside_with_dashes(letter):
    assert letter.settings.odd_and_even_pages_header_footer
    section = letter.sections[0]
    for footer in (section.footer, section.even_page_footer):
        line = footer.paragraphs[0]
        assert line.text.startswith("— ")
        assert line.text.endswith(" —")
        assert "PAGE" in footer._element.xml
        assert line.runs[0].font.size == Pt(14)


def test_the_day_has_no_leading_zeros_and_nothing_follows_the_annex(letter):
    texts = [line.text for line in letter.paragraphs]
    annex = next(text for text in texts if text.startswith("附件："))
    assert annex[-1] not in "。；，"
    assert not any(f"年0{n}月" in text for text in texts for n in range(10))


def test_a_draft_says_that_it_is_one(county):
    report = drafted_report(county)
    draft = Document(io.BytesIO(letter_of(report, contents_of(report))))
    assert any("未批准" in line.text for line in draft.paragraphs)


def test_no_phone_of_a_resident_is_in_the_file(county):
    report = drafted_report(
        county,
        "王富村的机井抽不上水，麦地浇不了，打我电话13805391234。",
        "村里的机井抽不上水已经半个月，麦地没法浇，电话13805391234。",
        "王富村机井抽不上水来，麦地都旱了，浇不了，找13805391234。",
    )
    data = letter_of(report, contents_of(report))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = b"".join(parts.read(name) for name in parts.namelist()).decode(
            "utf-8", "ignore"
        )
    assert "13805391234" not in xml
    assert "机井" in xml


def test_the_annex_says_the_same_numbers(county):
    report = approved_report(county)
    book = load_workbook(io.BytesIO(annex_of(report, contents_of(report))))
    assert book.sheetnames == [
        "合计",
        "类别",
        "村居",
        "联络站",
        "来源",
        "热点",
        "移交事项",
        "上期移交事项",
    ]
    total = dict(zip(*book["合计"].iter_rows(values_only=True), strict=True))
    assert total["收到"] == 3
    by_category = [
        row[1] for row in book["类别"].iter_rows(min_row=2, values_only=True)
    ]
    assert sum(by_category) == 3
    assert "机井" in book["热点"]["A2"].value


def test_both_files_are_downloaded_by_name_and_written_down(county, client):
    report = approved_report(county)
    client.force_login(county.town_office)
    word = client.get(reverse("rollups:word", args=[report.pk]))
    annex = client.get(reverse("rollups:annex", args=[report.pk]))
    assert word.content[:2] == annex.content[:2] == b"PK"
    assert "filename*=utf-8''" in word["Content-Disposition"]
    client.force_login(county.handler)
    assert client.get(reverse("rollups:word", args=[report.pk])).status_code == 403
