import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.accusations.services import accusing, wall
from cases.loop.services.building import TEXT_LIMIT
from cases.models import Accusation, AccusationFile, Case
from office.models import AuditEntry
from office.text.search import tokens
from tests.county import submitted
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
SECRET = b"bai-tiao-4711"
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


def test_many_accusations_from_one_network_wait_and_keep_what_was_typed(county):
    pages = [accuse(Client(), text=f"{TEXT}之{number}") for number in range(22)]

    assert Accusation.objects.count() == 20
    assert "过十分钟再提" in body(pages[-1])
    assert f"{TEXT}之21" in body(pages[-1])


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


def test_the_old_code_of_a_case_behind_the_wall_opens_nothing(county):
    """A keeper may have seen code and factor: they tell that it is elsewhere, no more."""
    case = submitted(county, text=TEXT)
    proved = Client()
    proved.post("/track", {"code": case.tracking_code, "factor": "0000"})
    wall.put_behind_wall(case=case, by=county.keeper)

    asked = Client().post("/track", {"code": case.tracking_code, "factor": "0000"})
    pages = body(asked) + body(proved.get(case.get_track_url()))

    assert pages.count("这里查不到这件了") == 2
    assert "已收到" not in pages
    assert "修路款" not in pages


def test_the_officer_finds_it_by_the_old_code_and_gives_another(client, county):
    case = submitted(county, text=TEXT)
    wall.put_behind_wall(case=case, by=county.keeper)
    client.force_login(county.accusation_officer)
    old = {"code": case.tracking_code, "factor": "0000"}

    one = client.post(reverse("cases:accusations"), old).url
    client.post(one, {"reason": "本人来电核对"})
    client.post(f"{one}/renew", {"factor": "新槐树"})

    accusation = Accusation.objects.get()
    resident = Client()
    resident.post("/track", {"code": accusation.tracking_code, "factor": "新槐树"})
    assert "已收到" in body(resident.get(f"/c/{accusation.tracking_code}"))
    assert accusing.find_former(**old) is None


def test_reading_one_needs_a_reason_and_leaves_an_audit_row(client, county):
    accuse(Client())
    accusation = Accusation.objects.get()
    one = reverse("cases:accusation", args=[accusation.pk])
    client.force_login(county.accusation_officer)

    closed = body(client.get(one))
    refused = body(client.post(one, {"reason": " "}))
    assert not AuditEntry.objects.filter(action="accusations.read").exists()
    client.post(one, {"reason": "登记移送"})
    opened = client.get(one)

    assert "修路款" not in closed + refused
    assert "修路款" in body(opened)
    assert "no-store" in opened["Cache-Control"]
    row = AuditEntry.objects.get(action="accusations.read")
    assert (row.user, row.reason) == (county.accusation_officer, "登记移送")
    assert row.object_id == str(accusation.pk)


def test_evidence_is_sealed_on_the_disk_and_opened_by_the_officer(client, county):
    accuse(Client(), files=[SimpleUploadedFile("白条.pdf", b"%PDF-1.4 " + SECRET)])
    kept = AccusationFile.objects.get()
    url = reverse("cases:accusation_file", args=[kept.accusation_id, kept.pk])
    client.force_login(county.accusation_officer)

    before = client.get(url)
    client.post(
        reverse("cases:accusation", args=[kept.accusation_id]), {"reason": "登记"}
    )

    with kept.file.open("rb") as stored:
        assert SECRET not in stored.read()
    assert before.status_code == 302
    assert SECRET in client.get(url).content
    client.force_login(county.keeper)
    assert client.get(url).status_code == 404


def test_who_leaves_a_name_is_asked_for_consent(client, county):
    refused = body(accuse(client, name="赵某"))
    client.post(
        "/accuse", {"text": TEXT, "factor": "老槐树", "name": "赵某", "consent": "on"}
    )

    assert "请先看告知书再勾选" in refused
    assert "告知书（第" in refused
    assert Accusation.objects.get().consent is not None


def test_the_ordinary_door_offers_the_other_one_and_loses_no_word(client, county):
    what = {"text": TEXT, "division": county.village.pk}
    offered = client.post(reverse("cases:case_new"), what)
    stays = client.post(reverse("cases:case_new"), {**what, "as_opinion": "1"})

    assert "走检举通道" in body(offered)
    assert TEXT in body(client.get("/accuse"))
    assert stays.url == reverse("cases:case_photos")


def test_an_ordinary_matter_is_offered_nothing(client, county):
    what = {"text": "村东头的水渠堵了。", "division": county.village.pk}

    response = client.post(reverse("cases:case_new"), what)

    assert response.url == reverse("cases:case_photos")


def test_the_keeper_is_offered_the_other_door(client, county):
    client.force_login(county.keeper)
    data = {
        "key": "k1",
        "channel": "phone",
        "told_by": "来电",
        "text": TEXT,
        "division": county.village.pk,
        "factor": "老槐树",
    }

    offered = body(client.post(reverse("cases:case_record"), data))
    assert not Case.objects.exists()
    client.post(reverse("cases:case_record"), {**data, "as_opinion": "1"})

    assert "这像是检举控告" in offered
    case = Case.objects.get()
    assert "读起来像检举控告" in body(client.get(case.get_absolute_url()))


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
    wall.put_behind_wall(case=case, by=county.keeper)

    found = client.get(reverse("cases:cases"), {"q": word}).context["page"]

    assert found.rows == []
    assert not Case.objects.matching(word).exists()
