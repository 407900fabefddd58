import html
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.loop.enums import CaseStatus, IntakeChannel
from cases.loop.page.clock import promised_days
from cases.loop.services.building import TEXT_LIMIT
from cases.models import Case, CaseFile, ConsentText
from office.models import Attachment, Notice, RoleGrant
from tests.cases.files import photo, program
from tests.county import answered, in_hand, published
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
NEW, PHOTOS, WHO = "/cases/new", "/cases/new/photos", "/cases/new/who"
RECEIPT = "/cases/receipt"


def what(county, **changes):
    values = {
        "text": "村东头的水渠堵了，下雨就淹路。",
        "division": county.village.pk,
        "place": "机井旁",
    }
    return {**values, **changes}


def who(**changes):
    return {"phone": "138 0539-1234", "name": "李大山", "consent": "on", **changes}


def walk(client, county, *, files=(), person=None, **changes):
    """The three steps as in a browser without JavaScript."""
    client.get(NEW, {"station": "tanyi"})
    assert client.post(NEW, what(county, **changes)).url == PHOTOS
    assert client.post(PHOTOS, {"files": list(files)}).url == WHO
    return client.post(WHO, person or who())


def body(response):
    return html.unescape(response.content.decode())


def test_three_steps_make_one_case_at_the_station(client, county):
    response = walk(client, county, files=[photo()])

    assert response.url == RECEIPT
    case = Case.objects.get()
    assert case.station == county.station
    assert case.division == county.village
    assert case.channel == IntakeChannel.STATION_PAGE
    assert case.place == "机井旁"
    assert case.submitter.phone == "13805391234"
    assert case.submitter.name == "李大山"
    assert case.submitter.consent == ConsentText.objects.first()
    assert case.files.get().of_resident


def test_receipt_has_the_code_the_qr_and_what_happens_next(client, county):
    walk(client, county)
    page = body(client.get(RECEIPT))

    case = Case.objects.get()
    assert case.code_shown in page
    assert "1234" in page
    assert "<svg" in page and 'class="qr"' in page
    assert "2 个工作日内" in page
    for day in promised_days(case):
        assert f"{day.month}月{day.day}日" in page
    assert case.number in page


def test_receipt_does_not_repeat_a_word_chosen_as_factor(client, county):
    walk(client, county, person=who(phone="", factor="槐树"))

    assert "槐树" not in body(client.get(RECEIPT))
    assert "您自己写的查询口令" in body(client.get(RECEIPT))


def test_receipt_opens_the_page_of_the_case_in_this_browser_only(client, county):
    walk(client, county)
    client.get(RECEIPT)
    url = Case.objects.get().get_track_url()

    assert "从头到现在" in body(client.get(url))
    assert "从头到现在" not in body(Client().get(url))


def test_without_a_receipt_the_address_leads_to_tracking(client, county):
    assert client.get(RECEIPT).url == "/track"


def test_nobody_has_to_give_a_name_or_a_phone(client, county):
    walk(client, county, person={"factor": "槐树", "consent": "on"})

    person = Case.objects.get().submitter
    assert person.is_anonymous
    assert not person.may_publish


def test_station_offers_its_own_villages_first(client, county):
    page = body(client.get(NEW, {"station": "tanyi"}))

    assert "王富村" in page
    assert "石井镇" not in page


def test_without_a_station_every_village_stands_under_its_town(client, county):
    page = body(client.get(NEW))

    assert '<optgroup label="探沂镇">' in page
    assert "王富村" in page
    assert "石井镇（说不准哪个村）" in page


def test_unknown_station_is_ignored(client, county):
    for code in ("nobody", "\x00", "😀", "x" * 5000):
        assert client.get(NEW, {"station": code}).status_code == 200


# --- Sent twice -------------------------------------------------------------------------


def test_a_double_click_makes_one_case_and_shows_the_receipt(client, county):
    walk(client, county)
    again = client.post(WHO, who())

    assert again.url == RECEIPT
    assert Case.objects.count() == 1


def test_sending_again_after_the_receipt_makes_no_second_case(client, county):
    walk(client, county)
    client.get(RECEIPT)

    assert client.post(WHO, who()).url == RECEIPT
    assert Case.objects.count() == 1
    assert client.get(WHO).url == NEW


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_case(client, county):
    client.get(NEW, {"station": "tanyi"})
    client.post(NEW, what(county))
    client.post(PHOTOS, {})
    cookies = client.cookies

    def click():
        twin = Client()
        twin.cookies = cookies
        return twin.post(WHO, who()).url

    assert at_once(2, click) == [RECEIPT, RECEIPT]
    assert Case.objects.count() == 1
    assert Case.objects.get().events.count() == 1


def test_a_new_opinion_after_the_first_is_a_second_case(client, county):
    walk(client, county)
    client.get(RECEIPT)
    walk(client, county, text="路灯坏了三个月。")

    assert Case.objects.count() == 2


# --- Input is preserved
# -----------------------------------------------------------------


