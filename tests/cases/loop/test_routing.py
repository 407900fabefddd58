"""Assignment and return: always exactly one holder."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases.loop.enums import CaseStatus, Duty
from cases.loop.services import routing
from cases.loop.services.moves import CaseError
from cases.models import Assignment, Case, Category, Competence
from office.places.enums import DivisionLevel
from tests import county as made
from tests.sessions import together


def test_assign_case_to_a_department_is_due_in_ten_working_days(county):
    case = made.assigned(county)

    assert case.holder == county.water
    # 2026-11-02 is a Monday; ten working days without a holiday end on Monday 11-16.
    assert case.due_on.isoformat() == "2026-11-16"


def test_assign_case_to_a_town_government_is_due_in_five_working_days(county):
    case = made.assigned(county, lead=county.town_government)

    assert case.due_on.isoformat() == "2026-11-09"


def test_assign_case_keeps_from_what_the_day_was_counted(county):
    handling = made.assigned(county).rounds.get()

    assert handling.rule.name == "case_answer_county"
    assert handling.start_on.isoformat() == "2026-11-02"
    assert handling.first_due_on == handling.due_on


def test_assign_case_tells_the_unit(county):
    made.assigned(county)

    assert county.handler.notices.filter(kind="case_assigned").count() == 1


def test_assign_case_with_helpers_has_one_lead(county):
    case = routing.assign_case(
        case=made.accepted(county),
        lead=county.water,
        assist=[county.roads],
        separate=[county.town_government],
        by=county.office,
    )

    duties = dict(case.assignments.values_list("unit__short_name", "duty"))
    assert duties == {
        "水利局": Duty.LEAD,
        "交通局": Duty.ASSIST,
        "探沂镇政府": Duty.SEPARATE,
    }


def test_assign_case_with_a_unit_twice_is_refused(county):
    with pytest.raises(CaseError, match="两种分工"):
        routing.assign_case(
            case=made.accepted(county),
            lead=county.water,
            assist=[county.water],
            by=county.office,
        )


@pytest.mark.django_db(transaction=True)
def test_two_clerks_assigning_at_once_leave_one_holder(county):
    case = made.accepted(county)

    results = together(
        lambda: routing.assign_case(case=case, lead=county.water, by=county.office),
        lambda: routing.assign_case(case=case, lead=county.roads, by=county.office2),
    )

    errors = [r for r in results if isinstance(r, CaseError)]
    assert len(errors) == 1
    assert "待签收" in str(errors[0])
    assert Assignment.objects.filter(case=case, duty=Duty.LEAD).count() == 1


def test_return_case_gives_it_back_to_the_congress_with_the_reason(county):
    case = made.assigned(county)

    case = routing.return_case(
        case=case,
        reason="属于交通局",
        by=county.handler,
        at=made.moment("2026-11-03 15:00"),
    )

    assert case.status == CaseStatus.ACCEPTED
    assert case.holder == county.congress
    assert case.due_on is None
    assert case.assignments.get().return_reason == "属于交通局"


def test_return_case_too_late_is_refused_with_the_day(county):
    case = made.assigned(county)

    with pytest.raises(CaseError, match="2026年11月4日"):
        routing.return_case(
            case=case,
            reason="属于交通局",
            by=county.handler,
            at=made.moment("2026-11-05 09:00"),
        )


def test_elapsed_time_goes_on_after_a_return(county):
    case = made.assigned(county)
    received = case.received_at
    routing.return_case(
        case=case,
        reason="不归我们",
        by=county.handler,
        at=made.moment("2026-11-03 15:00"),
    )

    case = routing.assign_case(
        case=case,
        lead=county.roads,
        by=county.office,
        at=made.moment("2026-11-04 09:00"),
    )

    assert case.received_at == received
    assert case.due_on.isoformat() == "2026-11-18"


def test_assign_cases_skips_what_cannot_be_and_says_why(county):
    ready, early = made.accepted(county), made.submitted(county)

    results = routing.assign_cases(
        cases=[ready, early], lead=county.water, by=county.office
    )

    assert [bool(result.error) for result in results] == [False, True]
    assert "待受理" in results[1].error


def test_suggest_units_names_the_competent_unit_and_why(county):
    category = Category.objects.create(code="test-water", name="农田水利")
    Competence.objects.create(
        category=category,
        level=DivisionLevel.COUNTY,
        unit=county.water,
        basis="水利工程由县水利局管理",
    )

    first = routing.suggest_units(
        category=category, division=county.village, level=DivisionLevel.COUNTY
    )[0]

    assert first.unit == county.water
    assert "水利工程由县水利局管理" in first.reason


def test_suggest_units_in_a_town_begins_with_its_government(county):
    suggestions = routing.suggest_units(
        category=None, division=county.village, level=DivisionLevel.TOWN
    )

    assert [s.unit for s in suggestions] == [county.town_government]


def test_add_assisting_unit_is_due_not_after_the_answer(county):
    case = made.in_hand(county)

    part = routing.add_assisting_unit(
        case=case,
        unit=county.roads,
        by=county.office,
        at=made.moment("2026-11-12 09:00"),
    )

    case.refresh_from_db()
    assert part.due_on == case.due_on


def test_answer_as_assistant_goes_to_the_lead_and_not_to_the_resident(county):
    case = made.in_hand(county)
    part = routing.add_assisting_unit(
        case=case,
        unit=county.roads,
        by=county.office,
        at=made.moment("2026-11-04 09:00"),
    )

    routing.answer_as_assistant(
        assignment=part, opinion="路边沟归我们清", by=county.road_handler
    )

    event = case.events.last()
    assert event.note == "路边沟归我们清"
    assert event.public_note == ""


def test_database_refuses_a_move_that_is_not_in_the_table(county):
    case = made.submitted(county)

    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.ANSWERED)


def test_database_refuses_to_change_or_delete_an_event(county):
    case = made.submitted(county)

    for statement in (
        "update cases_caseevent set note = 'x' where case_id = %s",
        "delete from cases_caseevent where case_id = %s",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [case.pk])
