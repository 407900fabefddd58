"""The real messages of 2017 to 2020, distributed over the stations of a whole county."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from demo.county.places import build_county
from demo.county.stations import build_stations
from demo.load import DIVISIONS
from rollups.models import RollUp
from tests.cases.opinion_files import opinion_files
from tests.rollups.by_hand import count_by_hand, counted_rows, read_cases

pytestmark = pytest.mark.django_db

# Each message to one of the stations, and to a village of the station's town.
SPREAD = """
WITH station AS (
    SELECT id, division_id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS all_of
    FROM deputies_liaisonstation WHERE kind = 'station'
), village AS (
    SELECT id, parent_id, row_number() OVER (PARTITION BY parent_id ORDER BY id) - 1 AS n,
        count(*) OVER (PARTITION BY parent_id) AS all_of
    FROM office_division WHERE level = 'village' AND valid_until IS NULL
)
UPDATE cases_case AS c SET station_id = station.id, division_id = village.id
FROM station JOIN office_division AS home ON home.id = station.division_id
JOIN village ON village.parent_id =
    CASE home.level WHEN 'town' THEN home.id ELSE home.parent_id END
WHERE station.n = c.id % station.all_of AND village.n = c.id / 7 % village.all_of
"""


@pytest.fixture
def spread(db, tmp_path):
    county = build_county(DIVISIONS)
    build_stations(county)
    call_command("import_opinions", *map(str, opinion_files(tmp_path)))
    with connection.cursor() as cursor:
        cursor.execute(SPREAD)
        assert cursor.rowcount == 3549


def test_the_twelve_months_of_2019_reconcile_with_the_rows(spread, capsys):
    capsys.readouterr()
    call_command("rollup", "--from", "2019-01", "--to", "2019-12")
    twelve = capsys.readouterr().out.splitlines()
    # The first and the last month of the file, in reverse order.
    for month in ("2020-01", "2017-06"):
        call_command("rollup", "--from", month)

    assert [line[:7] for line in twelve] == [f"2019-{n:02}" for n in range(1, 13)]
    cases = read_cases()
    received = 0
    for rollup in RollUp.objects.order_by("month"):
        assert counted_rows(rollup) == count_by_hand(rollup.month, cases)
        total = rollup.rows.of_county().totals().get()
        stations = rollup.rows.totals().filter(station__isnull=False)
        towns = rollup.rows.totals().filter(town__isnull=False)
        for areas in (stations, towns):
            assert sum(row.received for row in areas) == total.received
        received += total.received if rollup.month.year == 2019 else 0
    text = [c for c in cases if timezone.localdate(c.received_at).year == 2019]
    assert received == len(text) > 1000
