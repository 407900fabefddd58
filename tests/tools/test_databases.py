"""A test finds a database of its own, migrated and with its reference data."""

from django.db import connection

from office.models import DeadlineRule
from tests.databases import TEMPLATE


def test_the_database_is_a_clone_of_the_template(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [TEMPLATE])
        template = cursor.fetchone()

    assert template
    assert connection.settings_dict["NAME"].startswith("test_portal")
    assert DeadlineRule.objects.exists()
