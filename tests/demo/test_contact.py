"""The contact days of the demonstration, as a visitor meets them."""

import pytest
from django.utils import timezone

from cases.models import Reception
from cases.receptions.models import Outcome
from demo.cases.texts import MARK
from demo.deputies.contact import absences
from deputies.contact.enums import CheckInSource
from deputies.contact.figures import attendance_of
from deputies.models import ContactDay, RosterDuty

# One county for every test of the demonstration.
from tests.demo.test_load_demo import demo, loaded  # noqa: F401


@pytest.mark.parametrize("people", [36, 72, 146, 400, 645])
def test_the_countys_rate_is_met_by_whole_people(people):
    excused, away = absences(people, 97.2)
    due = people - excused

    assert round(100 * (due - away) / due, 1) == 97.2 or people < 71


def test_the_last_contact_day_has_the_countys_rate_and_its_list(demo):  # noqa: F811
    over = ContactDay.objects.filter(day__lt=timezone.localdate())
    last = over.order_by("original_day").last().original_day
    duties = RosterDuty.objects.of_month(last).counting()

    whole = attendance_of(duties, scope="")[0]

    assert whole.number == "97.2"
    counted = [duty for duty in duties if duty.state != "excused"]
    assert len(counted) == whole.due
    assert sum(duty.state == "came" for duty in counted) == whole.came


def test_every_source_of_a_check_in_is_there(demo):  # noqa: F811
    found = set(RosterDuty.objects.exclude(source="").values_list("source", flat=True))

    assert found == set(CheckInSource)


def test_past_days_are_announced_and_the_next_are_partly(demo):  # noqa: F811
    today = timezone.localdate()

    assert not ContactDay.objects.filter(day__lt=today, state="draft").exists()
    coming = ContactDay.objects.filter(day__gte=today)
    assert {"draft", "published"} == set(coming.values_list("state", flat=True))


def test_receptions_are_answered_or_became_cases_and_are_marked(demo):  # noqa: F811
    rows = Reception.objects.for_list()

    assert set(rows.values_list("outcome", flat=True)) == set(Outcome)
    assert all(MARK in record.said for record in rows)
