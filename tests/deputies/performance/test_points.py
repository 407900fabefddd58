"""What activity records count: caps, days, leaves and the three columns, without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deputies.activities.enums.records import RecordKind, column_of
from deputies.activities.models.records import ActivityRecord
from deputies.performance.models.evaluations import ScoreRule, ScoreTable
from deputies.performance.services.points import (
    columns_of,
    count_points,
    score_band_of,
)

NEW_YEAR = date(2026, 1, 1)
K = RecordKind


def record(kind, day=0, pk=1):
    when = NEW_YEAR + timedelta(days=day)
    return ActivityRecord(pk=pk, kind=kind, column=column_of(kind), day=when)


def rule(kind, points="2", cap="5"):
    return ScoreRule(kind=kind, points=Decimal(points), cap=Decimal(cap))


def amounts(records, rules, leaves=()):
    return [(str(c.amount), c.note) for c in count_points(records, rules, leaves)]


kinds = st.sampled_from([K.CHECK_IN, K.VISIT, K.MISSED_CHECK_IN])
histories = st.lists(st.tuples(kinds, st.integers(0, 20)), max_size=30)


@given(histories, st.integers(1, 40), st.integers(0, 80))
def test_no_kind_counts_more_than_its_cap_and_nothing_is_negative(days, points, more):
    """Caps are in tenths of a point; the last record of a full kind counts the rest."""
    point, cap = Decimal(points) / 10, Decimal(points + more) / 10
    rules = [rule(kind, point, cap) for kind in (K.VISIT, K.MISSED_CHECK_IN)]
    records = [record(kind, day, pk) for pk, (kind, day) in enumerate(days)]

    counted = count_points(records, rules)

    assert len(counted) == len(records)
    for kind in (K.VISIT, K.MISSED_CHECK_IN):
        of_kind = [c.amount for c in counted if c.activity_record.kind == kind]
        assert sum(of_kind, Decimal(0)) == min(point * len(of_kind), cap)
        assert all(amount >= 0 for amount in of_kind)


@given(histories, st.randoms())
def test_the_order_in_which_records_come_changes_nothing(days, random):
    rules = [rule(kind) for kind in (K.CHECK_IN, K.VISIT, K.MISSED_CHECK_IN)]
    records = [record(kind, day, pk) for pk, (kind, day) in enumerate(days)]
    mixed = random.sample(records, len(records))

    first = [(c.activity_record.pk, c.amount) for c in count_points(records, rules)]
    again = [(c.activity_record.pk, c.amount) for c in count_points(mixed, rules)]
    assert first == again


@given(histories)
def test_the_columns_hold_every_point_once(days):
    rules = [rule(kind) for kind in (K.CHECK_IN, K.VISIT, K.MISSED_CHECK_IN)]
    records = [record(kind, day, pk) for pk, (kind, day) in enumerate(days)]
    counted = count_points(records, rules)

    columns = columns_of(counted)

    three = [columns[name] for name in ("automatic", "declared", "deducted")]
    assert sum(three) == sum((c.amount for c in counted), Decimal(0))
    assert columns["total"] == three[0] + three[1] - three[2]


def test_the_record_that_reaches_the_cap_counts_what_is_left_and_says_so():
    records = [record(K.VISIT, day, day) for day in range(4)]

    assert amounts(records, [rule(K.VISIT, "2", "5")]) == [
        ("2", ""),
        ("2", ""),
        ("1", "到了全年上限"),
        ("0", "到了全年上限"),
    ]


def test_a_second_check_in_of_a_day_counts_nothing_and_costs_no_cap():
    records = [record(K.CHECK_IN, 0, 1), record(K.CHECK_IN, 0, 2)]
    records.append(record(K.CHECK_IN, 1, 3))

    assert amounts(records, [rule(K.CHECK_IN, "2", "4")]) == [
        ("2", ""),
        ("0", "同一天只算一次"),
        ("2", ""),
    ]


def test_two_visits_of_a_day_are_two():
    records = [record(K.VISIT, 0, 1), record(K.VISIT, 0, 2)]

    assert [amount for amount, _ in amounts(records, [rule(K.VISIT)])] == ["2", "2"]


def test_what_no_rule_knows_stands_on_the_sheet_with_nothing():
    assert amounts([record(K.TRAINING)], [rule(K.VISIT)]) == [
        ("0", "评分表里没有这一项")
    ]


@pytest.mark.parametrize(("day", "counts"), [(9, "2"), (10, "0"), (12, "0"), (13, "2")])
def test_a_granted_leave_covers_its_first_and_its_last_day(day, counts):
    leave = (NEW_YEAR + timedelta(days=10), NEW_YEAR + timedelta(days=12))
    missed = [record(K.MISSED_CHECK_IN, day)]

    assert amounts(missed, [rule(K.MISSED_CHECK_IN)], [leave])[0][0] == counts


def test_what_a_deputy_did_on_leave_counts():
    leave = (NEW_YEAR, NEW_YEAR + timedelta(days=5))

    assert amounts([record(K.VISIT)], [rule(K.VISIT)], [leave]) == [("2", "")]


@pytest.mark.parametrize(
    ("total", "band"),
    [
        ("80", "good"),
        ("79.9", "fair"),
        ("60", "fair"),
        ("59.9", "weak"),
        ("-3", "weak"),
    ],
)
def test_a_band_begins_at_its_number(total, band):
    table = ScoreTable(good_from=80, fair_from=60)

    assert score_band_of(Decimal(total), table) == band
