"""The pages of suggestions, by HTTP requests."""

import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.loop.enums import CaseStatus
from cases.loop.services import answering
from cases.loop.services.answering import Answer
from cases.models import Case, Suggestion
from cases.suggestions.services import steps as suggestion_steps
from tests import county as made
from tests.cases import suggested


@pytest.fixture
def house(county):
    return suggested.deputies(county)


def said_on(page):
    return page.content.decode()


def act(client, case, name, **data):
    return client.post(reverse("cases:case_act", args=[case.pk, name]), data)


def test_a_deputy_writes_asks_and_hands_in(client, house):
    client.force_login(house.liu.user)
    form = {
        "lead": house.liu.mandate.pk,
        "title": "关于水渠的建议\x00",
        "text": "东片水渠要清淤。",
        "division": house.town.pk,
        "occasion": "between",
    }
    page = client.post(reverse("cases:suggestion_new"), form, follow=True)
    text = Suggestion.objects.get()
    assert "请代表联名" in said_on(page)
    step = reverse("cases:suggestion_step", args=[text.pk, "ask"])
    client.post(step, {"mandates": [house.chen.mandate.pk]})

    client.force_login(house.chen.user)
    assert "等我确认联名" in said_on(client.get(reverse("cases:suggestions")))
    assert "请您联名" in said_on(client.get(text.get_absolute_url()))
    step = reverse("cases:suggestion_step", args=[text.pk, "join"])
    client.post(step, {"joins": "1", "version": "1"})

    client.force_login(house.liu.user)
    step = reverse("cases:suggestion_step", args=[text.pk, "submit"])
    page = client.post(step, follow=True)

    assert "县人大建议〔2026〕001号" in said_on(page)
    assert "陈禾" in said_on(page)


def test_a_draft_is_nobody_elses(client, house):
    text = suggested.draft(house)
    client.force_login(house.chen.user)

    assert client.get(text.get_absolute_url()).status_code == 404
    client.force_login(house.office)
    assert client.get(text.get_absolute_url()).status_code == 403


def test_changed_words_and_what_is_wrong_keep_what_was_typed(client, house):
    text = suggested.draft(house)
    client.force_login(house.liu.user)
    url = reverse("cases:suggestion_change", args=[text.pk])
    assert "多年没有清淤" in said_on(client.get(url))
    form = {"title": "新题", "text": "新内容", "division": house.town.pk}

    page = client.post(url, {**form, "occasion": "in_session"})
    assert "哪次会议" in said_on(page)
    assert "新内容" in said_on(page)
    client.post(url, {**form, "occasion": "between"})

    text.refresh_from_db()
    assert (text.title, text.text_version) == ("新题", 2)


def test_the_whole_way_through_the_pages(client, house):
    case = suggested.submitted(house)
    client.force_login(house.office)
    act(client, case, "accept_suggestion")
    act(client, case, "hand_over", lead=house.water.pk)
    client.force_login(house.handler)
    act(client, case, "sign")
    case.refresh_from_db()
    assert case.status == CaseStatus.IN_HAND
    answering.draft_reply(
        case=case,
        unit=house.water,
        answer=Answer("今冬清淤。", "solved"),
        by=house.handler,
    )
    reply = case.rounds.get().replies.get()
    client.force_login(house.signer)
    page = act(client, case, "release", reply=reply.pk, public_text="今冬清淤。")
    assert "还没有面商记录" in said_on(page)
    client.force_login(house.handler)
    case.refresh_from_db()
    meeting = {
        "unit": house.water.pk,
        "proposer": case.suggestion.proposers.get().pk,
        "way": "face",
        "day": timezone.localdate().isoformat(),
        "people": "孙林",
        "text": "同意清淤。",
    }
    assert act(client, case, "meet", **meeting).status_code == 302
    client.force_login(house.signer)
    act(client, case, "release", reply=reply.pk, public_text="今冬清淤。")
    client.force_login(house.liu.user)
    page = act(client, case, "rate", process="bad", result="good")
    assert "请写具体意见" in said_on(page)
    act(client, case, "rate", process="good", result="good")

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    page = said_on(client.get(case.get_absolute_url()))
    assert "面商记录" in page
    assert "办理过程满意" in page
    sheet = client.get(reverse("cases:suggestion_print", args=[case.pk]))
    assert "今冬清淤。" in said_on(sheet)
    letters_of(client, house, case, reply)


