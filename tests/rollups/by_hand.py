"""Counts a month differently: one case after another, in Python, without SQL."""

from collections import Counter

from django.utils import timezone

from cases.loop.enums import CaseStatus
from cases.models import Case
from rollups.counting.services import COUNTED, window

GONE = (CaseStatus.DECLINED, CaseStatus.MERGED, CaseStatus.WITHDRAWN)
LEFT = ("decline", "merge", "withdraw")


def read_cases() -> list[Case]:
    """Every case with its rounds, ratings and events."""
    rows = Case.objects.exclude(kind="suggestion").select_related(
        "division__parent", "station__parent", "category__parent"
    )
    return list(rows.prefetch_related("rounds", "ratings", "events"))


def counted_rows(rollup) -> dict:
    """The rows of ``rollup`` by dimension value; zeros are left out."""
    found = {
        (
            row.dimension,
            row.town_id,
            row.station_id,
            row.category_id,
            row.place_id,
            row.channel,
        ): +Counter({name: getattr(row, name) for name in COUNTED})
        for row in rollup.rows.all()
    }
    return {key: counts for key, counts in found.items() if counts}


def count_by_hand(month, cases) -> dict:
    """The expected result of ``count_month``: every area and every dimension."""
    counts = {}
    for case in cases:
        facts = facts_of(case, **window(month))
        if not facts:
            continue
        for key in keys_of(case):
            counts.setdefault(key, Counter()).update(facts)
    return counts


def facts_of(case, *, since, until, next_day, zone) -> Counter:
    got = Counter(received=since <= case.received_at < until)
    for handling in case.rounds.all():
        if handling.answered_at and since <= handling.answered_at < until:
            got += answer_of(case, handling)
    if case.closed_at and since <= case.closed_at < until:
        solved = case.result_class == "solved" and case.grade != "not_solved"
        got += Counter(closed=1, solved=solved)
    for judged in case.ratings.all():
        if since <= judged.at < until:
            got += Counter(
                rated=1,
                content=judged.grade in ("solved", "partly"),
                not_solved=judged.grade == "not_solved",
            )
    if waits(case, until):
        last = last_round(case, until)
        late = bool(last and last.due_on and last.due_on < next_day)
        got += Counter(waiting=1, carried=case.received_at < since, overdue=late)
    return +got


def answer_of(case, handling) -> Counter:
    day = timezone.localdate(handling.answered_at)
    start = case.received_at if handling.number == 1 else handling.started_at
    days = max((day - timezone.localdate(start)).days, 0)
    on_time = day <= handling.due_on
    return Counter(answered=1, answered_on_time=on_time, answer_days=days)


def last_round(case, until):
    begun = [row for row in case.rounds.all() if row.started_at < until]
    return max(begun, key=lambda row: row.number, default=None)


def waits(case, until) -> bool:
    if case.received_at >= until or (case.closed_at and case.closed_at < until):
        return False
    last = last_round(case, until)
    if last and last.answered_at and last.answered_at < until:
        return False
    if last and last.ended_at and last.ended_at < until:
        return False
    left = any(row.verb in LEFT and row.at < until for row in case.events.all())
    return not (case.status in GONE and left)


def keys_of(case):
    town = case.division.town
    station = case.station and (case.station.parent or case.station)
    category = case.category and (case.category.parent or case.category)
    areas = [(None, None)]
    areas += [(town.pk, None)] if town else []
    areas += [(None, station.pk)] if station else []
    for area in areas:
        yield ("total", *area, None, None, "")
        yield ("category", *area, category and category.pk, None, "")
        yield ("place", *area, None, case.division_id, "")
        yield ("channel", *area, None, None, case.channel)
