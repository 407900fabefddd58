"""民意链: a link is written once and never changes."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases.thread.models import ThreadLink
from cases.thread.services import link_thread
from tests.county import submitted
from tests.sessions import together

pytestmark = pytest.mark.django_db


def test_the_second_time_gives_the_first_edge(county):
    earlier, later = submitted(county), submitted(county, "水渠又堵了。")

    first = link_thread(earlier=earlier, later=later, note="写成建议", by=county.office)
    again = link_thread(earlier=earlier, later=later, by=county.keeper)

    assert again == first
    assert (first.note, first.by) == ("写成建议", county.office)


def test_an_edge_is_not_taken_back(county):
    earlier, later = submitted(county), submitted(county, "水渠又堵了。")
    link = link_thread(earlier=earlier, later=later, by=county.office)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM cases_threadlink WHERE id = %s", [link.pk])


@pytest.mark.django_db(transaction=True)
def test_two_sessions_write_one_edge(county):
    earlier, later = submitted(county), submitted(county, "水渠又堵了。")

    def link():
        return link_thread(earlier=earlier, later=later, by=county.office)

    assert {type(given) for given in together(link, link)} == {ThreadLink}
    assert ThreadLink.objects.count() == 1
