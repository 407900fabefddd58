"""Rows written by COPY equal those written by ``save``."""

import itertools
import json

import pytest
from django.db import DataError, IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.loop.services import copying
from cases.models import Case, CaseEvent, Submitter
from tests import county as made

pytestmark = pytest.mark.django_db
UNIQUE = itertools.count()


@pytest.fixture
def case():
    return made.submitted(made.build_county(), name="王秀英", phone="13800001111")


def stored(row):
    """All columns as stored by PostgreSQL, except the key."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t) - 'id' FROM {row._meta.db_table} t WHERE id = %s",
            [row.pk],
        )
        return json.loads(cursor.fetchone()[0])


def again(row):
    """A copy of ``row``, as a new object without a key."""
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    return type(row)(**{f.attname: getattr(row, f.attname) for f in fields})


def another(case):
    fresh, number = again(case), next(UNIQUE)
    fresh.number, fresh.tracking_code, fresh.source_key = (
        f"N{number}",
        f"T{number}",
        None,
    )
    return fresh


def insert(row):
    [row.pk] = copying.new_keys(type(row), 1)
    copying.insert_rows(row)


@pytest.mark.parametrize("put", [lambda row: copying.copy_rows([row]), insert])
def test_a_row_is_what_save_would_have_made(case, put):
    saved, ours = another(case), another(case)
    saved.save()
    before = timezone.now()

    put(ours)

    differing = {"number", "tracking_code", "updated_at"}
    rows = [stored(row) for row in (ours, saved)]
    kept = [{k: v for k, v in row.items() if k not in differing} for row in rows]
    assert kept[0] == kept[1]
    assert Case.objects.get(pk=ours.pk).updated_at == ours.updated_at >= before
    assert not ours._state.adding


def test_what_a_field_seals_goes_in_sealed(case):
    other = another(case)
    submitter = again(Submitter.objects.get(case=case))
    submitter.case = other
    copying.copy_rows([other])

    copying.copy_rows([submitter])

    assert "王秀英" not in json.dumps(stored(submitter), ensure_ascii=False)
    assert Submitter.objects.get(case=other).name == "王秀英"


def test_an_object_saved_after_it_was_set_is_pointed_at_without_a_query(case):
    other, event = another(case), again(case.events.first())
    event.case = other
    copying.copy_rows([other])

    with CaptureQueriesContext(connection) as asked:
        copying.copy_rows([event])

    assert CaseEvent.objects.get(pk=event.pk).case_id == other.pk
    assert [query["sql"].split()[0] for query in asked] == ["SELECT", "COPY"]


def test_what_the_database_refuses_is_an_error_of_django(case):
    event = case.events.first()

    with pytest.raises(IntegrityError, match="cases_caseevent_pkey"):
        copying.stream_rows(CaseEvent, [event])


def test_what_does_not_fit_is_an_error_of_django(case):
    event = again(case.events.first())
    event.verb = "x" * 99

    with pytest.raises(DataError):
        copying.copy_rows([event])


def test_a_missing_object_is_refused_by_the_database(case):
    event = again(case.events.first())
    event.case_id = None

    with pytest.raises(IntegrityError):
        copying.copy_rows([event])


def test_no_rows_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        copying.copy_rows([])
