"""A prepared read gives what the queryset gives, in one round trip for several."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, CaseEvent
from office.models import Unit, User
from office.web.prepared import Prepared, read_together
from tests.county import assigned

pytestmark = pytest.mark.django_db
EVENTS = Prepared(lambda key: CaseEvent.objects.filter(case=key))
CASE = Prepared(lambda key: Case.objects.filter(pk=key), without=("search",))


def test_rows_are_those_of_the_queryset_in_its_order(county):
    case = assigned(county)

    read = EVENTS.rows(case.pk)

    wanted = CaseEvent.objects.filter(case=case)
    assert [vars(row) | {"_state": 0} for row in read] == [
        vars(row) | {"_state": 0} for row in wanted
    ]
    assert read[0]._state.adding is False


def test_several_reads_of_one_key_are_one_round_trip(county):
    case = assigned(county)
    with CaptureQueriesContext(connection) as seen:
        (found,), events = read_together(case.pk, CASE, EVENTS)

    assert len(seen) == 1
    assert (found, len(events)) == (case, case.events.count())


def test_what_was_left_out_is_read_when_it_is_asked_for(county):
    case = assigned(county)

    found = CASE.rows(case.pk)[0]

    assert found.get_deferred_fields() == {"search"}
    assert found.search == Case.objects.get(pk=case.pk).search


def test_a_key_that_nobody_has_gives_nothing(county):
    assert EVENTS.rows(10**9) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda key: Unit.objects.all(),
        lambda key: Unit.objects.filter(pk=key, division=key),
        # Sealed columns are opened by the field, which is not asked here.
        lambda key: User.objects.filter(pk=key),
    ],
)
def test_what_it_cannot_read_rightly_is_refused(build):
    with pytest.raises(TypeError):
        Prepared(build).rows(1)
