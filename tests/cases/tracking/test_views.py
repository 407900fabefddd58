import html
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.loop.enums import Attitude, CaseStatus, DeclineReason, Grade, Verb
from cases.loop.services import handling, intake, screening
from cases.models import CaseFile, Rating, Submitter
from cases.tracking.views import TRIES_A_CODE, TRIES_AN_ADDRESS, WRONG
from tests.cases.files import photo, program
from tests.county import answered, in_hand, published, rated, submitted
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
FACTOR = "0000"  # the last four of the phone of tests/county.py


def body(response):
    return html.unescape(response.content.decode())


def ask(client, code, factor):
    return client.post("/track", {"code": code, "factor": factor})


def own(case, client=None):
    """A browser that has shown the factor of ``case``."""
    client = client or Client()
    assert ask(client, case.tracking_code, FACTOR).status_code == 302
    return client


def page(case, client=None):
    return body(own(case, client).get(case.get_track_url()))


# --- The two factors --------------------------------------------------------------------


def test_code_and_factor_open_the_page(client, county):
    case = submitted(county)

    response = ask(client, case.code_shown.lower(), " 00 00 ")

    assert response.url == case.get_track_url()
    assert case.title in body(client.get(response.url))


def test_a_word_of_ones_own_opens_it_too(client, county):
    case = submitted(county, phone="", factor="老槐树")

    assert ask(client, case.tracking_code, "老槐树").status_code == 302
    assert ask(Client(), case.tracking_code, "0000").status_code == 200


def test_a_qr_code_asks_for_the_factor_first(client, county):
    case = submitted(county)

    asked = body(client.get(case.get_track_url()))
    assert case.title not in asked
    client.post(case.get_track_url(), {"factor": FACTOR})

    assert case.title in body(client.get(case.get_track_url()))


def test_wrong_code_and_wrong_factor_are_answered_alike(county):
    case = submitted(county)
    code = case.tracking_code
    other = ("2" if code[0] != "2" else "3") + code[1:]

    wrong_factor = body(ask(Client(), code, "9999")).replace(code, "CODE")
    no_such_code = body(ask(Client(), other, "9999")).replace(other, "CODE")

    assert WRONG in wrong_factor
    assert tokenless(wrong_factor) == tokenless(no_such_code)


def tokenless(text):
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_wrong_code_and_wrong_factor_cost_the_same_queries(county):
    case = submitted(county)
    code = case.tracking_code
    other = ("2" if code[0] != "2" else "3") + code[1:]

    def statements(code):
        with CaptureQueriesContext(connection) as seen:
            ask(Client(), code, "9999")
        plain = [query["sql"].replace(code, "CODE") for query in seen]
        return [re.sub(r"\b[0-9a-f]{64}\b", "HASH", sql) for sql in plain]

    assert statements(code) == statements(other)


@pytest.mark.parametrize(
    "code", ["", "1", "\x00", "😀" * 8, "x" * 5000, "../../etc", "IIIIIIII", "' or 1=1"]
)
def test_odd_codes_get_an_answer_and_no_page(client, county, code):
    response = ask(client, code, FACTOR)

    assert response.status_code == 200
    assert 'role="alert"' in body(response)
    assert client.get(reverse("cases:track"), {"code": code}).status_code == 200


@pytest.mark.parametrize("path", ["/c/%00", "/c/😀", "/c/" + "x" * 2000, "/c/-"])
def test_odd_addresses_ask_for_a_factor_and_open_nothing(client, county, path):
    assert client.get(path).status_code == 200
    assert WRONG in body(client.post(path, {"factor": "0000"}))


def test_a_case_without_any_factor_cannot_be_opened(client, county):
    case = submitted(county, phone="", factor="")
    assert Submitter.objects.get(case=case).factor_hash == ""

    for factor in ("", " ", "0000", case.tracking_code):
        assert ask(client, case.tracking_code, factor).status_code == 200


def test_five_guesses_at_one_code_are_enough(client, county):
    case = submitted(county)
    for number in range(TRIES_A_CODE):
        assert ask(Client(), case.tracking_code, f"{number}111").status_code == 200

    # From another address too: the code is what is guessed at.
    stopped = Client(REMOTE_ADDR="10.9.9.9")
    assert ask(stopped, case.tracking_code, FACTOR).status_code == 429


