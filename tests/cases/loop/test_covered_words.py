"""Numbers inside what somebody wrote: covered for staff, revealed on record, previewed."""

import pytest
from django.test import Client

from cases.loop.services import screening
from office.models import AuditEntry
from tests import county as made

pytestmark = pytest.mark.django_db
TEXT = "水渠堵了，打139 0000 1234。身份证37132520000101123X，卡6222021234567890123。"
NUMBERS = ["139 0000 1234", "37132520000101123X", "6222021234567890123"]


@pytest.fixture
def case(county):
    return made.in_hand(county, text=TEXT)


def page_of(user, url: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(url).content.decode()


@pytest.mark.parametrize("who", ["office", "handler", "keeper"])
@pytest.mark.parametrize("place", ["", "/note", "/publish"])
def test_no_staff_page_shows_a_number_inside_the_text(county, case, who, place):
    page = page_of(getattr(county, who), f"/desk/cases/{case.pk}{place}")

    assert not [number for number in NUMBERS if number in page]


def test_the_title_in_lists_and_notices_holds_no_number(county):
    case = made.submitted(county, text="打13812345678，水渠堵了。")

    assert case.title == "打138********，水渠堵了"


def test_the_numbers_in_the_text_are_revealed_for_a_reason_on_record(county, case):
    shown = screening.reveal_submitter(
        case=case, field="text", reason="约时间看现场", by=county.handler
    )

    assert shown == "、".join(NUMBERS)
    entry = AuditEntry.objects.get(action="reveal")
    assert (entry.detail, entry.reason) == ({"field": "text"}, "约时间看现场")


def test_the_releaser_sees_the_public_text_with_what_was_covered_marked(county, case):
    page = page_of(county.office, f"/desk/cases/{case.pk}/publish")

    assert "公开后是这样" in page
    assert "打139 <mark>********</mark>。身份证371325<mark>********</mark>123X" in page


def test_looking_first_publishes_nothing_and_keeps_what_was_typed(county, case):
    client = Client()
    client.force_login(county.office)
    typed = {"title": "水渠堵了", "text": "找老李13812345678。", "look": "1"}
    page = client.post(f"/desk/cases/{case.pk}/publish", typed).content.decode()

    case.refresh_from_db()
    assert not case.is_public
    assert "找老李138<mark>********</mark>。" in page
    assert "找老李13812345678。</textarea>" in page


def test_the_phone_of_a_unit_stays_in_its_answer(county):
    county.water.phone = "0539-5221234"
    county.water.save()
    reply = made.drafted(county)
    reply.text = "有事打0539-5221234，或找孙林13812345678。"
    reply.save()
    page = page_of(county.signer, f"/desk/cases/{reply.round.case.pk}/release")

    assert "有事打0539-5221234，或找孙林138<mark>********</mark>。" in page
