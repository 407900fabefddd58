"""Work queues of the roll-up, on the workbench and the desk."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from office.web.work_queue import tiles_of
from rollups.handing.services.handing import answer_item, return_item
from rollups.months.services import roll_up_month
from rollups.reports.services.reporting import check_report
from rollups.reports.worklist import WORK_QUEUES
from tests.rollups.reported import (
    DECEMBER_1,
    WELL,
    drafted_report,
    handed_item,
    signed_item,
    speak,
)

pytestmark = pytest.mark.django_db


def waits(user):
    """The non-empty queues, by key."""
    rows = [row for row in WORK_QUEUES if row.concerns(user)]
    return {row.key: n for row in rows if (n := row.rows(user).count())}


def test_a_draft_waits_for_the_body_whose_report_it_is(county):
    drafted_report(county)

    assert waits(county.town_office) == {"check": 1}
    assert waits(county.other_office) == {}
    assert waits(county.office) == {"check": 1}


def test_a_checked_one_waits_for_another_than_who_checked_it(county):
    check_report(report=drafted_report(county), by=county.town_office)

    assert waits(county.town_office) == {}
    assert waits(county.office) == {"check": 1, "approve": 1}


def test_an_item_waits_for_its_unit_to_sign(county):
    handed_item(county)

    assert waits(county.town_handler) == {"sign": 1}
    assert waits(county.handler) == {}


def test_a_signed_item_waits_for_the_answer(county):
    signed_item(county)

    assert waits(county.town_handler) == {"answer": 1}


def test_an_answered_item_waits_to_be_published(county):
    answer_item(
        item=signed_item(county),
        text="机井已修好。",
        result_class="solved",
        by=county.town_handler,
    )

    assert waits(county.town_handler) == {}
    assert waits(county.town_office) == {"publish": 1}


def test_a_returned_item_waits_for_another_unit(county):
    return_item(item=handed_item(county), reason="不归我们管。", by=county.town_handler)

    assert waits(county.town_office) == {"returned": 1}


def test_a_deputy_is_asked_nothing(county):
    assert not any(row.concerns(county.deputy_user) for row in WORK_QUEUES)


def test_the_tiles_of_all_apps_cost_one_query(county, rf):
    handed_item(county)
    request = rf.get("/desk/")
    request.user = county.town_handler
    request.user.posts  # noqa: B018 - read once a request
    with CaptureQueriesContext(connection) as asked:
        counts = {tile.title: tile.count for tile in tiles_of(request)}

    assert len(asked) == 1
    assert counts["移交待签收"] == 1
    assert counts["移交待反馈"] == 0


@pytest.mark.parametrize(
    ("who", "make", "page"),
    [
        ("town_office", drafted_report, "rollups:reports"),
        ("town_handler", handed_item, "rollups:items"),
        ("town_handler", signed_item, "rollups:items"),
    ],
)
def test_the_tile_of_the_desk_opens_the_rows_it_counts(client, county, who, make, page):
    make(county)
    client.force_login(getattr(county, who))

    tile = next(t for t in client.get("/desk/").context["tiles"] if t.count)
    listed = client.get(tile.url)

    assert tile.url.startswith(reverse(page))
    assert len(listed.context["page"].rows) == tile.count


def test_the_workbench_shows_what_waits(client, county):
    drafted_report(county)
    client.force_login(county.office)

    page = client.get(reverse("admin:index"))

    found = {tile.title: tile for tile in page.context["tiles"]}
    assert found["月报待核对"].count == 1
    assert found["月报待核对"].url in page.content.decode()


def test_all_reports_are_listed_without_a_question(client, county):
    report = drafted_report(county)
    client.force_login(county.town_office)

    rows = client.get(reverse("rollups:reports")).context["page"].rows
    assert rows == [report]
    strange = client.get(reverse("rollups:reports"), {"show": "\x00", "after": "x"})
    assert strange.status_code == 200


def test_a_longer_list_costs_no_more_queries(client, county):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            rows = client.get(reverse("rollups:reports")).context["page"].rows
        return len(asked), len(rows)

    client.force_login(county.town_office)
    drafted_report(county)
    queries()
    first, one = queries()
    for month in (9, 10):
        speak(county, *WELL, at=f"2026-{month:02}-03 09:00")
        roll_up_month(month=date(2026, month, 1), today=DECEMBER_1)

    assert (one, queries()) == (1, (first, 3))
