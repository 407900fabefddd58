"""Pages of the roll-up: permissions, every button, a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollups.counting.enums import ReportState
from rollups.models import ReportItem, RollUp
from rollups.months.services import roll_up_month
from rollups.reports.services.reporting import check_report
from tests.county import moment, submitted
from tests.rollups.reported import (
    BUS,
    DECEMBER_1,
    NOVEMBER,
    WELL,
    approved_report,
    drafted_report,
    handed_item,
    signed_item,
    speak,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client):
    def log_in(user):
        client.force_login(user)
        return client

    return log_in


def page(client, name, *args):
    return client.get(reverse(f"rollups:{name}", args=args))


def test_the_month_shows_its_numbers_to_all_who_work_with_them(county, as_user):
    drafted_report(county)
    for user in (county.office, county.town_office, county.keeper, county.deputy_user):
        text = page(as_user(user), "rollup", 2026, 11).content.decode()
        assert "<b>3</b> 件" in text
        assert "机井" in text
    assert page(as_user(county.handler), "rollup", 2026, 11).status_code == 403


def test_a_town_and_a_station_have_their_own_page(county, as_user):
    drafted_report(county)
    client = as_user(county.keeper)
    town = page(client, "rollup_town", 2026, 11, county.town.pk)
    station = page(client, "rollup_station", 2026, 11, county.station.code)
    for answer in (town, station):
        assert "<b>3</b> 件" in answer.content.decode()
    quiet = page(client, "rollup_town", 2026, 11, county.other_town.pk)
    assert "没有意见" in quiet.content.decode()


def test_months_that_cannot_be_are_404(county, as_user):
    client = as_user(county.office)
    for year, month in ((2026, 13), (1, 1), (2031, 1)):
        assert page(client, "rollup", year, month).status_code == 404


def test_a_month_that_is_being_counted_shows_how_far_it_is(county, as_user):
    RollUp.objects.create(month=NOVEMBER, done=1)
    text = page(as_user(county.office), "rollup", 2026, 11).content.decode()
    assert 'value="1" max="3"' in text
    assert "every 2s" in text


def test_counting_is_asked_of_a_worker(
    county, as_user, django_capture_on_commit_callbacks, settings
):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    speak(county, *WELL, at="2026-10-03 09:00")
    client = as_user(county.office)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("rollups:rollup_count"), {"month": "2026-10"})
    assert answer["Location"].endswith("2026-10")
    future = client.post(
        reverse("rollups:rollup_count"), {"month": "2099-01"}, follow=True
    )
    assert "还没有过完" in future.content.decode()
    wrong = client.post(reverse("rollups:rollup_count"), {"month": "x"})
    assert wrong.status_code == 404
    refused = as_user(county.town_office).post(reverse("rollups:rollup_count"))
    assert refused.status_code == 403


def test_a_report_is_written_checked_and_approved_by_two(county, as_user):
    report = drafted_report(county)
    own = as_user(county.town_office)
    written = {"text": "旱情比去年早。\x00"}
    own.post(reverse("rollups:write", args=[report.pk, "trends"]), written)
    own.post(reverse("rollups:check", args=[report.pk]))
    report.refresh_from_db()
    assert (report.state, report.trends) == (ReportState.CHECKED, "旱情比去年早。")
    assert own.post(reverse("rollups:approve", args=[report.pk])).status_code == 403
    county_office = as_user(county.office)
    text = page(county_office, "report", report.pk).content.decode()
    assert "批准</button>" in text
    county_office.post(reverse("rollups:approve", args=[report.pk]))
    report.refresh_from_db()
    assert report.is_approved


def test_what_was_sent_back_says_why(county, as_user):
    report = drafted_report(county)
    check_report(report=report, by=county.town_office)
    client = as_user(county.office)
    address = reverse("rollups:send_back", args=[report.pk])
    assert "field--err" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "把地点写清楚。"})
    own = as_user(county.town_office)
    assert "把地点写清楚" in page(own, "report", report.pk).content.decode()


def test_a_town_does_not_see_another_towns_draft(county, as_user):
    report = drafted_report(county)
    client = as_user(county.other_office)
    assert page(client, "report", report.pk).status_code == 404
    item = report.items.get()
    assert page(client, "item", item.pk).status_code == 404


def test_topics_and_items_are_edited_before_the_check_only(county, as_user):
    report = drafted_report(county)
    client = as_user(county.town_office)
    topic = report.rollup.topics.get()
    heading = {"heading": "王富村机井", "remark": "泵坏了。"}
    client.post(reverse("rollups:topic_edit", args=[report.pk, topic.pk]), heading)
    added = {"title": "修路", "text": "请修。", "unit": county.town_government.pk}
    client.post(reverse("rollups:item_add", args=[report.pk]), added)
    text = page(client, "report", report.pk).content.decode()
    assert "王富村机井" in text
    assert "修路" in text
    extra = report.items.get(title="修路")
    changed = {**added, "title": "修北街"}
    client.post(reverse("rollups:item_edit", args=[extra.pk]), changed)
    assert report.items.filter(title="修北街").exists()
    client.post(reverse("rollups:item_drop", args=[extra.pk]))
    assert report.items.count() == 1
    client.post(reverse("rollups:check", args=[report.pk]))
    late = client.post(reverse("rollups:item_add", args=[report.pk]), added)
    assert "不能这样做" in late.content.decode()


def test_an_item_goes_from_hand_to_hand_on_its_page(county, as_user):
    report = approved_report(county)
    as_user(county.town_office).post(reverse("rollups:hand_over_all", args=[report.pk]))
    item = report.items.get()
    unit = as_user(county.town_handler)
    assert "签收</button>" in page(unit, "item", item.pk).content.decode()
    unit.post(reverse("rollups:item_act", args=[item.pk, "sign"]))
    answer = {"result_class": "solved", "text": "12 月 10 日修好。"}
    unit.post(reverse("rollups:item_act", args=[item.pk, "answer"]), answer)
    forbidden = reverse("rollups:item_act", args=[item.pk, "publish"])
    assert unit.post(forbidden, {"public_text": "好"}).status_code == 403
    office = as_user(county.town_office)
    office.post(forbidden, {"public_text": "12 月 10 日修好。"})
    item.refresh_from_db()
    assert item.state == "published"
    station = office.get(county.station.get_absolute_url()).content.decode()
    assert "12 月 10 日修好" in station


def test_strange_acts_are_404_and_late_ones_are_told(county, as_user):
    item = signed_item(county)
    client = as_user(county.town_handler)
    strange = reverse("rollups:item_act", args=[item.pk, "fly"])
    assert client.post(strange).status_code == 404
    sign = reverse("rollups:item_act", args=[item.pk, "sign"])
    assert client.get(sign).status_code == 405
    assert "不能签收" in client.post(sign, follow=True).content.decode()


def test_the_government_office_sees_what_the_county_handed_over(county, as_user):
    item = handed_item(county)
    client = as_user(county.dispatcher)
    assert page(client, "item", item.pk).status_code == 404
    ReportItem.objects.filter(pk=item.pk).update(report=county_report(item))
    assert page(client, "item", item.pk).status_code == 200


def county_report(item):
    return item.report.rollup.reports.get(town=None)


def test_a_topic_shows_its_cases_to_those_who_may_open_them(county, as_user):
    report = drafted_report(county)
    topic = report.rollup.topics.get()
    seen = page(as_user(county.keeper), "topic", topic.pk).content.decode()
    assert report.items.get().cases.first().number in seen
    hidden = page(as_user(county.dispatcher), "topic", topic.pk).content.decode()
    assert "看不到内容" in hidden
    assert "机井" in hidden


@pytest.mark.parametrize("name", ["rollups", "items"])
def test_lists_take_the_same_queries_for_one_and_for_three(county, as_user, name):
    client = as_user(county.office)
    drafted_report(county, *WELL)
    one = count_queries(client, name)
    for month in (9, 10):
        speak(county, *BUS, at=f"2026-{month:02}-03 09:00")
        roll_up_month(month=NOVEMBER.replace(month=month), today=DECEMBER_1)
    assert count_queries(client, name) == one


def test_a_report_takes_the_same_queries_for_many_topics(county, as_user):
    report = drafted_report(county, *WELL)
    client = as_user(county.town_office)
    few = count_queries(client, "report", report.pk)
    assert count_queries(client, "report", busier(county).pk) == few


def count_queries(client, name, *args):
    with CaptureQueriesContext(connection) as captured:
        assert page(client, name, *args).status_code == 200
    return len(captured)


def busier(county):
    for text in (*WELL, *BUS):
        submitted(county, text=text, at=moment("2026-10-03 09:00"))
    rollup = roll_up_month(month=NOVEMBER.replace(month=10), today=DECEMBER_1)
    return rollup.reports.get(town=county.town)
