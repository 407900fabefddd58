"""A month's counts in one statement with GROUPING SETS."""

from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.utils import timezone

from rollups.counting.models import RollUp

# Everything is evaluated as of the end of the month, so that a missed month gives the
# same counts when it is made up for. A case merged, declined or withdrawn later still
# counts as waiting; its category and place are today's.
FACTS = """
WITH answered AS MATERIALIZED (
    SELECT c.division_id, c.station_id, c.category_id, c.channel,
        ((r.answered_at AT TIME ZONE %(zone)s)::date <= r.due_on)::int AS on_time,
        greatest((r.answered_at AT TIME ZONE %(zone)s)::date
            - (CASE WHEN r.number = 1 THEN c.received_at ELSE r.started_at END
                AT TIME ZONE %(zone)s)::date, 0) AS days
    FROM cases_round AS r JOIN cases_case AS c ON c.id = r.case_id
    WHERE r.answered_at >= %(since)s AND r.answered_at < %(until)s
        AND c.kind <> 'suggestion' AND c.status <> 'walled'
),
facts AS (
    SELECT division_id, station_id, category_id, channel, 1 AS received, 0 AS answered,
        0 AS answered_on_time, 0 AS answer_days, 0 AS closed, 0 AS solved, 0 AS rated,
        0 AS content, 0 AS not_solved, 0 AS waiting, 0 AS overdue, 0 AS carried
    FROM cases_case
    WHERE received_at >= %(since)s AND received_at < %(until)s
        AND kind <> 'suggestion' AND status <> 'walled'
  UNION ALL
    SELECT division_id, station_id, category_id, channel, 0, 1, on_time, days,
        0, 0, 0, 0, 0, 0, 0, 0
    FROM answered
  UNION ALL
    SELECT division_id, station_id, category_id, channel, 0, 0, 0, 0, 1,
        (result_class = 'solved' AND grade <> 'not_solved')::int, 0, 0, 0, 0, 0, 0
    FROM cases_case
    WHERE closed_at >= %(since)s AND closed_at < %(until)s
        AND kind <> 'suggestion' AND status <> 'walled'
  UNION ALL
    SELECT c.division_id, c.station_id, c.category_id, c.channel, 0, 0, 0, 0, 0, 0, 1,
        (g.grade IN ('solved', 'partly'))::int, (g.grade = 'not_solved')::int, 0, 0, 0
    FROM cases_rating AS g JOIN cases_case AS c ON c.id = g.case_id
    WHERE g.at >= %(since)s AND g.at < %(until)s
        AND c.kind <> 'suggestion' AND c.status <> 'walled'
  UNION ALL
    SELECT c.division_id, c.station_id, c.category_id, c.channel, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 1, coalesce(r.due_on < %(next_day)s, false)::int,
        (c.received_at < %(since)s)::int
    FROM cases_case AS c
    LEFT JOIN LATERAL (
        SELECT answered_at, ended_at, due_on FROM cases_round
        WHERE case_id = c.id AND started_at < %(until)s ORDER BY number DESC LIMIT 1
    ) AS r ON true
    WHERE c.received_at < %(until)s AND c.kind <> 'suggestion' AND c.status <> 'walled'
        AND (c.closed_at IS NULL OR c.closed_at >= %(until)s)
        AND (r.answered_at IS NULL OR r.answered_at >= %(until)s)
        AND (r.ended_at IS NULL OR r.ended_at >= %(until)s)
        AND NOT (c.status IN ('declined', 'merged', 'withdrawn') AND EXISTS (
            SELECT FROM cases_caseevent AS e
            WHERE e.case_id = c.id AND e.verb IN ('decline', 'merge', 'withdraw')
                AND e.at < %(until)s))
),
place AS (
    -- Where a place lies today: old villages under what they were merged into.
    SELECT d.id, today.id AS place_id,
        CASE today.level WHEN 'town' THEN today.id
            WHEN 'village' THEN coalesce(above.successor_id, above.id) END AS town_id
    FROM office_division AS d
    LEFT JOIN office_division AS became ON became.id = d.successor_id
    JOIN office_division AS today
        ON today.id = coalesce(became.successor_id, became.id, d.id)
    LEFT JOIN office_division AS above ON above.id = today.parent_id
),
summed AS (
    -- Few rows for the grouping sets: one for each place, station, category, channel.
    SELECT division_id, station_id, category_id, channel, {sums}
    FROM facts GROUP BY 1, 2, 3, 4
),
named AS (
    SELECT p.town_id, coalesce(s.parent_id, s.id) AS station_id,
        coalesce(k.parent_id, k.id) AS category_id, p.place_id, summed.channel, {names}
    FROM summed
    JOIN place AS p ON p.id = summed.division_id
    LEFT JOIN deputies_liaisonstation AS s ON s.id = summed.station_id
    LEFT JOIN cases_category AS k ON k.id = summed.category_id
),
counted AS (
SELECT town_id, station_id, category_id, place_id, coalesce(channel, '') AS channel,
    CASE WHEN grouping(category_id) = 0 THEN 'category'
        WHEN grouping(place_id) = 0 THEN 'place'
        WHEN grouping(channel) = 0 THEN 'channel' ELSE 'total' END AS dimension,
    {sums}
FROM named
GROUP BY GROUPING SETS (
    (), (category_id), (place_id), (channel),
    (town_id), (town_id, category_id), (town_id, place_id), (town_id, channel),
    (station_id), (station_id, category_id), (station_id, place_id),
    (station_id, channel))
-- What was said at no station, or lies in no town, is in the county's rows only.
HAVING (grouping(station_id) = 1 OR station_id IS NOT NULL)
    AND (grouping(town_id) = 1 OR town_id IS NOT NULL)
),
homes AS (
    SELECT p.town_id, coalesce(s.parent_id, s.id) AS station_id, days
    FROM answered
    JOIN place AS p ON p.id = answered.division_id
    LEFT JOIN deputies_liaisonstation AS s ON s.id = answered.station_id
),
median AS MATERIALIZED (
    -- Of the sums alone: a mean of days would hide the slow ones.
    SELECT town_id, station_id, 'total' AS dimension,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median_days
    FROM homes GROUP BY GROUPING SETS ((), (town_id), (station_id))
    HAVING (grouping(station_id) = 1 OR station_id IS NOT NULL)
        AND (grouping(town_id) = 1 OR town_id IS NOT NULL)
)
SELECT counted.*, median_days FROM counted
LEFT JOIN median ON median.dimension = counted.dimension
    AND coalesce(median.town_id, 0) = coalesce(counted.town_id, 0)
    AND coalesce(median.station_id, 0) = coalesce(counted.station_id, 0)
"""
COUNTED = (
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
)
COUNTS = FACTS.format(
    sums=", ".join(f"coalesce(sum({name}), 0)::int AS {name}" for name in COUNTED),
    names=", ".join(f"summed.{name}" for name in COUNTED),
)
INSERT = f"""
INSERT INTO rollups_rolluprow (rollup_id, town_id, station_id, category_id,
    place_id, channel, dimension, {", ".join(COUNTED)}, median_days)
SELECT %(rollup)s, rows.* FROM ({COUNTS}) AS rows
-- Pages and downloads list rows by key: the plan must not choose their order.
ORDER BY town_id NULLS FIRST, station_id NULLS FIRST, dimension,
    category_id, place_id, channel
"""  # noqa: S608 - names of columns, no values


@transaction.atomic
def count_month(rollup: RollUp) -> int:
    """Count ``rollup`` again; returns the number of rows. The caller locks the roll-up."""
    values = {**window(rollup.month), "rollup": rollup.pk}
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM rollups_rolluprow WHERE rollup_id = %(rollup)s", values
        )
        cursor.execute(INSERT, values)
        return cursor.rowcount


def window(month: date) -> dict[str, date | datetime | str]:
    """Start and end of ``month`` in the county's time zone."""
    after = month + relativedelta(months=1)
    return {
        "since": timezone.make_aware(datetime.combine(month, time())),
        "until": timezone.make_aware(datetime.combine(after, time())),
        "next_day": after,
        "zone": timezone.get_current_timezone_name(),
    }