def letters_of(client, house, case, reply):
    """山东条例 第二十二条: a letter to each proposer, only for those who may read it."""
    proposer = case.suggestion.proposers.get()
    url = reverse("cases:suggestion_letter", args=[reply.pk, proposer.pk])
    document = docx.Document(io.BytesIO(client.get(url).content))
    text = "\n".join(line.text for line in document.paragraphs)
    for words in (f"{case.number}建议的答复", "刘青代表：", "今冬清淤。", "当面听取"):
        assert words in text
    assert "主动公开" in text
    client.force_login(house.road_handler)
    assert client.get(url).status_code == 404


def test_steps_of_opinions_do_not_fit_a_suggestion(client, house):
    case = suggested.in_hand(house)
    client.force_login(house.handler)

    assert act(client, case, "suspend").status_code == 404
    opinion = made.in_hand(house)
    assert act(client, opinion, "meet").status_code == 404


def test_one_action_turns_an_opinion_into_a_suggestion(client, house):
    opinion = made.accepted(house)
    client.force_login(house.liu.user)
    url = reverse("cases:case_act", args=[opinion.pk, "suggest"])
    assert "水渠堵了" in said_on(client.get(url))

    client.post(
        url,
        {
            "lead": house.liu.mandate.pk,
            "title": "关于水渠的建议",
            "text": "清淤。",
            "division": house.village.pk,
            "occasion": "between",
        },
    )

    case = Case.objects.get(kind="suggestion")
    assert case.number in said_on(client.get(opinion.get_absolute_url()))
    assert opinion.number in said_on(client.get(case.get_absolute_url()))
    client.force_login(house.office)
    assert client.get(url).status_code == 403


def test_the_public_reads_text_and_answer_of_what_may_be_public(client, house):
    case = suggested.answered(house)
    suggestion_steps.publish_suggestion(
        case=case, title="整修东片水渠", text="清淤。电话 13805391234", by=house.office
    )

    page = said_on(client.get("/suggestions/"))
    assert "整修东片水渠" in page
    assert "13805391234" not in page
    one = said_on(client.get(case.get_public_url()))
    assert "水渠列入今冬工程" in one
    assert "我也遇到这件事" not in one
    assert "整修东片水渠" not in said_on(client.get("/cases/"))
    assert "没有找到" in said_on(client.get("/suggestions/?q=学校\x00"))


def test_lists_cost_the_same_for_one_and_for_three(client, house):
    def cost(url):
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    client.force_login(house.office)
    suggested.submitted(house)
    url = reverse("cases:suggestions") + "?show=all"
    client.get(url)
    one = cost(url)
    for _ in range(2):
        suggested.submitted(house, house.chen)

    assert cost(url) <= one


def test_promises_outlive_the_term(client, house):
    from datetime import date

    from cases.models import Promise

    reply = suggested.drafted(house)
    reply = answering.release_reply(reply=reply, by=house.signer)
    Promise.objects.create(
        reply=reply,
        case=reply.round.case,
        text="护坡 800 米",
        due_on=date(2027, 6, 30),
    )
    url = reverse("cases:suggestion_promises")
    client.force_login(house.chen.user)
    assert "护坡" not in said_on(client.get(url))
    term = house.liu.mandate.term
    house.liu.mandate.term.__class__.objects.filter(pk=term.pk).update(is_current=False)
    from deputies.register.enums import Level
    from tests.deputies.people import seat

    town = seat(house, "d0010", "宋川", level=Level.TOWN)
    client.force_login(town.user)

    assert "护坡 800 米" in said_on(client.get(url))


def test_wrong_input_of_a_step_keeps_what_was_typed(client, house):
    case = suggested.in_hand(house)
    client.force_login(house.office)

    page = act(client, case, "make_key", leader="副主任赵实", basis="")

    assert "副主任赵实" in said_on(page)
    case.suggestion.refresh_from_db()
    assert case.suggestion.key_leader == ""
