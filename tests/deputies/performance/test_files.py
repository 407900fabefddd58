"""A year's workbook: export, and import of its declared activity records, once."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import write_activity_record
from deputies.models import ActivityRecord, RecordFile, Sheet
from deputies.performance.services import evaluations as performance
from deputies.performance.services.files import stage_records, take_records
from office.sheets.workbooks import write_workbook
from office.text.errors import ServiceError
from tests.deputies.people import seat
from tests.pages import source_of
from tests.sessions import at_once

YEAR = 2026
HEAD = ["代表编号", "代表", "事项", "日期", "内容"]


@pytest.fixture
def house(county):
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.chen = seat(county, "d0002", "陈禾")
    county.other_chen = seat(county, "d0003", "陈禾")
    county.year = performance.open_year(year=YEAR, by=county.office)
    return county


def workbook(*lines):
    return write_workbook([("说明", [["请填第二页"]]), ("申报核实", [HEAD, *lines])])


def staged(house, data, name="申报.xlsx"):
    return stage_records(evaluation=house.year, name=name, data=data, by=house.office)


def brought(client, house, data, name="申报.xlsx"):
    client.force_login(house.office)
    url = reverse("deputies:performance_import", args=[YEAR])
    return client.post(url, {"file": SimpleUploadedFile(name, data)}, follow=True)


LINES = [
    ["", "刘青", "矛盾调处", "2026-11-05", "调解两户排水纠纷"],
    ["d0003", "陈禾", "培训", "2026年10月9日", "县里的代表培训"],
    ["", "陈禾", "走访", "2026-10-09", "走访六户"],
    ["", "刘青", "报到", "2026-10-09", "来了"],
    ["", "刘青", "走访", "2025-10-09", "去年的事"],
    ["d0009", "刘青", "走访", "2026-10-09", "走访"],
    ["", "刘青", "矛盾调处", "2026/11/5", "调解两户排水纠纷"],
    ["d0001", "陈禾", "走访", "哪天", "走访"],
]


def test_a_file_is_read_dry_and_then_written_down_once(client, house):
    page = brought(client, house, workbook(*LINES))
    text = page.content.decode()

    assert "2 行会记入" in text
    assert "有 2 位代表叫“陈禾”，请填代表编号" in text
    assert "事项要是" in text
    assert "不是 2026 年的事" in text
    assert "没有编号是“d0009”的在任代表" in text
    assert "和第 2 行一样" in text
    assert "编号 d0001 是刘青" in text
    assert not ActivityRecord.objects.exists()

    url = reverse("deputies:performance_file", args=[RecordFile.objects.get().pk])
    for _ in range(2):
        assert client.post(url, follow=True).status_code == 200

    found = set(ActivityRecord.objects.values_list("deputy__code", "kind", "day"))
    assert found == {
        ("d0001", "mediation", date(2026, 11, 5)),
        ("d0003", "training", date(2026, 10, 9)),
    }
    assert set(ActivityRecord.objects.values_list("column", flat=True)) == {"declared"}


def test_the_workbook_holds_the_columns_apart_and_reads_back_as_known(client, house):
    event = {"key": "a", "title": "调解两户排水纠纷", "day": date(2026, 11, 5)}
    write_activity_record(deputy=house.liu.deputy, kind=RecordKind.MEDIATION, **event)
    write_activity_record(
        deputy=house.liu.deputy,
        kind=RecordKind.CHECK_IN,
        day=date(2026, 11, 5),
        key="b",
        title="=1+1",
    )
    performance.count_year(evaluation=house.year, by=house.office)
    client.force_login(house.office)

    data = client.get(reverse("deputies:performance_workbook", args=[YEAR])).content
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["得分", "明细", "评分规则", "申报核实"]
    rows = {row[1]: row for row in book["得分"].iter_rows(values_only=True)}
    sheet = Sheet.objects.get(mandate=house.liu.mandate)
    assert rows["刘青"][4:8] == (sheet.automatic, sheet.declared, 0, sheet.total)
    assert "'=1+1" in [row[5] for row in book["明细"].iter_rows(values_only=True)]
    page = source_of(brought(client, house, data))
    assert "0 行会记入，1 行记过" in page


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 40,
        b"PK\x03\x04 broken",
        "代表,事项\n刘青,走访".encode(),
        "代表,事项,日期,内容".encode("gb18030"),
        workbook(),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(client, house, data):
    page = brought(client, house, data)

    assert page.status_code == 200
    assert not RecordFile.objects.exists()
    assert 'class="errorlist"' in page.content.decode() or "is-invalid" in (
        page.content.decode()
    )


def test_a_csv_of_an_old_spreadsheet_is_read(house):
    text = "姓名;事项;日期;内容\n刘青;志愿服务;2026.3.5;清理河道"
    file = staged(house, text.encode("gb18030"), "表.csv")

    assert take_records(file=file, by=house.office) == 1


def test_what_is_shown_takes_nothing_more(house):
    file = staged(house, workbook(LINES[0]))
    performance.count_year(evaluation=house.year, by=house.office)
    performance.show_year(evaluation=house.year, by=house.office)

    with pytest.raises(ServiceError, match="已经公示"):
        take_records(file=file, by=house.office)
    with pytest.raises(ServiceError, match="已经公示"):
        staged(house, workbook(LINES[0]))


@pytest.mark.django_db(transaction=True)
def test_two_sessions_write_the_same_files_down_once(house):
    files = [staged(house, workbook(LINES[0])) for _ in range(2)]
    left = list(files)

    given = at_once(2, lambda: take_records(file=left.pop(), by=house.office))

    assert sorted(given) == [0, 1]
    assert ActivityRecord.objects.count() == 1


def test_only_the_congress_office_may_bring_a_file(client, house):
    client.force_login(house.liu.user)
    for name in ("performance_import", "performance_workbook"):
        assert client.get(reverse(f"deputies:{name}", args=[YEAR])).status_code == 403
