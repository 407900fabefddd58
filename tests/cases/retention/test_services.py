"""Personal data has an end."""

from datetime import date

from cases.loop.enums import Grade
from cases.loop.services import intake
from cases.retention.services import forget_persons
from office.models import AuditEntry
from tests import county as made


def test_nobody_is_forgotten_within_two_years_of_the_end(county):
    case = made.rated(county, Grade.SOLVED)  # closed on 2026-11-10

    assert forget_persons(today=date(2028, 11, 10)) == 0
    case.submitter.refresh_from_db()
    assert case.submitter.phone == "13805390000"


def test_name_phone_and_address_are_forgotten_and_the_code_still_opens(county):
    case = made.rated(county, Grade.SOLVED)

    count = forget_persons(today=date(2028, 11, 12))

    case.submitter.refresh_from_db()
    person = case.submitter
    assert count == 1
    assert (person.name, person.phone, person.phone_hash) == ("", "", "")
    assert intake.find_by_code(code=case.tracking_code, factor="0000") == case


def test_open_case_keeps_its_submitter(county):
    made.in_hand(county)

    assert forget_persons(today=date(2040, 1, 1)) == 0


def test_forgetting_twice_writes_one_audit_row(county):
    made.rated(county, Grade.SOLVED)

    forget_persons(today=date(2028, 11, 12))
    forget_persons(today=date(2028, 11, 12))

    assert AuditEntry.objects.filter(action="forget_submitters").count() == 1
