"""The contents of a report: read once, used for the page, Word file and annex.

Nothing is stored here. Numbers are the rows of the month, sentences are generated from
them, and the text added by people is inserted between.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q

from rollups.counting.enums import Dimension
from rollups.counting.models import HotTopic, RollUpRow, TopicCase
from rollups.counting.page import name_of
from rollups.counting.rules import change_of, rate_of
from rollups.reports.models import Report, ReportItem

NAMED = 3
TOPICS = 10
LEAST_IN_TOWN = 3
# A category counts as risen if it doubled and is not small; as fallen in reverse.
RISEN, ENOUGH = 2, 5


@dataclass(frozen=True)
class Line:
    """One line of a table: ``before`` is last month's count, None if unknown."""

    name: str
    row: RollUpRow
    before: int | None

    @property
    def change(self) -> str:
        return change_of(self.row.received, self.before, "上月")


@dataclass(frozen=True)
class TopicLine:
    """A topic in the area's report; ``count`` is that of the area."""

    topic: HotTopic
    count: int
    places: list[tuple[str, int]]

    @property
    def where(self) -> str:
        return "、".join(f"{name} {n} 件" for name, n in self.places[:NAMED])


@dataclass(frozen=True)
class Contents:
    total: RollUpRow | None
    overview: list[str]
    categories: list[Line]
    places: list[Line]
    stations: list[Line]
    channels: list[Line]
    topics: list[TopicLine]
    trends: list[str]
    last_items: list[ReportItem]
    items: list[ReportItem]


def contents_of(report: Report) -> Contents:
    """All contents of ``report``, in a constant number of queries."""
    area = _Area(report)
    total = area.total(report.rollup.month)
    categories = area.lines(Dimension.CATEGORY)
    places = area.towns() if report.town is None else area.lines(Dimension.PLACE)
    channels = area.lines(Dimension.CHANNEL)
    topics = _topics(report)
    return Contents(
        total=total,
        overview=_overview(area, total, categories, places, channels),
        categories=categories,
        places=places,
        stations=area.stations(),
        channels=channels,
        topics=topics,
        trends=_trends(report, topics, categories),
        last_items=_items_before(report),
        items=list(report.items.select_related("unit", "topic")),
    )


class _Area:
    """The rows of the report's area, of its month and of those compared with it."""

    def __init__(self, report: Report):
        self.report, self.month = report, report.rollup.month
        self.last = self.month - relativedelta(months=1)
        self.year_ago = self.month - relativedelta(years=1)
        months = (self.month, self.last, self.year_ago)
        rows = RollUpRow.objects.filter(rollup__month__in=months)
        self._rows = rows.select_related("rollup", "category", "place", "town")
        own = self._rows.of_town(report.town)
        self.rows: dict[tuple, RollUpRow] = {
            (row.rollup.month, row.dimension, self._key(row)): row for row in own
        }
        self.has_last = any(month == self.last for month, _, _ in self.rows)

    def _key(self, row: RollUpRow) -> object:
        return row.category_id or row.place_id or row.channel or None

    def total(self, month: date) -> RollUpRow | None:
        return self.rows.get((month, Dimension.TOTAL, None))

    def received(self, month: date) -> int | None:
        """None if that month was not counted."""
        row = self.total(month)
        return row.received if row else None

    def lines(self, dimension: Dimension) -> list[Line]:
        found = [
            Line(name_of(row), row, self._before(dimension, key))
            for (month, kind, key), row in self.rows.items()
            if month == self.month and kind == dimension
        ]
        return _ordered(found)

    def _before(self, dimension: Dimension, key: object) -> int | None:
        if not self.has_last:
            return None
        row = self.rows.get((self.last, dimension, key))
        return row.received if row else 0

    def towns(self) -> list[Line]:
        rows = self._rows.totals().filter(town__isnull=False)
        return self._compared(rows, "town")

    def stations(self) -> list[Line]:
        rows = self._rows.totals().filter(station__isnull=False)
        rows = rows.select_related("rollup", "station__division__parent")
        if town := self.report.town:
            here = Q(station__division=town) | Q(station__division__parent=town)
            rows = rows.filter(here)
        return self._compared(rows, "station")

    def _compared(self, rows, name: str) -> list[Line]:
        by_month: dict[date, dict[int, RollUpRow]] = {}
        for row in rows:
            known = by_month.setdefault(row.rollup.month, {})
            known[getattr(row, f"{name}_id")] = row
        last = by_month.get(self.last, {})
        found = []
        for pk, row in by_month.get(self.month, {}).items():
            before = last[pk].received if pk in last else 0
            beside = before if self.has_last else None
            found.append(Line(str(getattr(row, name)), row, beside))
        return _ordered(found)


def _ordered(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.row.received, line.name))


