"""What a form saved by itself: told apart as added or changed, with the fields' names."""

import pytest

from deputies.models import Deputy, Term
from deputies.register.services.registers import write_down
from office.models import AuditEntry


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_new", "action"), [(True, "add_deputy"), (False, "change_deputy")]
)
def test_added_and_changed_are_two_actions(county, is_new, action):
    row = Deputy.objects.create(code="d0001", name="甲", gender="male")

    write_down(row=row, is_new=is_new, changed=["name", "born"], by=county.office)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail) == (action, {"changed": ["name", "born"]})


@pytest.mark.django_db
def test_the_action_is_called_after_the_register(county):
    row = Term.objects.create(level="county", number=19, starts_on="2022-01-15")

    write_down(row=row, is_new=True, changed=(), by=county.office)

    assert AuditEntry.objects.get().action == "add_term"
