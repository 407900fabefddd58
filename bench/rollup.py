"""The monthly roll-up compared with one statement that counts the same.

A tenth of all cases is put into one month. The statement is a straightforward query for
the same counts and nothing else.
"""

import time
from datetime import date

import psycopg
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.utils import timezone

from bench.report import Line
from rollups.counting.services import count_month, window
from rollups.models import RollUp

TIMES = 3
MOST = 1.5

MOVE = """
UPDATE cases_case SET
    received_at = %(since)s + (id %% 28) * interval '1 day' + interval '9 hours',
    answered_at = CASE WHEN id %% 20 < 19
        THEN %(since)s + (id %% 28) * interval '1 day' + interval '57 hours' END,
    closed_at = CASE WHEN status = 'closed'
        THEN %(since)s + (id %% 28) * interval '1 day' + interval '99 hours' END
WHERE id > %(rows)s * 0.9;
"""
# The cases of a station are in villages of its own town.
MOVE_HOME = """
UPDATE cases_case AS c SET division_id = village.id
FROM deputies_liaisonstation AS s, LATERAL (
    SELECT array_agg(id ORDER BY id) AS ids FROM office_division
    WHERE parent_id = s.division_id
) AS town, LATERAL unnest(town.ids) WITH ORDINALITY AS village(id, n)
WHERE s.id = c.station_id AND c.id > %(rows)s * 0.9
    AND village.n = 1 + c.id %% array_length(town.ids, 1);
"""
MOVE_ROUNDS = """
UPDATE cases_round AS r SET started_at = c.received_at, assigned_at = c.received_at,
    answered_at = c.answered_at, ended_at = c.closed_at,
    due_on = (c.received_at + interval '14 days')::date
FROM cases_case AS c WHERE c.id = r.case_id AND c.id > %(rows)s * 0.9;
"""

# One straightforward statement: every fact with its names, aggregated once.
BY_HAND = """
WITH facts AS MATERIALIZED (
    SELECT c.division_id, c.station_id, c.category_id, c.channel, 'received' AS fact,
        0 AS days, false AS yes
    FROM cases_case c
    WHERE c.received_at >= %(since)s AND c.received_at < %(until)s
        AND c.kind <> 'suggestion' AND c.status <> 'walled'
  UNION ALL
    SELECT c.division_id, c.station_id, c.category_id, c.channel, 'answered',
        (r.answered_at AT TIME ZONE %(zone)s)::date
            - (c.received_at AT TIME ZONE %(zone)s)::date,
        (r.answered_at AT TIME ZONE %(zone)s)::date <= r.due_on
    FROM cases_round r JOIN cases_case c ON c.id = r.case_id
    WHERE r.answered_at >= %(since)s AND r.answered_at < %(until)s
        AND c.kind <> 'suggestion' AND c.status <> 'walled'
  UNION ALL
    SELECT c.division_id, c.station_id, c.category_id, c.channel, 'closed', 0,
        c.result_class = 'solved' AND c.grade <> 'not_solved'
    FROM cases_case c
    WHERE c.closed_at >= %(since)s AND c.closed_at < %(until)s
        AND c.kind <> 'suggestion' AND c.status <> 'walled'
  UNION ALL
    SELECT c.division_id, c.station_id, c.category_id, c.channel, 'rated', 0,
        g.grade IN ('solved', 'partly')
    FROM cases_rating g JOIN cases_case c ON c.id = g.case_id
    WHERE g.at >= %(since)s AND g.at < %(until)s
        AND c.kind <> 'suggestion' AND c.status <> 'walled'
  UNION ALL
    SELECT c.division_id, c.station_id, c.category_id, c.channel, 'waiting',
        (c.received_at < %(since)s)::int, r.due_on < %(next_day)s
    FROM cases_case c LEFT JOIN cases_round r
        ON r.case_id = c.id AND r.number = c.round_no AND r.started_at < %(until)s
    WHERE c.received_at < %(until)s AND c.kind <> 'suggestion' AND c.status <> 'walled'
        AND (c.closed_at IS NULL OR c.closed_at >= %(until)s)
        AND (r.answered_at IS NULL OR r.answered_at >= %(until)s)
        AND (r.ended_at IS NULL OR r.ended_at >= %(until)s)
        AND c.status NOT IN ('declined', 'merged', 'withdrawn')
)
SELECT d.parent_id AS town, coalesce(s.parent_id, s.id) AS station,
    coalesce(k.parent_id, k.id) AS category, d.id AS place, f.channel,
    count(*) FILTER (WHERE fact = 'received') AS received,
    count(*) FILTER (WHERE fact = 'answered') AS answered,
    count(*) FILTER (WHERE fact = 'answered' AND yes) AS on_time,
    sum(days) FILTER (WHERE fact = 'answered') AS days,
    count(*) FILTER (WHERE fact = 'closed') AS closed,
    count(*) FILTER (WHERE fact = 'closed' AND yes) AS solved,
    count(*) FILTER (WHERE fact = 'rated') AS rated,
    count(*) FILTER (WHERE fact = 'rated' AND yes) AS content,
    count(*) FILTER (WHERE fact = 'waiting') AS waiting,
    count(*) FILTER (WHERE fact = 'waiting' AND yes) AS overdue,
    sum(days) FILTER (WHERE fact = 'waiting') AS carried,
    CASE WHEN grouping(coalesce(k.parent_id, k.id), d.id, f.channel) = 7
        THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY days)
            FILTER (WHERE fact = 'answered') END AS median_days
FROM facts f
JOIN office_division d ON d.id = f.division_id
LEFT JOIN deputies_liaisonstation s ON s.id = f.station_id
LEFT JOIN cases_category k ON k.id = f.category_id
GROUP BY GROUPING SETS (
    (), (coalesce(k.parent_id, k.id)), (d.id), (f.channel),
    (d.parent_id), (d.parent_id, coalesce(k.parent_id, k.id)), (d.parent_id, d.id),
    (d.parent_id, f.channel), (coalesce(s.parent_id, s.id)),
    (coalesce(s.parent_id, s.id), coalesce(k.parent_id, k.id)),
    (coalesce(s.parent_id, s.id), d.id), (coalesce(s.parent_id, s.id), f.channel))
"""


def rollup_lines(url: str, rows: int) -> list[Line]:
    """Measure the counting of a month with a tenth of ``rows``."""
    month = timezone.localdate().replace(day=1) - relativedelta(months=1)
    _fill_month(url, rows, month)
    rollup = RollUp.objects.create(month=month)
    ours, floor = [], []
    # Alternately, so that disturbances affect both.
    for _ in range(TIMES):
        floor.append(_seconds(lambda: _by_hand(month)))
        ours.append(_seconds(lambda: count_month(rollup)))
    rows_made = rollup.rows.count()
    note = f"{min(ours):.2f} s beside {min(floor):.2f} s, {rows // 10} cases, {rows_made} rows"
    ratio = min(ours) / min(floor)
    return [Line("roll-up ÷ one statement", ratio, MOST, note=note)]


def _fill_month(url: str, rows: int, month: date) -> None:
    values = {**window(month), "rows": rows}
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("SET session_replication_role = replica")
        link.execute("SET statement_timeout = 0")
        link.execute(MOVE, values)
        link.execute(MOVE_HOME, values)
        link.execute(MOVE_ROUNDS, values)
        link.execute("VACUUM ANALYZE cases_case, cases_round")


def _seconds(do) -> float:
    start = time.monotonic()
    do()
    return time.monotonic() - start


def _by_hand(month: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, window(month))
        cursor.fetchall()
