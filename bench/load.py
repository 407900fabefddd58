"""Loads a million cases by SQL, distributed over ten years like a county's.

As superuser, with triggers and foreign keys disabled and the indexes created
afterwards; CHECK constraints stay active for every row.
"""

import psycopg

from bench.samples import ANSWER, COUNT, make_samples

TABLES = (
    "cases_case",
    "cases_submitter",
    "cases_caseevent",
    "cases_round",
    "cases_assignment",
    "cases_reply",
)

# Every 20th of the newest is open; the first department and the first station have the
# most, as in production. Ten cases, whatever the total, contain the rare word.
CASES = """
INSERT INTO cases_case (
    id, kind, number, tracking_code, channel, station_id, division_id, place,
    category_id, title, text, status, level, holder_id, decline_reason, source_key,
    received_at, is_public, public_title, public_text, published_at, round_no, due_on,
    warn_on, answered_at, closed_at, result_class, grade, answer_brief,
    submitter_count, updated_at, search, public_search)
SELECT
    i, 'opinion', '示例〔' || extract(year FROM at) || '〕' || i || '号',
    code, 'station_page', station.id, village.id, '', category.id,
    s.title, s.text, status, 'county', unit.id, '', NULL,
    at, public, CASE WHEN public THEN s.title ELSE '' END,
    CASE WHEN public THEN s.text ELSE '' END,
    CASE WHEN public THEN at + interval '6 days' END, 1,
    CASE WHEN is_open THEN (at + interval '14 days')::date END,
    CASE WHEN is_open THEN (at + interval '12 days')::date END,
    CASE WHEN NOT is_open THEN at + interval '5 days' END,
    CASE WHEN status = 'closed' THEN at + interval '9 days' END,
    CASE WHEN is_open THEN '' ELSE (ARRAY['solved', 'planned', 'constrained'])[1 + i %% 3] END,
    CASE WHEN status = 'closed' THEN (ARRAY['solved', 'partly', '', 'acknowledged'])[1 + i %% 4]
         ELSE '' END,
    CASE WHEN is_open THEN '' ELSE left(unit.short_name || '：' || %(answer)s, 120) END,
    1, at, s.search, CASE WHEN public THEN s.public_search END
FROM (
    SELECT i, now() - interval '10 years' * (1 - i::float / %(rows)s) AS at,
        hashint4(i)::bigint + 2147483648 AS h, i > %(rows)s * 0.95 AS is_open
    FROM generate_series(1, %(rows)s) AS i
) AS row
CROSS JOIN LATERAL (
    SELECT CASE WHEN is_open THEN 'in_hand' WHEN i %% 20 = 3 THEN 'answered'
                ELSE 'closed' END AS status,
        NOT is_open AND i %% 10 < 7 AS public,
        (h %% 10000) / 10000.0 AS u
) AS fate
CROSS JOIN LATERAL (
    SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTVWXYZ',
        1 + (i * 7919::bigint / power %% 29)::int, 1), '') AS code
    FROM unnest(%(powers)s::bigint[]) AS power
) AS codes
JOIN bench_sample AS s ON s.id = CASE WHEN i %% (%(rows)s / 10) = 7 THEN 0
    ELSE 1 + h %% %(samples)s END
JOIN bench_village AS village ON village.n = h %% (SELECT count(*) FROM bench_village)
JOIN bench_station AS station
    ON station.n = floor(u * sqrt(u) * (SELECT count(*) FROM bench_station))
JOIN bench_unit AS unit
    ON unit.n = CASE WHEN i %% 5 < 2 THEN 0 ELSE h %% (SELECT count(*) FROM bench_unit) END
LEFT JOIN bench_category AS category
    ON category.n = h %% greatest((SELECT count(*) FROM bench_category), 1)
"""

LOOKUPS = """
CREATE TEMP TABLE bench_village AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
    FROM office_division WHERE level = 'village';
CREATE TEMP TABLE bench_station AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
    FROM deputies_liaisonstation;
CREATE TEMP TABLE bench_unit AS
    SELECT id, short_name, row_number() OVER (ORDER BY id) - 1 AS n
    FROM office_unit WHERE kind = 'department';
CREATE TEMP TABLE bench_category AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
    FROM cases_category WHERE parent_id IS NULL;
CREATE TEMP TABLE bench_sample (id int PRIMARY KEY, title text, text text,
    search tsvector, public_search tsvector);
"""

