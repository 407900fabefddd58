import html

import pytest
from django.test import Client
from django.urls import reverse

from cases.accusations import services as accusations_services
from cases.loop.services.building import TEXT_LIMIT
from cases.models import Accusation, Case
from office.text.search import tokens
from tests.county import submitted
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
TEXT = "某某村的村干部把修路款拿回家了。"


def body(response):
    return html.unescape(response.content.decode())


def accuse(client, **changes):
    client.get("/accuse")
    return client.post("/accuse", {"text": TEXT, "factor": "老槐树", **changes})


def test_what_is_said_at_this_door_is_no_case(client, county):
    assert accuse(client, accused="某某").url == reverse("cases:accuse_receipt")

    accusation = Accusation.objects.get()
    assert accusation.text == TEXT
    assert accusation.accused == "某某"
    assert not Case.objects.exists()


def test_receipt_gives_a_code_and_not_the_words(client, county):
    accuse(client)
    page = body(client.get(reverse("cases:accuse_receipt")))

    code = Accusation.objects.get().tracking_code
    assert f"{code[:4]}-{code[4:]}" in page
    assert "修路款" not in page
    assert "老槐树" not in page


def test_receipt_of_nothing_leads_back_to_the_door(client, county):
    assert client.get(reverse("cases:accuse_receipt")).url == "/accuse"


def test_the_same_tracking_page_follows_it_without_showing_it(county):
    accuse(Client())
    code = Accusation.objects.get().tracking_code
    other = Client()

    response = other.post("/track", {"code": code, "factor": "老槐树"})
    page = body(other.get(response.url))

    assert "已收到" in page
    assert "修路款" not in page


def test_a_wrong_factor_tells_nothing(county):
    accuse(Client())
    code = Accusation.objects.get().tracking_code
    client = Client()

    response = client.post("/track", {"code": code, "factor": "别的"})

    assert response.status_code == 200
    assert "已收到" not in body(client.get(f"/c/{code}"))


def test_a_case_moved_behind_the_wall_is_followed_by_its_old_code(county):
    case = submitted(county, text=TEXT)
    accusations_services.put_behind_wall(case=case, by=county.keeper)
    client = Client()

    client.post("/track", {"code": case.tracking_code, "factor": "0000"})
    page = body(client.get(case.get_track_url()))

    assert "已收到" in page
    assert "修路款" not in page


def test_sending_twice_makes_one(client, county):
    accuse(client)
    again = client.post("/accuse", {"text": TEXT, "factor": "老槐树"})

    assert again.url == reverse("cases:accuse_receipt")
    assert Accusation.objects.count() == 1


def test_a_second_accusation_is_a_second_one(client, county):
    accuse(client)
    accuse(client, text="另一件事。")

    assert Accusation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one(client, county):
    client.get("/accuse")

    def click():
        twin = Client()
        twin.cookies = client.cookies
        return twin.post("/accuse", {"text": TEXT, "factor": "老槐树"}).url

    assert at_once(2, click) == [reverse("cases:accuse_receipt")] * 2
    assert Accusation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": ""}, "请写明要反映的问题"),
        ({"text": "\x00"}, "请写明要反映的问题"),
        ({"text": "长" * (TEXT_LIMIT + 1)}, f"最多 {TEXT_LIMIT} 字"),
        ({"factor": ""}, "请写一个查询口令"),
        ({"phone": "123"}, "手机号要 11 位数字"),
    ],
)
def test_an_error_gives_the_words_back(client, county, changes, says):
    page = body(accuse(client, **changes))

    assert says in page
    assert changes.get("text", TEXT).replace("\x00", "") in page
    assert not Accusation.objects.exists()


@pytest.mark.parametrize("word", tokens(TEXT)[:6])
def test_no_list_or_search_finds_a_word_of_it(client, county, word):
    case = submitted(county, text=TEXT)
    accusations_services.put_behind_wall(case=case, by=county.keeper)

    found = client.get(reverse("cases:cases"), {"q": word}).context["page"]

    assert found.rows == []
    assert not Case.objects.matching(word).exists()
