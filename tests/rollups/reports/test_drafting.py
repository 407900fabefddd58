"""月报初稿: one for each area with something to say, each topic in one of them, once."""

import pytest

from cases.models import Case, Category
from office.models import Division
from rollups.counting.models import RollUpRow
from rollups.models import HotTopic, Report, ReportItem, RollUp
from rollups.reports.services import drafting
from rollups.reports.services.drafting import draft_reports
from tests.county import moment, submitted
from tests.rollups.reported import NOVEMBER
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    return RollUp.objects.create(month=NOVEMBER, done=2)


def said_in(month, town, **counts):
    """The total of an area; zeros where ``counts`` says nothing."""
    zero = dict.fromkeys(
        [
            "received",
            "answered",
            "answered_on_time",
            "answer_days",
            "closed",
            "solved",
            "rated",
            "content",
            "not_solved",
            "waiting",
            "overdue",
            "carried",
        ],
        0,
    )
    RollUpRow.objects.create(
        rollup=month, town=town, dimension="total", **{**zero, **counts}
    )


def topic(month, *cases, title="机井抽不上水", people=None):
    row = HotTopic.objects.create(
        rollup=month,
        title=title,
        count=len(cases),
        people=people or len(cases),
        first_day=NOVEMBER,
        last_day=NOVEMBER,
    )
    for case in cases:
        row.members.create(case=case, town=case.division.town)
    return row


def case(county, *, level="town", code=None, **changes):
    row = submitted(county, at=moment("2026-11-03 09:00"), **changes)
    category = Category.objects.get(code=code) if code else None
    Case.objects.filter(pk=row.pk).update(level=level, category=category)
    return Case.objects.get(pk=row.pk)


def reports(month):
    rows = month.reports.order_by("pk")
    return list(rows.values_list("town__name", "unit__short_name"))


def items(month):
    rows = ReportItem.objects.filter(report__rollup=month).order_by("pk")
    return list(rows.values_list("report__town__name", "position", "title"))


def test_the_county_always_and_towns_with_something_to_say(county, month):
    said_in(month, county.town, waiting=1)
    said_in(month, county.other_town)

    assert draft_reports(month) == 2
    assert reports(month) == [(None, "代表工委"), ("探沂镇", "探沂人大")]


@pytest.mark.parametrize("count", ["received", "answered", "waiting"])
def test_one_of_three_counts_is_something_to_say(county, month, count):
    said_in(month, county.town, **{count: 1})

    assert draft_reports(month) == 2


def test_made_again_nothing_is_added_and_what_was_written_stays(county, month):
    said_in(month, county.town, received=1)
    topic(month, case(county), case(county))
    draft_reports(month)
    Report.objects.update(advice="写好了。")
    ReportItem.objects.all().delete()

    assert draft_reports(month) == 0
    assert items(month) == []
    assert set(Report.objects.values_list("advice", flat=True)) == {"写好了。"}


def test_a_topic_of_one_town_handled_there_is_the_towns(county, month):
    said_in(month, county.town, received=2)
    topic(month, case(county), case(county))

    draft_reports(month)

    assert items(month) == [("探沂镇", 1, "机井抽不上水")]
    item = ReportItem.objects.get()
    assert item.unit == county.town_government
    assert item.cases.count() == 2


def test_half_handled_there_is_not_most(county, month):
    said_in(month, county.town, received=2)
    topic(month, case(county), case(county, level="county"))

    draft_reports(month)

    assert items(month) == [(None, 1, "机井抽不上水")]


def test_a_topic_of_two_towns_is_the_countys(county, month):
    said_in(month, county.town, received=1)
    said_in(month, county.other_town, received=1)
    there = case(county, division=county.other_town, station=None)
    topic(month, case(county), there)

    draft_reports(month)

    assert items(month) == [(None, 1, "机井抽不上水")]


def test_most_people_first_and_no_more_than_so_many(county, month, monkeypatch):
    monkeypatch.setattr(drafting, "TOWN_ITEMS", 2)
    said_in(month, county.town, received=3)
    for number in (1, 3, 2):
        topic(month, case(county), title=f"热点{number}", people=number)

    draft_reports(month)

    assert items(month) == [("探沂镇", 1, "热点3"), ("探沂镇", 2, "热点2")]


@pytest.mark.parametrize(
    ("people", "text"),
    [
        (2, "2 人2 件反映“机井抽不上水”，请核实情况，研究办理，并反馈结果。"),
        (1, "2 件反映“机井抽不上水”，请核实情况，研究办理，并反馈结果。"),
    ],
)
def test_one_who_spoke_twice_is_not_called_people(county, month, people, text):
    said_in(month, county.town, received=2)
    topic(month, case(county), case(county), people=people)

    draft_reports(month)

    assert ReportItem.objects.get().text == text


def test_a_town_that_is_no_more_is_drafted_for_its_successor(county, month):
    old = Division.objects.create(
        code="371325199",
        name="旧县镇",
        level="town",
        parent=county.division,
        successor=county.other_town,
    )
    said_in(month, old, received=1)

    draft_reports(month)

    assert (None, "代表工委") in reports(month)
    assert all(unit in ("代表工委", "石井人大") for _, unit in reports(month))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_draft_once(county):
    month = RollUp.objects.create(month=NOVEMBER, done=2)
    said_in(month, county.town, received=2)
    topic(month, case(county), case(county))

    answers = at_once(2, lambda: draft_reports(month))

    assert sorted(answers) == [0, 2]
    assert items(month) == [("探沂镇", 1, "机井抽不上水")]
