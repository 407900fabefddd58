import re
import time
from datetime import date

import pytest
from django.core.management import call_command

from office.calendar.services.reference import (
    load_reference,
    load_rules,
    published_years,
)
from office.models import CalendarChange, CalendarDay, CalendarYear, DeadlineRule
from tests.paths import ROOT


def everything():
    return (
        list(DeadlineRule.objects.order_by("pk").values()),
        list(CalendarDay.objects.values()),
        list(CalendarYear.objects.values()),
        CalendarChange.objects.count(),
    )


def test_loading_twice_changes_nothing(db):
    before = everything()

    load_reference()

    assert before[0]
    assert everything() == before


def test_what_the_office_changed_stays(db):
    day = date(2026, 10, 8)
    CalendarDay.objects.create(day=day, is_workday=False, name="县里放假")

    load_reference()

    assert CalendarDay.objects.get(day=day).name == "县里放假"


def test_a_new_version_is_added_beside_the_old_one(db):
    old = DeadlineRule.objects.filter(name="case_screen").values().get()
    new = {**old, "version": 2, "amount": 1, "valid_from": date(2027, 1, 1)}
    del new["id"]

    assert load_rules([new]) == 1

    versions = DeadlineRule.objects.filter(name="case_screen")
    assert dict(versions.values_list("version", "amount")) == {1: 2, 2: 1}


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_is_filled_again():
    DeadlineRule.objects.all().delete()
    CalendarYear.objects.all().delete()
    CalendarDay.objects.all().delete()

    call_command("migrate", verbosity=0)

    assert DeadlineRule.objects.filter(name="case_answer_county").exists()
    assert set(CalendarYear.objects.values_list("year", flat=True)) == set(
        published_years()
    )


def test_loading_takes_two_queries_when_nothing_is_missing(
    db, django_assert_num_queries
):
    # Two more for the savepoint.
    with django_assert_num_queries(4):
        load_reference()


def test_loading_everything_is_short_enough_for_every_flush(db):
    DeadlineRule.objects.all().delete()
    CalendarYear.objects.all().delete()
    CalendarDay.objects.all().delete()
    started = time.process_time()

    load_reference()

    assert time.process_time() - started < 1


def test_years_from_2004_to_2026_are_published():
    assert published_years() == list(range(2004, 2027))


def test_every_rule_the_program_asks_for_exists(db):
    asked = set()
    for path in [*ROOT.glob("cases/**/*.py"), *ROOT.glob("deputies/**/*.py")]:
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'(?:find_rule|book\.rule)\(\s*"(\w+)"', text))
        asked |= set(re.findall(r'"(case_answer_\w+)"', text))
        asked |= set(re.findall(r'^ +\w+_rule = "(\w+)"', text, re.MULTILINE))
        if path.name == "counting.py":
            asked |= set(re.findall(r'"(\w*(?:case|suggestion)_\w+)"', text))

    known = set(DeadlineRule.objects.values_list("name", flat=True))
    assert {"case_assist", "case_rating", "case_answer_county"} <= asked
    assert asked <= known


def test_every_rule_names_its_law_or_the_county_s_own_measure(db):
    for rule in DeadlineRule.objects.all():
        assert re.match(r"《.+》", rule.source), rule.name
        if rule.name.startswith("case_"):
            assert "《费县社情民意办理办法（示例）》" in rule.source
