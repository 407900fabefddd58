"""Deadline sweeps."""

from datetime import date, timedelta

import pytest

from cases.loop.services import handling
from cases.loop.services.moves import CaseError
from cases.loop.services.sweeps import ask_for_ratings_again, notify_of_deadlines
from office.models import Delivery
from tests import county as made
from tests.sessions import at_once


def kinds(user) -> list[str]:
    return list(
        user.notices.filter(kind__in=["due_soon", "overdue"])
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_day_before_the_warning_nobody_is_told(county):
    made.in_hand(county)  # due on 2026-11-16

    notify_of_deadlines(today=date(2026, 11, 10))

    assert kinds(county.handler) == []


def test_due_soon_is_told_to_the_unit_that_holds_it(county):
    made.in_hand(county)

    notify_of_deadlines(today=date(2026, 11, 16))

    assert kinds(county.handler) == ["due_soon"]
    assert kinds(county.signer) == ["due_soon"]
    assert kinds(county.road_handler) == []


def test_overdue_is_told_every_working_day(county):
    made.in_hand(county)

    for day in (17, 18, 21):  # 21 is a Saturday
        notify_of_deadlines(today=date(2026, 11, day))

    assert kinds(county.handler) == ["overdue", "overdue"]


def test_sweep_twice_on_one_day_tells_once(county):
    made.in_hand(county)

    notify_of_deadlines(today=date(2026, 11, 17))
    notify_of_deadlines(today=date(2026, 11, 17))

    assert kinds(county.handler) == ["overdue"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(county):
    made.in_hand(county)

    results = at_once(2, lambda: notify_of_deadlines(today=date(2026, 11, 17)))

    # The handler and the head of the unit, whichever worker was first.
    assert sum(results) == 2
    assert kinds(county.handler) == ["overdue"]


def test_urge_case_once_a_day(county):
    case = made.in_hand(county)
    handling.urge_case(case=case, by=county.office)

    with pytest.raises(CaseError, match="今天已经催办过"):
        handling.urge_case(case=case, by=county.office2)


def test_note_progress_is_public_only_when_said_so(county):
    case = made.in_hand(county)

    handling.note_progress(case=case, text="去看了现场", by=county.handler)
    handling.note_progress(
        case=case, text="挖机进场", is_public=True, by=county.handler
    )

    notes = list(case.events.filter(verb="note").values_list("public_note", flat=True))
    assert notes == ["", "挖机进场"]


def release_reminders(user) -> int:
    return user.notices.filter(kind="release_waiting").count()


def test_a_draft_of_yesterday_is_shown_to_who_may_release_it_not_to_its_author(county):
    made.drafted(county)  # on 2026-11-03 or later, by the handler
    day = date(2026, 11, 9)

    notify_of_deadlines(today=day)
    notify_of_deadlines(today=day)

    assert release_reminders(county.signer) == 1
    assert release_reminders(county.handler) == 0
    assert release_reminders(county.road_handler) == 0
    notify_of_deadlines(today=date(2026, 11, 10))
    assert release_reminders(county.signer) == 2


def asked() -> int:
    return Delivery.objects.filter(notice__kind="rating_asked").count()


def test_a_silent_resident_is_asked_once_more_after_two_weeks_by_day(county):
    case = made.answered(county)
    day = case.answered_at.date()
    noon, night = made.moment("2026-12-01 12:00"), made.moment("2026-12-01 23:00")

    ask_for_ratings_again(today=day + timedelta(days=13), at=noon)
    ask_for_ratings_again(today=day + timedelta(days=14), at=night)
    assert asked() == 0
    for days in (14, 14, 15):
        ask_for_ratings_again(today=day + timedelta(days=days), at=noon)

    assert asked() == 1


def test_who_judged_is_not_asked_again(county):
    case = made.rated(county, "solved")
    day = case.answered_at.date() + timedelta(days=14)

    ask_for_ratings_again(today=day, at=made.moment("2026-12-01 12:00"))

    assert asked() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_for_a_judgement_once(county):
    case = made.answered(county)
    day = case.answered_at.date() + timedelta(days=14)
    noon = made.moment("2026-12-01 12:00")

    at_once(2, lambda: ask_for_ratings_again(today=day, at=noon))

    assert asked() == 1
