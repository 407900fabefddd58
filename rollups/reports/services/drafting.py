"""月报初稿: a report for the county and each town, with what it may hand over."""

from collections import Counter

from django.db import transaction
from django.db.models import Count, Q

from cases.loop.services.building import congress_of, county_congress
from cases.loop.services.routing import suggest_units
from cases.models import Category
from office.models import Division, Unit
from office.places.enums import DivisionLevel
from rollups.counting.models import HotTopic, RollUp
from rollups.reports.models import Report, ReportItem

# So many topics are proposed for handing over; the office adds and takes away.
COUNTY_ITEMS = 10
TOWN_ITEMS = 5


@transaction.atomic
def draft_reports(rollup: RollUp) -> int:
    """Make the drafts that are missing; returns how many. What people wrote is kept."""
    made = 0
    for town in _areas(rollup):
        unit = congress_of(town) if town else county_congress()
        report, is_new = Report.objects.get_or_create(
            rollup=rollup, town=town, defaults={"unit": unit}
        )
        if is_new:
            _propose_items(report)
            made += 1
    return made


def _areas(rollup: RollUp) -> list[Division | None]:
    """The county, and the towns of which the month has something to say."""
    data = rollup.rows.totals().filter(town__isnull=False)
    data = data.filter(Q(received__gt=0) | Q(answered__gt=0) | Q(waiting__gt=0))
    towns = Division.objects.towns().filter(pk__in=data.values("town"))
    return [None, *towns.order_by("code")]


def _propose_items(report: Report) -> None:
    """Each topic once: by competence (管理权限) the town's to hand over, or the county's.

    A topic is a town's when all of it was said there and most of it is handled there.
    """
    topics = report.rollup.topics.annotate(
        towns=Count("members__town", distinct=True),
        at_town=Count("members", filter=Q(members__case__level=DivisionLevel.TOWN)),
        # A query that groups does not follow the model's own order.
    ).order_by("-people", "-count", "pk")
    most = TOWN_ITEMS if report.town else COUNTY_ITEMS
    position = 0
    for topic in topics:
        members = list(topic.members.select_related("case__category__parent"))
        is_towns = topic.towns == 1 and topic.at_town * 2 > topic.count
        here = any(member.town_id == report.town_id for member in members)
        if is_towns != bool(report.town) or (report.town and not here):
            continue
        position += 1
        item = ReportItem.objects.create(
            report=report,
            position=position,
            topic=topic,
            title=str(topic)[:60],
            text=_request(topic),
            unit=_competent(report, [member.case.category for member in members]),
        )
        item.cases.set([member.case_id for member in members])
        if position == most:
            return


def _request(topic: HotTopic) -> str:
    """What the government is asked, for the office to put better."""
    people = f"{topic.people} 人" if topic.people > 1 else ""
    return f"{people}{topic.count} 件反映“{topic}”，请核实情况，研究办理，并反馈结果。"


def _competent(report: Report, categories: list[Category | None]) -> Unit | None:
    """Who is competent by the most frequent category; a person confirms it."""
    named = Counter(category for category in categories if category)
    category = max(named, key=lambda row: (named[row], -row.pk), default=None)
    level = DivisionLevel.TOWN if report.town else DivisionLevel.COUNTY
    place = report.town or report.unit.division
    found = suggest_units(category=category, division=place, level=level)
    return found[0].unit if found else None
