"""Accusations: taken in once, opened for a reason, followed by a code of their own."""

import pytest

from cases.accusations.enums import AccusationState
from cases.accusations.services import accusing
from cases.loop.services.moves import CaseError
from cases.models import Accusation
from office.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def accusation(county):
    return accusing.submit_accusation(text="某某收了钱。", factor="老槐树")


def test_code_and_factor_find_it_and_one_alone_does_not(accusation):
    code = accusation.tracking_code

    assert accusing.find_accusation(code=code, factor="老槐树") == accusation
    assert accusing.find_accusation(code=code, factor="别的") is None
    assert accusing.find_former(code=code, factor="老槐树") is None


def test_nobody_opens_one_without_a_reason(county, accusation):
    officer = county.accusation_officer
    with pytest.raises(CaseError, match="为什么要看"):
        accusing.read_accusation(accusation=accusation, reason="  ", by=officer)

    accusing.read_accusation(accusation=accusation, reason="登记", by=officer)

    assert AuditEntry.objects.get(action="accusations.read").reason == "登记"


def test_a_new_code_ends_the_old_one(county, accusation):
    old = accusation.tracking_code

    row = accusing.renew_code(
        accusation=accusation, factor="新槐树", by=county.accusation_officer
    )

    assert accusing.find_accusation(code=old, factor="老槐树") is None
    assert accusing.find_accusation(code=row.tracking_code, factor="新槐树") == row


def test_it_goes_forwards_only(county, accusation):
    step = {"note": "", "public_note": "好", "by": county.accusation_officer}
    accusing.advance_accusation(
        accusation=accusation, state=AccusationState.ANSWERED, **step
    )

    with pytest.raises(CaseError, match="已经到了这一步"):
        accusing.advance_accusation(
            accusation=accusation, state=AccusationState.TRANSFERRED, **step
        )
    assert Accusation.objects.get().state == AccusationState.ANSWERED
