"""月报 from draft to approval: what each state allows, two people, and the frozen month."""

import pytest

from office.models import AuditEntry, Notice
from rollups.counting.errors import RollUpError
from rollups.models import HotTopic, Report, RollUp
from rollups.reports.services.reporting import (
    approve_report,
    check_report,
    edit_topic,
    send_back_report,
    write_section,
)
from tests.rollups.reported import approved_report, drafted_report
from tests.sessions import at_once, together

pytestmark = pytest.mark.django_db


def write(county, report, section="overview", text="平稳。"):
    return write_section(
        report=report, section=section, text=text, by=county.town_office
    )


def check(county, report):
    return check_report(report=report, by=county.town_office)


def send_back(county, report, reason="数不对。"):
    return send_back_report(report=report, reason=reason, by=county.office)


def approve(county, report, by=None):
    return approve_report(report=report, by=by or county.office)


def edit(report, topic, heading="机井供水", remark="", left_out=False):
    return edit_topic(
        report=report, topic=topic, heading=heading, remark=remark, left_out=left_out
    )


# --- Which state allows what --------------------------------------------------------------


def test_a_draft_is_neither_sent_back_nor_approved(county):
    report = drafted_report(county)

    with pytest.raises(RollUpError, match="现在是“初稿”"):
        send_back(county, report)
    with pytest.raises(RollUpError, match="现在是“初稿”"):
        approve(county, report)


def test_a_checked_one_is_not_written_on_nor_checked_again(county):
    report = drafted_report(county)
    check(county, report)

    for act in (
        lambda: write(county, report),
        lambda: check(county, report),
        lambda: edit(report, report.rollup.topics.first()),
    ):
        with pytest.raises(RollUpError, match="已核对"):
            act()
    report.refresh_from_db()
    assert report.overview == ""


def test_an_approved_one_stays(county):
    report = approved_report(county)

    for act in (
        lambda: write(county, report),
        lambda: check(county, report),
        lambda: send_back(county, report),
        lambda: approve(county, report),
    ):
        with pytest.raises(RollUpError, match="现在是“已批准”"):
            act()


# --- Writing ---------------------------------------------------------------------------


def test_the_three_sections_and_no_other_are_written(county):
    report = drafted_report(county)
    for section in ("overview", "trends", "advice"):
        write(county, report, section, f" {section} ")

    report.refresh_from_db()
    assert (report.overview, report.trends, report.advice) == (
        "overview",
        "trends",
        "advice",
    )
    for section in ("state", "unit", "sent_back_reason", ""):
        with pytest.raises(RollUpError, match="没有这一部分"):
            write(county, report, section)


def test_the_title_of_the_machine_is_no_heading(county):
    report = drafted_report(county)
    topic = report.rollup.topics.get()

    kept = edit(report, topic, heading=f" {topic.title} ", remark=" 去年也有。 ")

    assert (kept.heading, kept.remark, kept.is_edited) == ("", "去年也有。", True)


def test_what_is_to_be_handed_over_gets_the_new_title_and_own_words_stay(county):
    report = drafted_report(county)
    topic, item = report.rollup.topics.get(), report.items.get()
    assert f"“{topic.title}”" in item.text

    edit(report, topic)
    item.refresh_from_db()
    assert item.title == "机井供水"
    assert "“机井供水”" in item.text

    item.title = "自己起的题目"
    item.save()
    edit(report, topic, heading="再改")
    item.refresh_from_db()
    assert item.title == "自己起的题目"


def test_after_one_approval_the_topics_of_the_month_stay(county):
    report = approved_report(county)
    whole = Report.objects.get(rollup=report.rollup, town=None)

    with pytest.raises(RollUpError, match="热点不能再改"):
        edit(whole, report.rollup.topics.get())
    assert not HotTopic.objects.exclude(heading="").exists()


# --- Checking, sending back, approving -------------------------------------------------------


def test_nothing_is_checked_before_the_month_is_counted(county):
    report = drafted_report(county)
    RollUp.objects.update(done=2)

    with pytest.raises(RollUpError, match="还没有数完"):
        check(county, report)


def test_every_item_goes_to_somebody_before_it_is_checked(county):
    report = drafted_report(county)
    report.items.update(unit=None)

    with pytest.raises(RollUpError, match="移交给谁"):
        check(county, report)
    report.refresh_from_db()
    assert report.state == "draft"


def test_what_is_sent_back_has_a_reason_and_is_told_to_who_checked(county):
    report = drafted_report(county)
    check(county, report)
    with pytest.raises(RollUpError, match="退回的意见"):
        send_back(county, report, " ")

    row = send_back(county, report, "数" * 400)

    assert (row.state, row.checked_by, row.checked_at) == ("draft", None, None)
    assert row.sent_back_reason == "数" * 300
    assert Notice.objects.filter(user=county.town_office, kind="report_back").exists()
    assert check(county, report).sent_back_reason == ""


def test_whoever_checked_does_not_approve_and_another_does(county):
    report = drafted_report(county)
    check(county, report)

    with pytest.raises(RollUpError, match="另一人批准"):
        approve(county, report, by=county.town_office)
    row = approve(county, report)

    assert (row.approved_by, row.checked_by) == (county.office, county.town_office)
    assert AuditEntry.objects.filter(action="approve_report").count() == 1


def test_the_month_is_frozen_by_the_first_approval_and_keeps_its_moment(county):
    report = approved_report(county)
    frozen = RollUp.objects.get().frozen_at
    whole = Report.objects.get(rollup=report.rollup, town=None)
    whole.items.filter(unit=None).delete()
    check_report(report=whole, by=county.office)

    approve(county, whole, by=county.office2)

    assert RollUp.objects.get().frozen_at == frozen


@pytest.mark.django_db(transaction=True)
def test_of_two_who_check_at_once_one_checked_it(county):
    report = drafted_report(county)

    answers = at_once(2, lambda: check(county, report))

    assert sum(isinstance(one, RollUpError) for one in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_approved_by_one_and_sent_back_by_another_at_once_is_one_of_them(county):
    report = drafted_report(county)
    check(county, report)

    answers = together(
        lambda: approve(county, report),
        lambda: send_back_report(report=report, reason="数不对。", by=county.office2),
    )

    assert sum(isinstance(one, RollUpError) for one in answers) == 1
    report.refresh_from_db()
    frozen = RollUp.objects.get().frozen_at is not None
    assert (report.state == "approved") is frozen
