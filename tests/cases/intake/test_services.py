"""What opens a case as the resident: the code and the last four digits of their phone."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.accusations.services import submit_accusation
from cases.loop.enums import Grade
from cases.loop.models.answers import Rating
from cases.loop.page.step import Reader
from cases.models import Case
from office.models import AuditEntry
from tests import county as made
from tests.cases.loop.test_timeline import titles

pytestmark = pytest.mark.django_db
PHONE = "13805397316"
STAFF = ("office", "town_office", "keeper", "handler", "signer", "deputy_user")


def login(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def slip_url(case) -> str:
    return reverse("cases:case_slip", args=[case.pk])


def pages_of(case) -> list[str]:
    desk = case.get_absolute_url()
    steps = [
        f"{desk}/{name}" for name in ("reveal", "note", "publish", "open_slip", "merge")
    ]
    return ["/desk/", "/admin/cases/case/", desk, *steps, reverse("cases:receptions")]


def recorded(county, client) -> Case:
    data = {
        "key": "k" * 22,
        "channel": "phone",
        "told_by": "来电",
        "text": f"电线垂下来了，打{PHONE}。",
        "division": county.village.pk,
        "phone": PHONE,
    }
    client.post(reverse("cases:case_record"), data)
    return Case.objects.get()


@pytest.mark.parametrize("who", STAFF)
def test_no_page_of_staff_shows_code_or_factor(county, who):
    case = made.in_hand(county, phone=PHONE, text=f"水渠堵了，打{PHONE}。")
    client = login(getattr(county, who))

    for url in pages_of(case):
        page = client.get(url, follow=True).content.decode()
        shown = [
            s for s in (case.tracking_code, case.code_shown, PHONE[-4:]) if s in page
        ]
        assert shown == [], url


def test_the_officer_s_pages_name_an_accusation_without_its_code(county):
    accusation = submit_accusation(text="举报某科长收礼", phone=PHONE)
    client = login(county.accusation_officer)

    for url in (
        reverse("cases:accusations"),
        reverse("cases:accusation", args=[accusation.pk]),
    ):
        assert accusation.tracking_code not in client.get(url).content.decode()


def test_the_slip_is_shown_once_when_it_was_recorded(county):
    client = login(county.keeper)
    case = recorded(county, client)

    assert case.code_shown in client.get(slip_url(case)).content.decode()
    again = client.get(slip_url(case), follow=True)
    assert case.code_shown not in again.content.decode()
    assert again.redirect_chain[-1][0].endswith(f"/{case.pk}/open_slip")


def test_sending_the_same_record_again_opens_no_second_slip(county):
    client = login(county.keeper)
    case = recorded(county, client)
    client.get(slip_url(case))

    recorded(county, client)

    assert (
        case.code_shown not in client.get(slip_url(case), follow=True).content.decode()
    )


def test_the_address_of_a_slip_opens_nothing(county):
    case = made.submitted(county)
    page = login(county.keeper).get(slip_url(case), follow=True).content.decode()

    assert case.code_shown not in page


def test_later_it_is_opened_for_a_reason_once_and_on_record(county):
    case = made.submitted(county)
    client = login(county.keeper)
    act = reverse("cases:case_act", args=[case.pk, "open_slip"])

    assert client.post(act, {"reason": " "}).status_code == 200
    page = client.post(act, {"reason": "查询单丢了"}, follow=True).content.decode()

    assert case.code_shown in page
    assert (
        case.code_shown not in client.get(slip_url(case), follow=True).content.decode()
    )
    entry = AuditEntry.objects.get(action="slip")
    assert (entry.user, entry.reason) == (county.keeper, "查询单丢了")


def test_a_unit_that_handles_it_gets_no_slip(county):
    case = made.in_hand(county)
    act = reverse("cases:case_act", args=[case.pk, "open_slip"])

    assert login(county.handler).get(act).status_code == 403


def test_a_judgement_that_staff_entered_says_by_whom(county):
    case = made.answered(county)
    client = login(county.keeper)
    client.post("/track", {"code": case.tracking_code, "factor": "0000"})
    page = client.get(case.get_track_url()).content.decode()
    assert "都会记成您代录" in page

    client.post(f"{case.get_track_url()}/rate", {"grade": Grade.SOLVED})

    assert Rating.objects.get().entered_by == county.keeper
    assert case.events.last().by == county.keeper
    assert titles(case, Reader.RESIDENT)[-1] == "您评价：解决了（工作人员代录）"


def test_a_judgement_of_the_resident_stands_without_a_name(county):
    case = made.answered(county)
    client = Client()
    client.post("/track", {"code": case.tracking_code, "factor": "0000"})
    client.post(f"{case.get_track_url()}/rate", {"grade": Grade.SOLVED})

    assert Rating.objects.get().entered_by is None
    assert titles(case, Reader.PUBLIC)[-1] == "提出人评价：解决了"


def test_what_staff_added_for_a_resident_says_so(county):
    case = made.in_hand(county)
    client = login(county.keeper)
    client.post("/track", {"code": case.tracking_code, "factor": "0000"})
    client.post(f"{case.get_track_url()}/supplement", {"text": "又淹了。"})

    assert case.events.last().by == county.keeper
    assert titles(case, Reader.RESIDENT)[-1] == "您补充了情况（工作人员代录）"