def test_going_back_finds_what_was_typed(client, county):
    client.post(NEW, what(county))
    page = body(client.get(NEW))

    assert "村东头的水渠堵了" in page
    assert "机井旁" in page
    assert f'value="{county.village.pk}" selected' in page


def test_an_error_in_step_one_gives_the_words_back(client, county):
    page = body(client.post(NEW, what(county, division="")))

    assert "请选一个地方" in page
    assert "村东头的水渠堵了" in page


def test_the_longest_text_fits_and_one_more_character_does_not(client, county):
    longest = "长" * TEXT_LIMIT
    page = body(client.post(NEW, what(county, text=longest + "多")))

    assert f"最多 {TEXT_LIMIT} 字，现在有 {TEXT_LIMIT + 1} 字" in page
    assert longest + "多" in page
    assert client.post(NEW, what(county, text=longest)).url == PHOTOS


def test_a_real_message_of_seven_thousand_characters_becomes_a_case(client, county):
    walk(client, county, text="长" * 6999)

    assert len(Case.objects.get().text) == 6999


def test_a_text_of_one_endless_word_becomes_a_case(client, county):
    walk(client, county, text="a" * TEXT_LIMIT)

    assert Case.objects.get().text == "a" * TEXT_LIMIT


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("水渠\x00堵了", "水渠堵了"),
        ("水渠堵了😀👍🏻", "水渠堵了😀👍🏻"),
        ("水渠\u202e堵了", "水渠堵了"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_odd_characters_are_taken_in_or_dropped(client, county, typed, kept):
    walk(client, county, text=typed)

    assert Case.objects.get().text == kept
    page = client.get(Case.objects.get().get_track_url()).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("text", ["", "   ", "\x00\x00", "\n"])
def test_nothing_said_is_no_opinion(client, county, text):
    assert "请写明是什么事" in body(client.post(NEW, what(county, text=text)))


@pytest.mark.parametrize("pk", ["abc", "0", "-1", "9" * 30, "\x00"])
def test_places_nobody_offered_are_refused(client, county, pk):
    page = body(client.post(NEW, what(county, division=pk)))

    assert "村东头的水渠堵了" in page
    assert 'role="alert"' in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"phone": "12345"}, "手机号要 11 位数字"),
        ({"phone": "\x00138"}, "手机号要 11 位数字"),
        ({"phone": "", "factor": ""}, "请写一个查询口令"),
        ({"phone": "", "factor": "槐"}, "查询口令至少两个字"),
        ({"consent": ""}, "请先看告知书再勾选"),
        ({"name": "长" * 41}, "40"),
    ],
)
def test_an_error_in_step_three_keeps_everything(client, county, changes, says):
    page = body(walk(client, county, person=who(**changes)))

    assert says in page
    assert not Case.objects.exists()
    assert client.session["draft"]["what"]["text"].startswith("村东头")
    assert "李大山" in page or "name" in changes


def test_later_steps_without_the_first_lead_back_to_it(client, county):
    assert client.get(PHOTOS).url == NEW
    assert client.get(WHO).url == NEW


def test_sending_off_costs_three_statements(county):
    """What keeps submitting quick: a new one must be worth what it costs."""
    for _ in range(2):
        client = Client()
        client.get(NEW, {"station": "tanyi"})
        client.post(NEW, what(county))
        client.post(PHOTOS)
        with CaptureQueriesContext(connection) as seen:
            assert client.post(WHO, who()).url == RECEIPT

    written = [row["sql"].split(None, 2)[:2] for row in seen.captured_queries]
    # The test's own transaction turns BEGIN and COMMIT into savepoints.
    written = [words for words in written if words[0] not in ("SAVEPOINT", "RELEASE")]
    assert written == [
        ["INSERT", "INTO"],  # the number of its series, and the keys
        # Case, submitter, first step and a notice to everybody at the station in one.
        ["INSERT", "INTO"],
        ["UPDATE", '"django_session"'],  # what was typed is in the case, and not here
    ]


def test_everybody_at_the_station_is_told_once(client, county):
    walk(client, county)
    client.post(WHO, who())

    people = RoleGrant.objects.filter(unit=county.station_unit).values_list("user")
    told = Notice.objects.filter(kind="case_new").values_list("user")
    assert people and sorted(told) == sorted(people)


def test_receipt_is_found_though_the_session_was_not_told_of_it(client, county):
    walk(client, county)
    cache.clear()

    assert Case.objects.get().code_shown in body(client.get(RECEIPT))
    assert "draft" not in client.session


def test_beginning_anew_keeps_the_receipt_that_was_not_seen(client, county):
    walk(client, county)
    client.get(NEW, {"again": "1"})

    assert Case.objects.get().code_shown in body(client.get(RECEIPT))


def test_forms_cost_few_queries(client, county):
    client.post(NEW, what(county))
    for url in (NEW, PHOTOS, WHO):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        assert len(seen) <= 12


def test_a_form_without_its_token_is_refused_with_a_page(county):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(NEW, what(county))

    assert response.status_code == 403
    assert "<h1" in response.content.decode()


# --- Photos -----------------------------------------------------------------------------


def at_photos(client, county):
    client.post(NEW, what(county))
    return client