def test_one_code_guessed_at_does_not_stop_the_neighbours(client, county):
    case, other = submitted(county), submitted(county, text="路灯坏了。")
    for number in range(TRIES_A_CODE + 1):
        ask(client, case.tracking_code, f"{number}111")

    assert ask(client, other.tracking_code, FACTOR).status_code == 302


def test_mistyped_codes_of_others_do_not_stop_anybody(county):
    for number in range(TRIES_A_CODE + 3):
        address = f"10.0.1.{number}"
        ask(Client(REMOTE_ADDR=address), "打错了", "0000")

    assert ask(Client(), "也打错了", "0000").status_code == 200


def test_one_address_cannot_try_many_codes(county):
    case = submitted(county)
    for number in range(TRIES_AN_ADDRESS):
        assert ask(Client(), f"2345{number:04d}", "0000").status_code == 200

    assert ask(Client(), case.tracking_code, FACTOR).status_code == 429
    assert (
        ask(Client(REMOTE_ADDR="10.0.0.2"), case.tracking_code, FACTOR).status_code
        == 302
    )


def test_the_throttle_stands_before_the_qr_page_too(county):
    case = submitted(county)
    for number in range(TRIES_A_CODE):
        Client().post(case.get_track_url(), {"factor": f"{number}111"})

    stopped = Client().post(case.get_track_url(), {"factor": FACTOR})
    assert stopped.status_code == 429
    assert "15 分钟以后" in body(stopped)


# --- The resident's own page ------------------------------------------------------------


def test_pages_of_ones_own_ask_for_the_factor(client, county):
    case = answered(county)
    for name in ("track_rate", "track_supplement", "track_withdraw", "track_print"):
        url = reverse(f"cases:{name}", args=[case.tracking_code])
        assert client.get(url).status_code == 404
        assert client.post(url, {"grade": "solved"}).status_code in (404, 405)
    assert not Rating.objects.exists()


def test_own_page_shows_ones_own_words_and_every_step(county):
    case = in_hand(county, text="水渠堵了，打我电话13805391234。")
    text = page(case)

    assert "打我电话13805391234" in text
    assert "交给费县水利局" in text
    assert "费县水利局签收" in text
    assert "等待费县水利局答复" in text


def test_own_page_costs_the_same_with_one_step_and_with_three(county):
    case = in_hand(county)
    client = own(case)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(case.get_track_url())
        return len(seen)

    handling.supplement_case(case=case, text="补一句")
    one = cost()
    for text in ("再补一句", "又补一句"):
        handling.supplement_case(case=case, text=text)

    assert cost() == one <= 12


def test_page_of_one_who_joined_costs_few_queries_and_opens_the_answer(county):
    main = published(county, answered(county))
    mine = submitted(county, text="水渠又堵了。", phone="13900000001")
    screening.accept_case(case=mine, by=county.keeper)
    screening.merge_case(case=mine, into=main, by=county.office)
    client = Client()
    ask(client, mine.tracking_code, "0001")

    with CaptureQueriesContext(connection) as seen:
        page = body(client.get(mine.get_track_url()))

    # The test's own savepoints around the session's row are not the page's.
    assert len([q for q in seen if "SAVEPOINT" not in q["sql"]]) <= 12
    assert "水渠已经清完" in page
    assert 'name="grade"' in page


def test_inside_notes_stand_on_no_page_of_a_resident(county):
    case = in_hand(county)
    handling.note_progress(
        case=case, text="内部研究的意见", is_public=False, by=county.handler
    )

    assert "内部研究的意见" not in page(case)


def test_a_declined_opinion_says_why_and_where_to_go(county):
    case = submitted(county)
    screening.decline_case(case=case, reason=DeclineReason.COURT, by=county.keeper)

    text = page(case)

    assert "这里不能受理" in text
    assert "12348" in text


def test_printed_page_holds_everything(county):
    case = answered(county)
    url = reverse("cases:track_print", args=[case.tracking_code])

    text = body(own(case).get(url))

    assert "水渠已经清完" in text
    assert case.code_shown in text


# --- Judging ----------------------------------------------------------------------------


def rate(case, client=None, **values):
    client = client or own(case)
    url = reverse("cases:track_rate", args=[case.tracking_code])
    return client.post(url, values)


def test_who_asked_judges_the_answer(county):
    case = answered(county)
    assert 'name="grade"' in page(case)

    rate(case, grade=Grade.SOLVED, attitude=Attitude.GOOD, comment="谢谢")

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert case.grade == Grade.SOLVED
    rating = Rating.objects.get()
    assert (rating.attitude, rating.comment) == (Attitude.GOOD, "谢谢")
    assert "您评价：解决了" in page(case)


