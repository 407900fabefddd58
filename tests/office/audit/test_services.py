"""The security audit: one row per action, never changed."""

import pytest
from django.db import DatabaseError, connection, transaction

from office.audit.enums import action_word, audit_actions
from office.audit.services import record

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which_row(county):
    entry = record(
        action="set_password", by=county.office, object=county.keeper, reason="忘了"
    )

    assert entry.username == county.office.username
    assert (entry.object_type, entry.object_id) == (
        "office.user",
        str(county.keeper.pk),
    )
    assert (entry.reason, entry.succeeded) == ("忘了", True)


def test_an_act_of_nobody_keeps_the_name_that_was_tried(db):
    entry = record(action="login", by=None, username="someone", succeeded=False)

    assert (entry.user, entry.username, entry.succeeded) == (None, "someone", False)


def test_the_database_refuses_to_change_an_entry(county):
    entry = record(action="set_password", by=county.office)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE office_auditentry SET action = 'other' WHERE id = %s", [entry.pk]
        )


def test_acts_of_every_app_have_words():
    words = audit_actions()

    assert action_word("set_password") == words["set_password"] == "换密码"
    assert {"ballot_open", "open_budget", "approve_report", "reveal"} <= set(words)
    assert action_word("never heard of") == "never heard of"
