"""Rotas: leave and swaps are requested by deputies and granted by the congress."""

import pytest
from django.db import IntegrityError, transaction

from deputies.contact.enums import DutyState, LeaveRequestKind
from deputies.contact.services.duties import (
    add_duty,
    ask_off,
    decide_ask,
    excuse_duty,
    remove_duty,
)
from deputies.contact.services.rotas import RotaError
from deputies.models import LeaveRequest, RosterDuty
from office.models import Notice
from tests.deputies.people import seat
from tests.deputies.rota import (
    NOW,
    drafted_day,
    duty_of,
    people_of_station,
    published_day,
)
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW)


def asked(duty, kind=LeaveRequestKind.LEAVE, other=None):
    return ask_off(
        duty=duty, kind=kind, reason="外出开会", by=duty.deputy.user, other=other
    )


def test_leave_is_asked_granted_and_leaves_the_denominator(county):
    one, *_ = people_of_station(county)
    day = published_day(county)
    ask = asked(duty_of(day, one))

    decide_ask(ask=ask, granted=True, answer="", by=county.town_office)

    duty = duty_of(day, one)
    assert (duty.state, duty.reason) == (DutyState.EXCUSED, "外出开会")
    assert day.duties.not_excused().count() == 2
    assert Notice.objects.filter(kind="duty_ask", user=county.town_office).count() == 1
    assert Notice.objects.filter(kind="duty_answer", user=one.user).count() == 1


def test_a_swap_puts_the_other_on_the_rota(county):
    one, *_ = people_of_station(county)
    other = seat(county, "d0009", "鲁坡", level="town")
    day = published_day(county)
    ask = asked(duty_of(day, one), LeaveRequestKind.SWAP, other.mandate)

    decide_ask(ask=ask, granted=True, answer="", by=county.town_office)

    assert "鲁坡" in duty_of(day, one).reason
    assert duty_of(day, other).state == DutyState.DUE
    assert Notice.objects.filter(kind="rota_published", user=other.user).exists()


def test_a_swap_with_somebody_busy_that_day_changes_nothing(county):
    one, two, _ = people_of_station(county)
    day = published_day(county)
    ask = asked(duty_of(day, one), LeaveRequestKind.SWAP, two.mandate)

    with pytest.raises(RotaError, match="已经排了班"):
        decide_ask(ask=ask, granted=True, answer="", by=county.town_office)

    assert duty_of(day, one).state == DutyState.DUE
    ask.refresh_from_db()
    assert ask.granted is None


def test_a_refusal_needs_a_reason(county):
    one, *_ = people_of_station(county)
    ask = asked(duty_of(published_day(county), one))

    with pytest.raises(RotaError, match="理由"):
        decide_ask(ask=ask, granted=False, answer=" ", by=county.town_office)
    decided = decide_ask(
        ask=ask, granted=False, answer="人手不够", by=county.town_office
    )

    assert decided.granted is False
    assert duty_of(ask.duty.contact_day, one).state == DutyState.DUE


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_leave_one(county):
    one, *_ = people_of_station(county)
    duty = duty_of(published_day(county), one)

    given = at_once(2, lambda: asked(duty))

    assert sorted(type(g).__name__ for g in given) == ["LeaveRequest", "RotaError"]
    assert LeaveRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_leave_one(county):
    one, *_ = people_of_station(county)
    ask = asked(duty_of(published_day(county), one))

    given = at_once(
        2,
        lambda: decide_ask(ask=ask, granted=True, answer="", by=county.town_office),
    )

    assert sorted(type(g).__name__ for g in given) == ["LeaveRequest", "RotaError"]


def test_names_are_taken_off_a_draft_only(county):
    one, two, _ = people_of_station(county)
    day = drafted_day(county)
    remove_duty(duty=duty_of(day, two), by=county.town_office)

    published = published_day(county)

    assert published.duties.count() == 2
    with pytest.raises(RotaError, match="请假"):
        remove_duty(duty=duty_of(published, one), by=county.town_office)


def test_only_people_in_office_who_are_free_are_added(county):
    one, *_ = people_of_station(county)
    day = drafted_day(county)
    gone = seat(county, "d0009", "鲁坡", level="town")
    gone.mandate.status = "suspended"
    gone.mandate.save()

    with pytest.raises(RotaError, match="不是现任"):
        add_duty(contact_day=day, mandate=gone.mandate, by=county.town_office)
    with pytest.raises(RotaError, match="已经排了班"):
        add_duty(contact_day=day, mandate=one.mandate, by=county.town_office)


def test_an_excuse_needs_a_reason_in_the_database_too(county):
    one, *_ = people_of_station(county)
    duty = duty_of(published_day(county), one)

    with pytest.raises(RotaError, match="理由"):
        excuse_duty(duty=duty, reason="\x00 ", by=county.town_office)
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterDuty.objects.filter(pk=duty.pk).update(state=DutyState.EXCUSED)
