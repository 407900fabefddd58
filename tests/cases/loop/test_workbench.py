"""The office's list: filters, bulk actions with preview, export."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.loop.enums import CaseStatus, Grade, Verb
from cases.loop.services import exports, routing
from cases.models import Case
from office.models import AuditEntry
from tests import county as made

pytestmark = pytest.mark.django_db
LIST = reverse("admin:cases_case_changelist")
BULK = reverse("admin:cases_case_bulk")


def export_url(kind):
    return reverse("admin:cases_case_export", args=[kind])


@pytest.fixture
def office(client, county):
    client.force_login(county.office)
    return client


def numbers(response):
    return {case.number for case in response.context["page"].rows}


# --- The list ---------------------------------------------------------------------------


def test_the_office_sees_all_and_a_town_its_own(client, county):
    ours = made.submitted(county)
    theirs = made.submitted(county, division=county.other_town, station=None)

    client.force_login(county.office)
    assert numbers(client.get(LIST)) == {ours.number, theirs.number}
    client.force_login(county.other_office)
    assert numbers(client.get(LIST)) == {theirs.number}


@pytest.mark.parametrize("who", ["keeper", "handler", "dispatcher", "deputy_user"])
def test_the_list_is_for_congresses(client, county, who):
    client.force_login(getattr(county, who))

    assert client.get(LIST).status_code == 302
    assert client.get(export_url("csv")).status_code in (302, 403)
    assert client.post(BULK, {"what": "urge"}).status_code in (302, 403)


def test_filters_narrow_and_stand_in_the_address(office, county):
    handled = made.in_hand(county, text="井盖丢了。")
    new = made.submitted(county, text="路灯不亮。")

    def found(**asked):
        return numbers(office.get(LIST, asked))

    assert found(status="received") == {new.number}
    assert found(unit=county.water.pk) == {handled.number}
    assert found(town=county.town.pk) == {handled.number, new.number}
    assert found(town=county.other_town.pk) == set()
    assert found(q="井盖") == {handled.number}
    assert found(q="井盖", status="received") == set()
    assert found(show="stuck") == set()


def test_the_tabs_count_what_they_open(office, county):
    made.rated(county, Grade.NOT_SOLVED)
    made.drafted(county)
    late = made.in_hand(county)
    Case.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(2))

    saved = {duty.key: count for duty, count in office.get(LIST).context["saved"]}
    assert saved["stuck"] == 1
    for key, count in saved.items():
        rows = office.get(LIST, {"show": key}).context["page"].rows
        assert len(rows) == count, key


def test_pages_follow_each_other_by_key(office, county):
    cases = [made.submitted(county, text=f"第 {n} 件。") for n in range(45)]
    first = office.get(LIST)
    second = office.get(LIST, {"after": first.context["page"].next})

    assert len(first.context["page"].rows) == 40
    assert numbers(first) | numbers(second) == {case.number for case in cases}
    assert not numbers(first) & numbers(second)


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_list_asks_no_more_of_the_database(
    office, county, django_assert_max_num_queries, count
):
    for _ in range(count):
        made.in_hand(county)
    office.get(LIST)

    with django_assert_max_num_queries(12):
        assert len(office.get(LIST).context["page"].rows) == count


# --- Bulk -------------------------------------------------------------------------------


def test_the_preview_says_what_will_happen_and_changes_nothing(office, county):
    ready, new = made.accepted(county), made.submitted(county)
    data = {"what": "assign", "lead": county.water.pk, "case": [ready.pk, new.pk]}
    page = office.post(BULK, data)

    preview = {case.pk: skipped for case, skipped in page.context["preview"]}
    assert preview[ready.pk] == ""
    assert "待受理" in preview[new.pk]
    assert page.context["due"]
    ready.refresh_from_db()
    assert ready.status == CaseStatus.ACCEPTED


def test_confirmed_it_is_done_and_told_case_by_case(office, county):
    ready, gone = made.accepted(county), made.accepted(county)
    data = {"what": "assign", "lead": county.water.pk, "case": [ready.pk, gone.pk]}
    office.post(BULK, data)
    # Between preview and confirmation a concurrent change was made.
    routing.assign_case(case=gone, lead=county.roads, by=county.office2)
    page = office.post(BULK, {**data, "confirmed": "1"}, follow=True)

    ready.refresh_from_db()
    gone.refresh_from_db()
    assert (ready.holder, gone.holder) == (county.water, county.roads)
    data = [str(message) for message in page.context["messages"]]
    assert "办了 1 件。" in data
    assert any(gone.number in line for line in data)


def test_after_a_bulk_action_the_filter_is_still_there(office, county):
    case = made.in_hand(county)
    data = {"what": "urge", "case": [case.pk], "confirmed": "1"}
    answer = office.post(f"{BULK}?status=in_hand", data)

    assert answer["Location"] == f"{LIST}?status=in_hand"


def test_urging_twice_a_day_is_foreseen(office, county):
    case = made.in_hand(county)
    data = {"what": "urge", "case": [case.pk]}
    office.post(BULK, {**data, "confirmed": "1"})
    preview = office.post(BULK, data).context["preview"]

    assert preview[0][1] == "今天已经催办过，跳过"
    assert case.events.filter(verb=Verb.URGE).count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"what": "assign"},
        {"what": "assign", "case": ["x", "-1", "9" * 40]},
        {"what": "explode", "case": ["1"]},
        {"what": "urge", "case": ["1"], "note": "\x00"},
    ],
)
def test_a_bulk_action_without_sense_is_a_sentence(office, county, data):
    page = office.post(BULK, data, follow=True)

    assert page.status_code == 200
    assert list(page.context["messages"])


def test_a_town_moves_only_its_own(client, county):
    theirs = made.accepted(county)
    client.force_login(county.other_office)
    data = {"what": "assign", "lead": county.water.pk, "case": [theirs.pk]}
    client.post(BULK, {**data, "confirmed": "1"})

    theirs.refresh_from_db()
    assert theirs.status == CaseStatus.ACCEPTED


# --- Export -----------------------------------------------------------------------------


def sheet_of(response):
    book = load_workbook(io.BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_the_xlsx_opens_and_holds_the_rows_of_the_page(office, county):
    kept = made.in_hand(county, text="电话 13805390000，井盖丢了。")
    made.submitted(county, text="路灯不亮。")
    rows = sheet_of(office.get(export_url("xlsx"), {"q": "井盖"}))

    head, *lines = rows
    assert head == list(exports.HEAD)
    assert [line[0] for line in lines] == [kept.number]
    assert "13805390000" not in str(rows)
    assert lines[0][head.index("状态")] == "办理中"


def test_the_csv_opens_in_a_spreadsheet(office, county):
    case = made.submitted(county)
    answer = office.get(export_url("csv"))
    text = answer.content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert [row[0] for row in rows] == [exports.HEAD[0], case.number]


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)"])
def test_no_cell_is_a_formula(office, county, formula):
    made.submitted(county, text=formula + "，水渠堵了。")
    book = load_workbook(io.BytesIO(office.get(export_url("xlsx")).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]

    assert any(formula in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    lines = office.get(export_url("csv")).content.decode("utf-8-sig")
    parsed = [cell for row in csv.reader(io.StringIO(lines)) for cell in row]
    assert not [cell for cell in parsed if cell.startswith(("=", "+", "-", "@"))]


def test_a_file_has_an_end(office, county, settings, monkeypatch):
    for _ in range(3):
        made.submitted(county)
    monkeypatch.setattr(exports, "MOST_ROWS", 2)

    assert len(sheet_of(office.get(export_url("xlsx")))) == 1 + 2


def test_taking_a_file_away_is_written_down(office, county):
    made.submitted(county)
    office.get(export_url("csv"))

    entry = AuditEntry.objects.get(action="export_cases")
    assert entry.user == county.office


def test_an_unknown_kind_of_file_is_refused(office, county):
    assert office.get(export_url("exe")).status_code == 403


def test_a_town_takes_only_its_own(client, county):
    made.submitted(county)
    client.force_login(county.other_office)

    assert len(sheet_of(client.get(export_url("xlsx")))) == 1