REST = """
INSERT INTO cases_submitter (case_id, name, phone, phone_hash, address, factor_hash,
    factor_hint, may_publish, told_by)
SELECT id, '', '', '', '', '', '', true, '' FROM cases_case;

INSERT INTO cases_round (id, case_id, number, supervisor_id, lead_id, started_at,
    assigned_at, signed_at, answered_at, ended_at, rule_id, start_on, first_due_on,
    due_on, extra_days, held_days, calendar_revision, basis)
SELECT c.id, c.id, 1, (SELECT min(id) FROM office_unit WHERE kind = 'congress'),
    c.holder_id, c.received_at, c.received_at, c.received_at, c.answered_at, c.closed_at,
    (SELECT min(id) FROM office_deadlinerule WHERE name = 'case_answer_county'),
    c.received_at::date, (c.received_at + interval '14 days')::date,
    (c.received_at + interval '14 days')::date, 0, 0,
    (SELECT coalesce(max(id), 0) FROM office_calendarchange), 'published'
FROM cases_case AS c;

INSERT INTO cases_assignment (case_id, round_id, unit_id, duty, due_on, assigned_at,
    return_reason, opinion, answered_at)
SELECT id, id, holder_id, 'lead', (received_at + interval '14 days')::date, received_at,
    '', '', answered_at
FROM cases_case;

INSERT INTO cases_reply (round_id, unit_id, text, public_text, result_class, promise,
    promise_on, state, drafted_at, released_at, returned_reason)
SELECT id, holder_id, %(answer)s, %(answer)s, result_class,
    CASE WHEN result_class = 'planned' THEN '修好' ELSE '' END,
    CASE WHEN result_class = 'planned' THEN (received_at + interval '99 days')::date END,
    'released', answered_at, answered_at, ''
FROM cases_case WHERE answered_at IS NOT NULL;

INSERT INTO cases_caseevent (case_id, verb, from_status, to_status, round_no, unit_id,
    note, public_note, at)
SELECT c.id, v.verb, v.before, v.after, 1, c.holder_id, '',
    CASE WHEN v.verb = 'submit' THEN c.text ELSE '示例' END, c.received_at + v.later
FROM cases_case AS c
CROSS JOIN (VALUES
    ('submit', '', 'received', interval '0'),
    ('accept', 'received', 'accepted', interval '1 hour'),
    ('assign', 'accepted', 'assigned', interval '2 hours'),
    ('sign', 'assigned', 'in_hand', interval '3 hours'),
    ('release', 'drafted', 'answered', interval '5 days')
) AS v(verb, before, after, later)
WHERE v.verb <> 'release' OR c.answered_at IS NOT NULL;

INSERT INTO bench_item (id, title, text, at)
SELECT id, title, text, received_at FROM cases_case;
"""

FLOOR = """
CREATE TABLE IF NOT EXISTS bench_item (
    id bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
    title varchar(100) NOT NULL, text text NOT NULL, at timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS bench_item_newest ON bench_item (at DESC, id DESC);
"""


def load_cases(url: str, rows: int, owner: str) -> None:
    """Replace all cases by ``rows`` new ones. ``url`` is the superuser's."""
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(FLOOR)
        link.execute(f'ALTER TABLE bench_item OWNER TO "{owner}"')
        link.execute("SET session_replication_role = replica")
        link.execute("SET synchronous_commit = off")
        link.execute("SET maintenance_work_mem = '512MB'")
        link.execute("SET statement_timeout = 0")
        link.execute(f"TRUNCATE {', '.join(TABLES)}, bench_item CASCADE")
        indexes = _drop_indexes(link)
        link.execute(LOOKUPS)
        _copy_samples(link)
        link.execute("ANALYZE")
        values = {
            "rows": rows,
            "samples": COUNT - 1,
            "answer": ANSWER,
            "powers": [29**place for place in range(8)],
        }
        link.execute(CASES, values)
        for statement in REST.split(";\n\n"):
            link.execute(statement, values if "%(" in statement else None)
        for statement in indexes:
            link.execute(statement)
        _move_sequences(link)
        link.execute("VACUUM ANALYZE")


def _copy_samples(link: psycopg.Connection) -> None:
    with link.cursor().copy("COPY bench_sample FROM STDIN") as copy:
        for number, sample in enumerate(make_samples()):
            copy.write_row([number, *sample.values()])


def _drop_indexes(link: psycopg.Connection) -> list[str]:
    """Drop the indexes that no constraint needs.

    Returns the statements to recreate them.
    """
    found = link.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM pg_index
        WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (
            SELECT FROM pg_constraint WHERE conindid = indexrelid)
        """,
        [[*TABLES, "bench_item"]],
    ).fetchall()
    for name, _ in found:
        link.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def _move_sequences(link: psycopg.Connection) -> None:
    for table in (*TABLES, "bench_item"):
        link.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
            f" (SELECT coalesce(max(id), 0) + 1 FROM {table}))"
        )