def test_not_solved_opens_the_second_round_and_keeps_the_first_answer(county):
    case = answered(county)
    rate(case, grade=Grade.NOT_SOLVED, comment="还是淹")

    case.refresh_from_db()
    assert case.round_no == 2
    assert case.status == CaseStatus.REOPENED
    text = page(case)
    assert "水渠已经清完" in text
    assert "第二次办理" in text
    assert "还是淹" in text


def test_not_solved_without_a_word_keeps_what_was_chosen(county):
    case = answered(county)

    text = body(rate(case, grade=Grade.NOT_SOLVED, attitude=Attitude.BAD))

    assert "请写一句还差什么" in text
    assert 'value="not_solved"' in text
    assert "checked" in text
    assert not Rating.objects.exists()


@pytest.mark.parametrize("grade", ["", "perfect", "\x00", "😀"])
def test_judgements_nobody_offered_are_refused(county, grade):
    case = answered(county)

    response = rate(case, grade=grade)

    assert response.status_code == 200
    assert 'role="alert"' in body(response)
    assert not Rating.objects.exists()


def test_one_judgement_a_round(county):
    case = answered(county)
    client = own(case)
    rate(case, client, grade=Grade.PARTLY)
    second = rate(case, client, grade=Grade.SOLVED)

    assert "已经评价过了" in body(second)
    assert Rating.objects.get().grade == Grade.PARTLY


@pytest.mark.django_db(transaction=True)
def test_two_judgements_at_once_leave_one(county):
    case = answered(county)
    cookies = own(case).cookies

    def click():
        twin = Client()
        twin.cookies = cookies
        return rate(case, twin, grade=Grade.NOT_SOLVED, comment="没好").status_code

    assert sorted(at_once(2, click)) == [200, 302]
    case.refresh_from_db()
    assert case.round_no == 2
    assert case.rounds.count() == 2


def test_nothing_is_judged_before_an_answer(county):
    case = in_hand(county)

    assert 'name="grade"' not in page(case)
    assert "还没有答复" in body(rate(case, grade=Grade.SOLVED))


# --- Adding and taking back -------------------------------------------------------------


def test_who_asked_adds_words_and_photos(county):
    case = in_hand(county)
    url = reverse("cases:track_supplement", args=[case.tracking_code])

    own(case).post(url, {"text": "昨天又淹了。", "files": [photo("昨天.jpg")]})

    assert CaseFile.objects.get(case=case).of_resident
    text = page(case)
    assert "昨天又淹了" in text
    assert "昨天.jpg" in text


@pytest.mark.parametrize("files", [[program()], [photo(f"{n}.jpg") for n in range(7)]])
def test_a_refused_file_keeps_the_words(county, files):
    case = in_hand(county)
    url = reverse("cases:track_supplement", args=[case.tracking_code])

    text = body(own(case).post(url, {"text": "昨天又淹了。", "files": files}))

    assert "昨天又淹了。" in text
    assert 'role="alert"' in text
    assert not case.events.filter(verb=Verb.SUPPLEMENT).exists()


def test_an_empty_addition_is_refused(county):
    case = in_hand(county)
    url = reverse("cases:track_supplement", args=[case.tracking_code])

    assert "请写明要补充什么" in body(own(case).post(url, {}))


def test_who_asked_takes_it_back(county):
    case = in_hand(county)
    url = reverse("cases:track_withdraw", args=[case.tracking_code])

    assert own(case).get(url).status_code == 200
    own(case).post(url, {"reason": "自己修好了"})

    case.refresh_from_db()
    assert case.status == CaseStatus.WITHDRAWN
    assert "已撤回" in page(case)


def test_an_answered_opinion_is_not_taken_back(county):
    case = answered(county)
    url = reverse("cases:track_withdraw", args=[case.tracking_code])

    assert "不能撤回" in body(own(case).post(url, {}))
    assert "撤回这件意见" not in page(case)


def test_a_closed_case_shows_both_rounds_to_who_asked(county):
    case = rated(county, Grade.NOT_SOLVED)
    cache.clear()

    assert "第一次办理" in page(case)
    assert intake.find_by_code(code=case.tracking_code, factor=FACTOR) == case
