"""Notes, urging, supplements: what each asks for, what it refuses, and who is told once."""

import pytest

from cases.loop.enums import CaseStatus, SuspendReason, Verb
from cases.loop.services import clock, handling
from cases.loop.services.building import TEXT_LIMIT
from cases.loop.services.moves import CaseError
from cases.models import Case, CaseFile
from office.models import Notice
from tests import county as made
from tests.cases.files import photo, stored
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


def put(case, status, main=None):
    """The row as it is in a status that a test need not walk to."""
    Case.everything.filter(pk=case.pk).update(status=status, merged_into=main)


def note(county, case, text="去看了现场。", **more):
    return handling.note_progress(case=case, text=text, by=county.handler, **more)


def urge(county, case, at="2026-11-04 09:00", **more):
    return handling.urge_case(case=case, by=county.office, at=made.moment(at), **more)


# --- Notes -----------------------------------------------------------------------------


def test_a_note_has_words_and_leaves_the_status(county):
    case = made.in_hand(county)

    with pytest.raises(CaseError, match="做了什么"):
        note(county, case, "\x00 \n")
    event = note(county, case, "水" * (TEXT_LIMIT + 1))

    assert len(event.note) == TEXT_LIMIT
    assert (event.unit, event.public_note) == (county.water, "")
    assert event.from_status == event.to_status == CaseStatus.IN_HAND


def test_a_public_note_is_masked_and_its_photos_are_public(county):
    case = made.in_hand(county)

    event = note(
        county,
        case,
        "找了 13805391234。",
        attachments=[stored(photo())],
        is_public=True,
        unit=county.roads,
    )

    assert "13805391234" in event.note
    assert "13805391234" not in event.public_note
    row = CaseFile.objects.get(event=event)
    assert (row.is_public, row.of_resident, event.unit) == (True, False, county.roads)


@pytest.mark.parametrize("status", ["merged", "walled"])
def test_what_is_led_elsewhere_takes_no_note(county, status):
    case = made.submitted(county)
    put(case, status, made.submitted(county) if status == "merged" else None)

    with pytest.raises(CaseError, match="主件"):
        note(county, case)
    assert not CaseFile.objects.exists()


# --- Supplements -----------------------------------------------------------------------


def supplement(case, text="又淹了。", **more):
    return handling.supplement_case(case=case, text=text, **more)


def test_a_photo_alone_is_a_supplement_and_nothing_is_none(county):
    case = made.in_hand(county)

    with pytest.raises(CaseError, match="要补充什么"):
        supplement(case, " ")
    event = supplement(case, "", attachments=[stored(photo())])

    assert CaseFile.objects.get(event=event).of_resident
    told = Notice.objects.filter(user=county.handler, kind="case_supplement")
    assert told.count() == 1


@pytest.mark.parametrize("status", ["withdrawn", "walled"])
def test_what_is_over_takes_no_supplement(county, status):
    case = made.submitted(county)
    put(case, status)

    with pytest.raises(CaseError, match="已经结束"):
        supplement(case)


@pytest.mark.parametrize(
    ("reason", "status"),
    [(SuspendReason.RESIDENT, "in_hand"), (SuspendReason.SEASON, "suspended")],
)
def test_only_a_stop_that_waited_for_the_resident_ends_with_it(county, reason, status):
    case = made.in_hand(county)
    clock.suspend_case(
        case=case,
        reason=reason,
        text="请补充地点。",
        limit_on=made.moment("2026-11-20 00:00").date(),
        by=county.handler,
        at=made.moment("2026-11-05 09:00"),
    )

    supplement(case, at=made.moment("2026-11-06 09:00"))

    case.refresh_from_db()
    assert case.status == status


# --- Urging ----------------------------------------------------------------------------


def test_urged_once_a_day_and_again_the_next(county):
    case = made.in_hand(county)
    urge(county, case)

    with pytest.raises(CaseError, match="今天已经催办过"):
        urge(county, case, at="2026-11-04 23:59")
    urge(county, case, at="2026-11-05 00:01", note="村民又来问。")

    assert case.events.filter(verb=Verb.URGE).count() == 2
    assert Notice.objects.filter(kind="urge", user=county.handler).count() == 2


def test_urging_moves_no_day(county):
    case = made.in_hand(county)
    due = case.due_on

    urge(county, case)

    case.refresh_from_db()
    assert (case.due_on, case.status) == (due, CaseStatus.IN_HAND)


def test_what_nobody_owes_is_not_urged(county):
    with pytest.raises(CaseError, match="不在办理中"):
        urge(county, made.answered(county), at="2026-11-12 09:00")


def test_of_several_each_is_urged_or_says_why_not(county):
    first, second = made.in_hand(county), made.in_hand(county)
    handling.urge_case(case=first, by=county.office)
    done = made.answered(county)

    results = handling.urge_cases(cases=[first, second, done], by=county.office)

    assert [(r.case, r.error) for r in results] == [
        (first, "今天已经催办过，跳过。"),
        (second, ""),
        (done, "这件意见不在办理中，不用催办。"),
    ]
    assert Notice.objects.filter(kind="urge", user=county.handler).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_urge_at_once_urge_once(county):
    case = made.in_hand(county)

    answers = at_once(2, lambda: urge(county, case))

    assert sum(isinstance(one, CaseError) for one in answers) == 1
    assert Notice.objects.filter(kind="urge", user=county.handler).count() == 1
