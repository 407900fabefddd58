"""Months rolled up once: by two workers, after a crash, after a missed month."""

import threading
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rollups.counting.enums import ReportState, Step
from rollups.counting.errors import RollUpError
from rollups.models import HotTopic, Report, RollUp, RollUpRow
from rollups.months import services as running
from rollups.months.services import count_again, roll_up_missing, roll_up_month
from rollups.reports.services.reporting import (
    approve_report,
    check_report,
    edit_topic,
    write_section,
)
from tests.county import moment, submitted
from tests.rollups.reported import BUS, DECEMBER_1, NOVEMBER, WELL, speak

OCTOBER = date(2026, 10, 1)


def roll_november(county):
    speak(county, *WELL, *BUS)
    return roll_up_month(month=NOVEMBER, today=DECEMBER_1)


def shape(rollup):
    rows = rollup.rows.order_by("pk").values_list(
        "dimension",
        "town",
        "station",
        "category",
        "place",
        "channel",
        "received",
        "answered",
        "waiting",
        "overdue",
    )
    topics = rollup.topics.values_list("title", "count", "people")
    reports = Report.objects.filter(rollup=rollup).values_list("town", "state")
    items = [
        (item.title, item.unit_id, item.cases.count())
        for report in rollup.reports.order_by("pk")
        for item in report.items.all()
    ]
    return [*rows], [*topics], [*reports], items


@pytest.mark.django_db
def test_a_month_becomes_counts_topics_and_drafts(county):
    rollup = roll_november(county)
    assert rollup.is_counted
    assert {topic.count for topic in rollup.topics.all()} == {3}
    assert rollup.topics.count() == 2
    drafts = Report.objects.filter(rollup=rollup)
    assert {(r.town, r.unit) for r in drafts} == {
        (None, county.congress),
        (county.town, county.town_congress),
    }
    items = Report.objects.get(rollup=rollup, town=county.town).items.all()
    assert [item.cases.count() for item in items] == [3, 3]
    assert {item.unit for item in items} == {county.town_government}


@pytest.mark.django_db
def test_a_month_that_is_not_over_is_refused(county):
    with pytest.raises(RollUpError, match="还没有过完"):
        roll_up_month(month=NOVEMBER, today=date(2026, 11, 30))


@pytest.mark.django_db
def test_a_second_run_changes_nothing(county):
    first = shape(roll_november(county))
    again = roll_up_month(month=NOVEMBER, today=DECEMBER_1)
    assert shape(again) == first


@pytest.mark.django_db
def test_missed_months_are_made_up_for_in_their_order(county):
    speak(county, *WELL, at="2026-08-03 09:00")
    assert roll_up_missing(today=date(2026, 9, 1)) == 1
    speak(county, *WELL, at="2026-10-03 09:00")
    # September and October passed without a run.
    assert roll_up_missing(today=date(2026, 11, 20)) == 2
    assert roll_up_missing(today=date(2026, 11, 20)) == 0
    months = RollUp.objects.order_by("month").values_list("month", flat=True)
    assert [month.month for month in months] == [8, 9, 10]
    late = RollUp.objects.get(month=OCTOBER)
    assert late.rows.of_county().totals().get().received == 3


@pytest.mark.django_db
def test_a_portal_that_heard_nothing_has_nothing_to_roll_up(county):
    assert roll_up_missing(today=DECEMBER_1) == 0
    assert not RollUp.objects.exists()


@pytest.mark.django_db
def test_a_topic_that_goes_on_is_known_from_the_month_before(county):
    speak(county, *WELL, at="2026-10-03 09:00")
    roll_up_month(month=OCTOBER, today=date(2026, 11, 1))
    rollup = roll_november(county)
    known = {bool(topic.continues): topic for topic in rollup.topics.all()}
    assert "机井" in known[True].title
    assert "公交" in known[False].title