def test_photos_wait_in_the_draft_and_may_be_dropped(client, county):
    at_photos(client, county).post(PHOTOS, {"files": [photo()], "more": "1"})
    assert "水渠.jpg" in body(client.get(PHOTOS))

    kept = Attachment.objects.get()
    client.post(reverse("cases:case_photo_drop", args=[kept.pk]))
    assert "水渠.jpg" not in body(client.get(PHOTOS))


def test_a_program_named_as_a_photo_is_refused_and_the_good_one_kept(client, county):
    files = [photo(), program("假照片.jpg")]
    page = body(at_photos(client, county).post(PHOTOS, {"files": files}))

    assert "假照片.jpg" in page
    assert "不是照片" in page
    assert Attachment.objects.count() == 1
    assert "水渠.jpg" in page


def test_a_huge_photo_is_refused_and_the_words_stay(client, county):
    huge = SimpleUploadedFile("大.jpg", photo().read() + b"\0" * (50 * 1024 * 1024))
    page = body(at_photos(client, county).post(PHOTOS, {"files": [huge]}))

    assert "超过 20 MB" in page
    assert not Attachment.objects.exists()
    assert client.session["draft"]["what"]["place"] == "机井旁"


def test_seven_photos_are_one_too_many(client, county):
    files = [photo(f"{n}.jpg") for n in range(7)]
    page = body(at_photos(client, county).post(PHOTOS, {"files": files}))

    assert "最多 6 个文件" in page
    assert Attachment.objects.count() == 6


def test_a_photo_of_another_draft_cannot_be_taken_over(client, county):
    at_photos(client, county).post(PHOTOS, {"files": [photo()], "more": "1"})
    other = Client()
    walk(other, county)

    assert not CaseFile.objects.exists()


# --- Similar cases
# ----------------------------------------------------------------------


def test_what_is_alike_is_offered_before_sending(client, county):
    main = published(county, in_hand(county))
    client.post(NEW, what(county, text="村东头的水渠又堵了，雨天淹路"))
    page = body(client.get(PHOTOS))

    assert main.public_title in page
    assert reverse("cases:case_me_too", args=[main.pk]) in page


def test_what_is_alike_is_offered_while_typing(client, county):
    main = published(county, in_hand(county))
    url = reverse("cases:case_similar")

    assert main.public_title in body(client.post(url, {"text": "水渠堵了，下雨淹路"}))
    assert main.public_title not in body(client.post(url, {"text": "水"}))
    assert client.post(url, {"text": "\x00" * 20 + "😀"}).status_code == 200
    # What was not sent yet stands in no address.
    assert client.get(url, {"text": "水渠堵了，下雨淹路"}).status_code == 405


def test_what_is_not_published_is_never_offered(client, county):
    in_hand(county, text="村东头的水渠堵了，下雨就淹路。")
    client.post(NEW, what(county))

    assert "我也是" not in body(client.get(PHOTOS))


def test_me_too_gives_a_code_of_its_own_and_follows_the_first(client, county):
    main = published(county, in_hand(county))
    url = reverse("cases:case_me_too", args=[main.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, who(words="我家也淹了")).url == RECEIPT

    mine = Case.objects.exclude(pk=main.pk).get()
    main.refresh_from_db()
    assert mine.status == CaseStatus.MERGED
    assert mine.merged_into == main
    assert mine.tracking_code != main.tracking_code
    assert main.submitter_count == 2
    assert mine.code_shown in body(client.get(RECEIPT))


def test_me_toos_of_one_network_do_not_make_a_crowd(client, county):
    main = published(county, in_hand(county))
    url = reverse("cases:case_me_too", args=[main.pk])

    for number in range(8):
        page = Client().post(url, who(phone=f"1380539{number:04}", words="我家也淹了"))

    main.refresh_from_db()
    assert main.submitter_count == 5
    assert "过十分钟再提" in body(page)
    assert "我家也淹了" in body(page)


def test_me_too_twice_counts_once(client, county):
    main = published(county, in_hand(county))
    url = reverse("cases:case_me_too", args=[main.pk])

    client.post(url, who())
    client.post(url, who())

    main.refresh_from_db()
    assert main.submitter_count == 2


def test_me_too_does_not_show_what_the_first_one_said_of_themselves(client, county):
    text = "水渠堵了，找我13805391234。"
    main = published(county, answered(county, text=text))
    client.post(reverse("cases:case_me_too", args=[main.pk]), who())
    mine = Case.objects.exclude(pk=main.pk).get()
    cache.clear()

    page = body(client.get(mine.get_track_url()))

    assert "13805391234" not in page
    assert "水渠已经清完" in page


def test_nobody_joins_what_is_not_published_or_over(client, county):
    hidden = in_hand(county)
    url = reverse("cases:case_me_too", args=[hidden.pk])

    assert client.get(url).status_code == 404
    assert client.post(url, who()).status_code == 404


def test_privacy_page_shows_the_consent_text(client, county):
    page = body(client.get("/privacy"))

    first_line = re.split(r"[\r\n]", ConsentText.objects.first().text)[0]
    assert first_line[:10] in page
