"""Reminders of the roll-up: to whom, from which day, once a day, on worked days only."""

from datetime import date

import pytest

from office.models import Notice
from rollups.handing.services.handing import sign_item
from rollups.handing.services.reminders import notify_of_rollups
from rollups.models import Report, ReportItem
from rollups.reports.services.reporting import check_report
from tests.county import moment
from tests.rollups.reported import approved_report, drafted_report, handed_item

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 12, 2)


def told(user, kind):
    rows = Notice.objects.filter(user=user, kind=kind).order_by("pk")
    return list(rows.values_list("text", flat=True))


def test_a_draft_is_asked_for_of_its_own_body_once_a_day(county):
    draft = drafted_report(county)

    assert notify_of_rollups(today=WEDNESDAY) > 0
    assert notify_of_rollups(today=WEDNESDAY) == 0

    assert told(county.town_office, "report_waiting") == [f"{draft}等核对。"]
    assert told(county.other_office, "report_waiting") == []
    notify_of_rollups(today=date(2026, 12, 3))
    assert len(told(county.town_office, "report_waiting")) == 2


@pytest.mark.parametrize("day", [date(2026, 12, 5), date(2026, 12, 6)])
def test_nobody_is_reminded_on_a_day_that_is_not_worked(county, day):
    drafted_report(county)

    assert notify_of_rollups(today=day) == 0
    assert not Notice.objects.filter(kind="report_waiting").exists()


def test_a_checked_one_waits_for_another_than_who_checked_it(county):
    report = drafted_report(county)
    check_report(report=report, by=county.town_office)

    notify_of_rollups(today=WEDNESDAY)

    assert told(county.town_office, "report_waiting") == []
    whole = Report.objects.get(town=None)
    assert told(county.office, "report_waiting")[-1] == f"{whole}等核对。"


def test_an_approved_one_waits_for_nobody(county):
    approved_report(county)

    notify_of_rollups(today=date(2026, 12, 3))

    assert told(county.town_office, "report_waiting") == []


@pytest.mark.parametrize(
    ("day", "text"),
    [
        # Handed over on the 2nd: to be signed by the 7th, answered by the 16th.
        (date(2026, 12, 7), None),
        (date(2026, 12, 8), "前签收"),
    ],
)
def test_an_item_is_late_to_be_signed_the_day_after(county, day, text):
    item = handed_item(county)

    notify_of_rollups(today=day)

    found = told(county.town_handler, "item_unanswered")
    assert [text in one for one in found] == [True] * bool(text)
    assert told(county.town_office, "item_unanswered") == []
    assert not text or f"“{item.title}”" in found[0]


def signed(county):
    item = handed_item(county)
    sign_item(item=item, by=county.town_handler, at=moment("2026-12-03 09:00"))
    item.refresh_from_db()
    return item


def test_before_its_warning_day_a_signed_item_is_left_alone(county):
    item = signed(county)
    eve = item.warn_on - (date(2026, 12, 2) - date(2026, 12, 1))

    notify_of_rollups(today=eve)

    assert told(county.town_handler, "item_unanswered") == []


def test_from_its_warning_day_the_unit_is_reminded_and_late_both_are(county):
    item = signed(county)

    notify_of_rollups(today=item.warn_on)
    assert "请" in told(county.town_handler, "item_unanswered")[0]
    assert told(county.town_office, "item_unanswered") == []

    notify_of_rollups(today=item.due_on)
    assert "超期" not in "".join(told(county.town_handler, "item_unanswered"))
    notify_of_rollups(today=date(2026, 12, 17))
    assert "已经超期" in told(county.town_handler, "item_unanswered")[-1]
    assert "已经超期" in told(county.town_office, "item_unanswered")[0]


def test_a_reminder_leads_to_its_page(county):
    item = handed_item(county)

    notify_of_rollups(today=date(2026, 12, 8))

    row = Notice.objects.get(user=county.town_handler, kind="item_unanswered")
    assert row.url == ReportItem.objects.get(pk=item.pk).get_absolute_url()