@pytest.mark.django_db
def test_counting_again_keeps_what_the_office_wrote(county):
    rollup = roll_november(county)
    report = Report.objects.get(rollup=rollup, town=county.town)
    topic = rollup.topics.get(title__contains="机井")
    edit_topic(
        report=report,
        topic=topic,
        heading="机井供水",
        remark="去年也有。",
        left_out=False,
    )
    write_section(
        report=report, section="overview", text="平稳。", by=county.town_office
    )
    submitted(
        county,
        text="王富村的机井还是抽不上水，麦地浇不了。",
        at=moment("2026-11-20 09:00"),
    )
    count_again(rollup=rollup, by=county.office)
    roll_up_month(month=NOVEMBER, today=DECEMBER_1)
    kept = HotTopic.objects.get(heading="机井供水")
    assert (kept.remark, kept.count) == ("去年也有。", 4)
    assert rollup.topics.count() == 2
    report.refresh_from_db()
    assert report.overview == "平稳。"
    assert report.items.filter(topic=kept).exists()


@pytest.mark.django_db
def test_a_checked_report_holds_the_numbers(county):
    rollup = roll_november(county)
    report = Report.objects.get(rollup=rollup, town=county.town)
    check_report(report=report, by=county.town_office)
    with pytest.raises(RollUpError, match="核对过"):
        count_again(rollup=rollup, by=county.office)


@pytest.mark.django_db
def test_an_approved_month_is_frozen_in_the_database_too(county):
    rollup = roll_november(county)
    report = Report.objects.get(rollup=rollup, town=county.town)
    check_report(report=report, by=county.town_office)
    approve_report(report=report, by=county.office)
    rollup.refresh_from_db()
    assert rollup.frozen_at
    for change in (
        lambda: RollUpRow.objects.filter(rollup=rollup).update(received=99),
        lambda: RollUpRow.objects.filter(rollup=rollup).delete(),
        lambda: rollup.topics.update(count=99),
        lambda: Report.objects.filter(pk=report.pk).update(advice="改"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    report.refresh_from_db()
    assert report.state == ReportState.APPROVED


@pytest.mark.django_db
def test_whoever_checked_does_not_approve(county):
    rollup = roll_november(county)
    report = Report.objects.get(rollup=rollup, town=None)
    for item in report.items.filter(unit=None):
        item.delete()
    check_report(report=report, by=county.office)
    with pytest.raises(RollUpError, match="另一人"):
        approve_report(report=report, by=county.office)


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_between_and_inside_steps_ends_the_same(county, monkeypatch):
    whole = shape(roll_november(county))
    connection.cursor().execute("TRUNCATE rollups_rollup CASCADE")
    real = dict(running.DO)

    def die(rollup):
        real[Step.TOPICS](rollup)
        raise KeyboardInterrupt

    monkeypatch.setitem(running.DO, Step.TOPICS, die)
    with pytest.raises(KeyboardInterrupt):
        roll_up_month(month=NOVEMBER, today=DECEMBER_1)
    half = RollUp.objects.get()
    assert (half.done, half.topics.count()) == (1, 0)
    monkeypatch.setitem(running.DO, Step.TOPICS, real[Step.TOPICS])
    roll_up_missing(today=DECEMBER_1)
    assert shape(RollUp.objects.get()) == whole


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_roll_it_up_once(county):
    speak(county, *WELL, *BUS)
    failures = []
    start = threading.Barrier(2)

    def work():
        try:
            start.wait()
            roll_up_missing(today=DECEMBER_1)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures
    rollup = RollUp.objects.get()
    assert rollup.is_counted
    assert (rollup.topics.count(), rollup.reports.count()) == (2, 2)
    assert rollup.rows.of_county().totals().get().received == 6


@pytest.mark.django_db
def test_the_command_rolls_up_the_months_it_is_given(county, capsys):
    speak(county, *WELL, at="2026-09-03 09:00")
    call_command("rollup", "--from", "2026-08", "--to", "2026-10")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["2026-08", "收到", "0"],
        ["2026-09", "收到", "3"],
        ["2026-10", "收到", "0"],
    ]


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(county):
    with pytest.raises(CommandError, match="不能早于"):
        call_command("rollup", "--from", "2026-08", "--to", "2026-07")
    future = f"{timezone.localdate():%Y-%m}"
    with pytest.raises(CommandError, match="还没有过完"):
        call_command("rollup", "--from", future)
