"""Import: every row has a disposition, nothing is taken in twice, nothing is lost."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.imports.enums import RowDisposition
from cases.imports.services import chunks as import_chunks
from cases.imports.services import imports
from cases.imports.services.imports import (
    correct_row,
    run_import,
    stage_import,
    start_import,
)
from cases.imports.sheets import rejected as import_files
from cases.imports.sheets.tables import read_sheet
from cases.loop.enums import CaseStatus, IntakeChannel
from cases.loop.services import copying
from cases.loop.services.intake import submit_case
from cases.loop.services.moves import CaseError
from cases.models import Case, CaseEvent, ImportBatch, ImportRow, Submitter
from office.models import Division, Notice
from tests.county import moment, said
from tests.sessions import at_once, together

HEAD = "时间,地点,内容,姓名,电话,类别\n"


def staged(county, *lines, head=HEAD, name="登记表.csv", **more):
    data = (head + "\n".join(lines)).encode()
    return stage_import(name=name, data=data, by=county.office, **more)


def many(count, start=0):
    return [
        f"2026-11-03,王富村,第 {n} 号路灯不亮,,," for n in range(start, start + count)
    ]


def dispositions(batch):
    return [(row.disposition, row.reason) for row in batch.rows.order_by("line")]


def test_the_dry_run_gives_every_row_its_disposition_and_makes_no_case(county):
    batch = staged(
        county,
        "2026-11-03,王富村,路灯不亮,李大山,13805390000,",
        "2026-11-03,王富村,路灯不亮,李大山,13805390000,",
        "昨天,王富村,水渠堵了,,,",
        "2026-11-03,某某村,水渠堵了,,,",
    )

    assert dispositions(batch) == [
        (RowDisposition.NEW, ""),
        (RowDisposition.KNOWN, "与第 2 行相同"),
        (RowDisposition.REFUSED, "时间“昨天”认不出来，请写成 2026-11-03 这样"),
        (RowDisposition.NEW, "地点“某某村”不在区划名录里，先记到费县"),
    ]
    assert not Case.objects.exists()


def test_a_row_taken_in_is_the_same_case_as_one_said_at_the_station(county):
    run_import(
        batch=staged(
            county,
            "2026-11-02 09:00,,村东头的水渠堵了，下雨就淹路。,李大山,13805390000,",
            station=county.station,
        )
    )
    live = submit_case(intake=said(county, division=county.town))
    made = Case.objects.get(channel=IntakeChannel.IMPORT)
    same = ["title", "text", "division", "holder", "level", "status", "received_at"]

    assert [getattr(made, f) for f in same] == [getattr(live, f) for f in same]
    assert made.submitter.phone_hash == live.submitter.phone_hash
    assert made.submitter.phone == "13805390000"
    assert made.events.get().public_note == live.events.get().public_note
    assert Case.objects.matching("水渠").count() == 2


def test_numbers_go_on_where_live_intake_stopped(county):
    submit_case(intake=said(county))

    run_import(batch=staged(county, *many(3)))

    numbers = Case.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [f"探沂〔2026〕00{n}号" for n in (1, 2, 3, 4)]


def test_the_same_file_again_is_known_row_by_row(county):
    run_import(batch=staged(county, *many(3)))

    again = run_import(batch=staged(county, *many(4)))

    assert [disposition for disposition, _ in dispositions(again)] == [
        RowDisposition.KNOWN
    ] * 3 + [RowDisposition.NEW]
    assert Case.objects.count() == 4


def test_a_run_killed_half_way_goes_on_and_ends_the_same(county, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 10)
    batch = staged(county, *many(35))
    calls = []
    whole = copying.copy_rows

    def dies_later(rows):
        calls.append(rows)
        if len(calls) == 8:  # in the second chunk, when its cases are already written
            raise KeyboardInterrupt
        whole(rows)

    monkeypatch.setattr(import_chunks, "copy_rows", dies_later)
    with pytest.raises(KeyboardInterrupt):
        run_import(batch=batch)
    monkeypatch.setattr(import_chunks, "copy_rows", whole)
    assert Case.objects.count() == 10

    run_import(batch=batch)
    run_import(batch=batch)

    assert Case.objects.count() == Submitter.objects.count() == 35
    assert CaseEvent.objects.count() == 35
    batch.refresh_from_db()
    assert batch.done_count == 35 and batch.carried_out_at


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_each_row_in_once(county, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 10)
    batch = staged(county, *many(60))

    results = at_once(2, lambda: run_import(batch=batch))

    assert [type(result) for result in results] == [ImportBatch] * 2
    assert Case.objects.count() == 60
    assert ImportRow.objects.filter(case__isnull=False).count() == 60
    assert Case.objects.values("number").distinct().count() == 60


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_two_clerks_at_once_is_taken_in_once(county, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 10)
    first, second = staged(county, *many(30)), staged(county, *many(30))

    results = together(
        lambda: run_import(batch=first), lambda: run_import(batch=second)
    )

    assert [type(result) for result in results] == [ImportBatch] * 2
    assert Case.objects.count() == 30
    assert not ImportRow.objects.filter(case__isnull=True).exists()


def test_a_corrected_row_is_taken_in_and_the_original_is_kept(county):
    batch = run_import(batch=staged(county, "昨天,王富村,水渠堵了,,,"))
    row = batch.rows.get()

    row = correct_row(row=row, values={"at": "2026-11-03"}, by=county.office)
    start_import(batch=batch, by=county.office)
    run_import(batch=batch)

    row.refresh_from_db()
    assert row.raw["时间"] == "昨天"
    assert row.case.received_at == moment("2026-11-03 00:00")


def test_a_correction_that_repeats_another_row_is_seen(county):
    batch = staged(county, "2026-11-03,王富村,路灯不亮,,,", "昨天,王富村,路灯不亮,,,")
    row = batch.rows.get(disposition=RowDisposition.REFUSED)

    row = correct_row(row=row, values={"at": "2026-11-03"}, by=county.office)

    assert (row.disposition, row.reason) == (RowDisposition.KNOWN, "与第 2 行相同")


def test_a_row_that_needs_no_correction_is_left_alone(county):
    row = staged(county, "2026-11-03,王富村,路灯不亮,,,").rows.get()

    with pytest.raises(CaseError, match="不用改正"):
        correct_row(row=row, values={"text": "别的"}, by=county.office)


def test_an_import_without_waiting_rows_cannot_be_confirmed(county):
    batch = run_import(batch=staged(county, *many(1)))

    with pytest.raises(CaseError, match="没有可以导入的行"):
        start_import(batch=batch, by=county.office)


def test_the_units_are_told_once_a_file_and_not_once_a_case(county):
    run_import(batch=staged(county, *many(5)))

    notices = Notice.objects.filter(kind="import")
    assert list(notices.values_list("user__username", flat=True)) == ["tanyi_renda"]
    assert "5 件" in notices.get().text


@pytest.mark.parametrize(
    ("place", "text", "at", "remark"),
    [
        ("探沂镇王富村", "路灯不亮", "village", ""),
        ("王富", "路灯不亮", "village", ""),
        ("探沂", "路灯不亮", "town", ""),
        ("费县", "路灯不亮", "division", ""),
        ("", "探沂镇的路灯不亮", "town", "没有写地点，按内容里提到的探沂镇算"),
        ("", "路灯不亮", "division", "没有写地点，先记到费县"),
        ("A3区", "路灯不亮", "division", "地点“A3区”不在区划名录里，先记到费县"),
    ],
)
def test_a_place_is_found_in_the_divisions(county, place, text, at, remark):
    batch = run_import(batch=staged(county, f"2026-11-03,{place},{text},,,"))

    assert Case.objects.get().division == getattr(county, at)
    assert batch.rows.get().reason == remark


def test_a_village_name_that_two_towns_have_needs_its_town(county):
    Division.objects.create(
        code="371325109201", name="王富村", level="village", parent=county.other_town
    )

    run_import(
        batch=staged(
            county,
            "2026-11-03,王富村,路灯不亮,,,",
            "2026-11-03,石井镇王富村,水渠堵了,,,",
        )
    )

    places = Case.objects.order_by("pk").values_list("division__code", flat=True)
    assert list(places) == ["371325", "371325109201"]


def test_a_label_of_another_system_is_matched_or_said_to_be_unknown(county):
    batch = run_import(
        batch=staged(
            county,
            "2026-11-03,王富村,路灯不亮,,,莫名其妙",
        )
    )

    assert Case.objects.get().category is None
    assert batch.rows.get().reason == "类别“莫名其妙”对不上，受理时再定"


def test_what_was_not_taken_in_can_be_downloaded_put_right_and_sent_again(county):
    batch = run_import(batch=staged(county, *many(1), '昨天,王富村,"=1+1 水渠堵了",,,'))

    data = import_files.write_remaining(batch)

    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    sheet = read_sheet(data)
    assert len(sheet.rows) == 1
    assert "认不出来" in sheet.rows[0][1][-1]
    again = stage_import(name="r.xlsx", data=data, by=county.office)
    assert again.rows.get().raw["内容"] == "=1+1 水渠堵了"


# --- Pages ------------------------------------------------------------------------------


def upload(client, data=None, name="登记表.csv", **more):
    if data is None:
        data = (
            HEAD + "2026-11-03,王富村,路灯不亮,,,\n昨天,王富村,水渠堵了,,,"
        ).encode()
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("cases:case_import"), {"file": file, **more})


def test_the_office_uploads_looks_and_confirms(client, county):
    client.force_login(county.office)
    response = upload(client, station=county.station.pk)
    batch = ImportBatch.objects.get()
    page = client.get(response.url).content.decode()

    assert "1 行会新建" in page
    assert "认不出来" in page

    client.post(response.url)
    batch.refresh_from_db()
    assert batch.started_at is not None
    assert "正在导入" in client.get(response.url).content.decode()

    run_import(batch=batch)
    assert "导入完成" in client.get(response.url).content.decode()
    assert Case.objects.get().status == CaseStatus.RECEIVED


def test_htmx_is_given_only_the_progress(client, county):
    client.force_login(county.office)
    batch = staged(county, *many(2))
    url = reverse("cases:case_import_batch", args=[batch.pk])

    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "2 行会新建" in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b"", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "没有找到表头"),
        (b"PK\x03\x04broken", "文件不完整"),
        ("甲,乙\n1,2".encode("utf-16"), "没有找到表头"),
        (b"a" * (20 * 1024 * 1024 + 1), "超过 20 MB"),
    ],
)
def test_a_bad_file_is_answered_with_what_to_do_and_stores_nothing(
    client, county, data, values
):
    client.force_login(county.office)

    response = upload(client, data)

    assert response.status_code == 200
    assert values in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_rows_are_filtered_by_disposition_and_a_strange_disposition_shows_all(
    client, county
):
    client.force_login(county.office)
    batch = staged(county, *many(2), "昨天,王富村,水渠堵了,,,")
    url = reverse("cases:case_import_batch", args=[batch.pk])

    assert len(client.get(url, {"disposition": "refused"}).context["page"].rows) == 1
    assert len(client.get(url, {"disposition": "'\x00"}).context["page"].rows) == 3


def test_a_row_is_put_right_on_its_page_and_what_was_typed_is_kept(client, county):
    client.force_login(county.office)
    batch = staged(county, "昨天,王富村,水渠堵了,,,")
    url = reverse("cases:case_import_row", args=[batch.pk, batch.rows.get().pk])

    wrong = client.post(url, {"text": "水渠堵了", "at": "前天"}).content.decode()
    right = client.post(url, {"text": "水渠堵了", "at": "2026-11-03"})

    assert "还不能导入：时间“前天”认不出来" in wrong
    assert 'value="前天"' in wrong
    assert right.status_code == 302
    assert batch.rows.get().disposition == RowDisposition.NEW


def test_the_remaining_rows_are_a_file(client, county):
    client.force_login(county.office)
    batch = staged(county, "昨天,王富村,水渠堵了,,,")

    response = client.get(reverse("cases:case_import_remaining", args=[batch.pk]))

    assert (
        response["Content-Disposition"]
        == f'attachment; filename="import-{batch.pk}.xlsx"'
    )
    assert response.content[:2] == b"PK"


@pytest.mark.parametrize("who", ["keeper", "handler", "town_office", "deputy_user"])
def test_nobody_but_the_county_office_may_import(client, county, who):
    client.force_login(getattr(county, who))
    batch = staged(county, *many(1))

    for name, args in [
        ("case_import", []),
        ("case_import_batch", [batch.pk]),
        ("case_import_row", [batch.pk, batch.rows.get().pk]),
        ("case_import_remaining", [batch.pk]),
    ]:
        assert client.get(reverse(f"cases:{name}", args=args)).status_code == 403


def test_the_list_of_rows_costs_the_same_queries_for_one_and_for_three(client, county):
    client.force_login(county.office)
    costs = []
    for count in (1, 3):
        batch = run_import(batch=staged(county, *many(count, start=10 * count)))
        url = reverse("cases:case_import_batch", args=[batch.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 12
