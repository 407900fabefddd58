"""Rows in, rows accounted for: counts by what became of them, and how long answers took."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.services.imports import run_import, stage_import
from cases.imports.services.reconciling import percentile, reconcile
from cases.models import ImportRow

HEAD = "时间,地点,内容,答复,答复时间\n"


def staged(county, *lines):
    data = (HEAD + "\n".join(lines)).encode()
    return stage_import(name="a.csv", data=data, by=county.office)


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_smallest_that_so_many_do_not_exceed(values, percent):
    values = sorted(values)

    found = percentile(values, percent)

    def covers(limit):
        return 100 * sum(value <= limit for value in values) >= percent * len(values)

    assert found in values
    assert covers(found)
    assert not any(covers(value) for value in values if value < found)


def test_of_nothing_there_is_no_percentile():
    assert percentile([], 50) is None


@pytest.mark.django_db
def test_every_row_is_in_exactly_one_count(county):
    batch = staged(
        county,
        "2026-03-02,王富村,一,,",
        "2026-03-02,王富村,一,,",
        "昨天,王富村,二,,",
        "2026-03-02,某某村,三,修好了。,2026-03-12",
    )

    dry = reconcile([batch])
    assert (dry.waiting, dry.taken, dry.known, dry.refused) == (2, 0, 1, 1)
    done = reconcile([run_import(batch=batch)])
    assert (done.waiting, done.taken, done.known, done.refused) == (0, 2, 1, 1)
    assert dry.accounted == dry.rows == done.accounted == done.rows == 4


@pytest.mark.django_db
def test_days_are_whole_days_from_said_to_answered(county):
    rows = [
        f"2026-03-02 18:00,王富村,第 {n} 件,修好了。,2026-03-{2 + days:02d} 17:59"
        for n, days in enumerate((1, 2, 5, 10))
    ]

    found = reconcile([run_import(batch=staged(county, *rows))])

    assert (found.answered, found.median_days, found.p90_days) == (4, 1, 9)
    assert found.longest_days == 9


@pytest.mark.django_db
def test_late_is_after_the_day_of_the_rule_and_not_on_it(county):
    probe = run_import(batch=staged(county, "2026-03-02,王富村,一,好了。,2026-03-03"))
    due = ImportRow.objects.get(batch=probe).case.rounds.get().due_on
    rows = [
        f"2026-03-02,王富村,二,好了。,{due}",
        f"2026-03-02,王富村,三,好了。,{due.replace(day=due.day + 1)}",
    ]

    assert reconcile([run_import(batch=staged(county, *rows))]).late == 1


@pytest.mark.django_db
def test_what_came_before_the_rule_is_counted_by_analogy(county):
    rows = [
        "2015-03-02,王富村,一,好了。,2015-03-03",
        "2026-11-02,王富村,二,好了。,2026-11-03",
    ]
    batch = run_import(batch=staged(county, *rows))
    round_of = {r.raw["内容"]: r.case.rounds.get() for r in batch.rows.all()}
    first = round_of["二"].rule.valid_from

    expected = sum(r.start_on < first for r in round_of.values())
    assert reconcile([batch]).by_analogy == expected == 1


@pytest.mark.django_db
def test_reasons_of_refused_and_remarks_of_the_others_are_counted_apart(county):
    batch = staged(
        county,
        "昨天,王富村,一,,",
        "前天,王富村,,,",
        "2026-03-02,某某村,三,,",
        "2026-03-02,某某村,四,,",
    )

    found = reconcile([batch])

    assert found.remarks == {"地点“某某村”不在区划名录里，先记到费县": 2}
    assert found.reasons["时间“昨天”认不出来，请写成 2026-11-03 这样"] == 1
    assert sum(found.reasons.values()) > found.refused == 2


@pytest.mark.django_db
def test_several_files_are_one_account_and_others_are_left_out(county):
    batches = [staged(county, f"2026-03-02,王富村,第 {n} 件,,") for n in range(3)]

    assert reconcile(batches[:2]).rows == 2
    nothing = reconcile([])
    assert (nothing.rows, nothing.median_days, nothing.accounted) == (0, None, 0)
