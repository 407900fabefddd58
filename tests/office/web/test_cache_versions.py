"""Whatever writes what is shown leaves cached pages behind, without thinking of it."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.loop.services import handling
from cases.loop.services.copying import stream_rows
from cases.models import Category, Feedback, NumberSeries
from office.models import Division, Notice
from office.web import cache_versions
from office.web.cache_versions import (
    PUBLIC_CACHE_VERSION,
    REFERENCE_CACHE_VERSION,
    asked_once,
    current_version,
    renew_both_caches,
)
from tests.county import answered, in_hand, published, submitted

pytestmark = pytest.mark.django_db(transaction=True)
READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def versions():
    return current_version(PUBLIC_CACHE_VERSION), current_version(
        REFERENCE_CACHE_VERSION
    )


def renewed(write) -> tuple[bool, bool]:
    """Whether ``write`` renewed the version of pages, and that of what is in memory."""
    before = versions()
    write()
    after = versions()
    return before[0] != after[0], before[1] != after[1]


def test_a_step_of_a_case_renews_pages(county):
    case = in_hand(county)

    def step():
        handling.note_progress(
            case=case, text="去看了", is_public=True, by=county.handler
        )

    assert renewed(step) == (True, False)


@pytest.mark.parametrize(
    "write",
    [
        lambda county: Division.objects.filter(pk=county.town.pk).update(name="新镇"),
        lambda county: county.station.save(),
        lambda county: Category.objects.create(name="新类", code="new", position=99),
        lambda county: connection.cursor().execute(
            "WITH one AS (SELECT 1) UPDATE office_unit SET phone = '1'"
        ),
    ],
)
def test_what_is_kept_in_memory_renews_both(county, write):
    assert renewed(lambda: write(county)) == (True, True)


def test_what_nobody_is_shown_renews_nothing(county):
    def write():
        Notice.objects.create(key="k", user=county.handler, kind="k", title="t")
        NumberSeries.objects.create(prefix="甲", year=2026)

    assert renewed(write) == (False, False)


def test_what_comes_in_is_shown_by_nobody_yet(county):
    assert renewed(lambda: submitted(county)) == (False, False)


def test_rows_that_are_copied_renew_pages(county):
    feedback = Feedback(
        pk=1,
        station=county.station,
        key="k",
        unit=county.water,
        title="t",
        text="t",
        published_at="2026-11-01T00:00Z",
    )

    assert renewed(lambda: stream_rows(Feedback, [feedback])) == (True, False)


def test_nothing_is_renewed_before_the_commit_or_without_one(county):
    class Undone(Exception):
        pass

    def write():
        with pytest.raises(Undone), transaction.atomic():
            Division.objects.filter(pk=county.division.pk).update(name="甲县")
            assert versions() == before
            raise Undone

    before = versions()

    assert renewed(write) == (False, False)


def test_a_savepoint_that_is_rolled_back_hides_no_later_write(county):
    def write():
        with transaction.atomic():
            point = transaction.savepoint()
            Division.objects.filter(pk=county.division.pk).update(name="甲县")
            transaction.savepoint_rollback(point)
            Division.objects.filter(pk=county.town.pk).update(name="乙镇")

    assert renewed(write) == (True, True)


def test_a_request_sees_its_own_change(county):
    with asked_once():
        before = versions()
        assert versions() == before
        renew_both_caches()

        assert versions() != before


def test_no_public_page_reads_what_counts_as_never_shown(client, county):
    """The list of what is never shown is checked against what the pages read."""
    case = published(county, answered(county))
    pages = [
        "/",
        case.get_public_url(),
        reverse("cases:cases"),
        reverse("cases:public_suggestions"),
        county.station.get_absolute_url(),
        reverse("decisions:home"),
    ]
    renew_both_caches()
    with CaptureQueriesContext(connection) as seen:
        for page in pages:
            assert client.get(page).status_code == 200
    read = {
        table for row in seen.captured_queries for table in READ.findall(row["sql"])
    }

    assert "cases_case" in read
    assert read & cache_versions._never_shown == set()