def _overview(
    area: _Area,
    total: RollUpRow | None,
    categories: list[Line],
    places: list[Line],
    channels: list[Line],
) -> list[str]:
    if total is None:
        return ["本月没有收到群众意见，也没有在办的意见。"]
    compared = [
        change_of(total.received, area.received(area.last), "上月"),
        change_of(total.received, area.received(area.year_ago), "去年同月"),
    ]
    text = "，".join(["", *filter(None, compared)])
    where = area.report.town.name if area.report.town else "全县"
    sentences = [f"{where}收到群众意见 {total.received} 件{text}。"]
    if total.received:
        sentences.append(f"从来源看，{_named(channels)}。")
        known = [line for line in categories if line.row.category]
        if known:
            sentences.append(f"从类别看，{_named(known)}。")
        sentences.append(f"从地方看，{_named(places)}。")
    sentences += [_answers(total), _waiting(total)]
    return [sentence for sentence in sentences if sentence]


def _named(lines: list[Line]) -> str:
    some = [line for line in lines if line.row.received][:NAMED]
    return "，".join(f"{line.name} {line.row.received} 件" for line in some)


def _answers(total: RollUpRow) -> str:
    if not total.answered:
        return "本月没有答复。"
    on_time = rate_of(total.answered_on_time, total.answered)
    median = f"{total.median_days:.0f}" if total.median_days is not None else "0"
    text = f"答复 {total.answered} 件，其中按期 {total.answered_on_time} 件{on_time}，用时的中位数是 {median} 天。"
    text += f"办结 {total.closed} 件，其中已解决 {total.solved} 件。"
    if total.rated:
        content = rate_of(total.content, total.rated)
        text += (
            f"收到评价 {total.rated} 件，其中解决了或解决了一部分 {total.content} 件"
            f"{content}，没有解决 {total.not_solved} 件。"
        )
    return text


def _waiting(total: RollUpRow) -> str:
    if not total.waiting:
        return "月底没有未答复的意见。"
    return (
        f"月底未答复 {total.waiting} 件，其中超期 {total.overdue} 件，"
        f"以前月份收到的 {total.carried} 件。"
    )


def _topics(report: Report) -> list[TopicLine]:
    topics = report.rollup.topics.filter(is_left_out=False)
    members = TopicCase.objects.filter(topic__in=topics)
    if report.town:
        members = members.filter(town=report.town)
    places: dict[int, list[tuple[str, int]]] = {}
    named = members.values_list("topic", "case__division__name")
    for topic, name, count in named.annotate(n=Count("pk")).order_by("-n"):
        places.setdefault(topic, []).append((name, count))
    lines = [
        TopicLine(topic, sum(n for _, n in here), here)
        for topic in topics
        if (here := places.get(topic.pk))
    ]
    least = LEAST_IN_TOWN if report.town else 1
    lines = [line for line in lines if line.count >= least]
    if report.town:
        lines.sort(key=lambda line: (-line.count, line.topic.pk))
    return lines[:TOPICS]


def _trends(
    report: Report, topics: list[TopicLine], categories: list[Line]
) -> list[str]:
    month = report.rollup.month - relativedelta(months=1)
    before = HotTopic.objects.filter(rollup__month=month)
    known = {topic.pk: topic for topic in before.annotate(n=Count("continued_by"))}
    sentences = []
    if known:
        fresh = [line.topic for line in topics if not line.topic.continues_id]
        if fresh:
            sentences.append(f"新出现：{_quoted(fresh)}。")
        going = [line.topic for line in topics if line.topic.continues_id in known]
        rising = [t for t in going if t.people > known[t.continues_id].people]
        if rising:
            sentences.append(f"比上月更多人反映：{_quoted(rising)}。")
        gone: list[Any] = [topic for topic in known.values() if topic.n == 0][:NAMED]
        if gone and report.town is None:
            sentences.append(f"上月的热点本月没有再集中反映：{_quoted(gone)}。")
    compared = [(line, line.before) for line in categories if line.before is not None]
    risen = [
        f"{line.name}由 {before} 件增加到 {line.row.received} 件"
        for line, before in compared
        if line.row.received >= max(ENOUGH, RISEN * before) and before
    ]
    if risen:
        sentences.append(f"增加明显的类别：{'，'.join(risen)}。")
    return sentences


def _quoted(topics: list[HotTopic]) -> str:
    return "、".join(f"“{topic}”" for topic in topics[:NAMED])


def _items_before(report: Report) -> list[ReportItem]:
    """The items of the previous month's report, in their present state."""
    month = report.rollup.month - relativedelta(months=1)
    items = ReportItem.objects.handed_over().filter(
        report__rollup__month=month, report__town=report.town
    )
    return list(items.for_list())
