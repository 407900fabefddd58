"""The pages of a ballot: who may open which, and what no page says before the announcement."""

import json
import logging
import re

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from ballots.conduct import services as hall_codes
from ballots.counting import services as counting
from ballots.models import Ballot, BallotPaper
from ballots.record import services as announcing
from ballots.voting import services as voting
from deputies.models import Assembly
from office.models import User
from tests.ballots import congress
from tests.ballots.congress import Phone, cells, vote
from tests.office.web.test_access import ours
from tests.pages import source_of

pytestmark = pytest.mark.django_db
# Numbers of votes that nothing else on a page is likely to say.
VOTES = 37


@pytest.fixture
def people(county):
    return congress.seat_deputies(county, 41)


@pytest.fixture
def ballot(county, people):
    return congress.opened(county, people)


@pytest.fixture
def voted(county, people, ballot):
    for person in people[:VOTES]:
        vote(ballot, person, "ab..")
    return ballot


def url(name, ballot, *args):
    key = ballot.code if name in PUBLIC else ballot.pk
    return reverse(f"ballots:{name}", args=[key, *args])


PUBLIC = (
    "ballot_record",
    "voting",
    "voting_ticket",
    "voting_cast",
    "ballot_csv",
    "ballot_receipt",
    "here",
)


def post_cast(client, ballot, phone, marks):
    data = {
        "box": phone.box.name,
        "token": phone.token.hex(),
        "signature": phone.signature,
        "cells": marks,
    }
    return client.post(
        url("voting_cast", ballot), json.dumps(data), content_type="application/json"
    )


@pytest.mark.parametrize(
    "sent",
    [
        "[" * 5000,
        '{"box": ' + "[" * 5000,
        '{"box": "a\\u0000b", "token": "", "signature": "", "cells": []}',
        '{"box": "\\ud800", "token": "", "signature": "", "cells": []}',
        '{"box": "全体", "token": "zz", "signature": "", "cells": [[]]}',
        "null",
        "",
    ],
)
def test_odd_bytes_to_the_box_are_answered_in_words(client, ballot, sent):
    answer = client.post(
        url("voting_cast", ballot), sent, content_type="application/json"
    )

    assert answer.status_code in (400, 409)
    assert answer.json()["error"]


def test_a_deputy_votes_without_an_account_being_seen(client, people, ballot):
    phone = Phone(ballot, people[0].user)
    client.force_login(people[0].user)
    page = client.get(url("voting", ballot))
    told = client.post(url("voting_ticket", ballot), {"hidden": phone.hidden})
    client.logout()
    phone.unhide(told.json()["signed"])
    answer = post_cast(client, ballot, phone, cells("ab.."))

    assert phone.box.modulus in page.content.decode()
    assert voting.has_receipt(ballot=ballot, receipt=answer.json()["receipt"])
    found = client.post(url("ballot_receipt", ballot), answer.json())
    assert "这张票已经放进票箱" in found.content.decode()


def test_a_receipt_is_asked_for_without_a_name_a_log_line_or_an_address(
    client, people, ballot, caplog, django_assert_num_queries
):
    receipt = vote(ballot, people[0], "ab..")
    client.force_login(people[0].user)
    address = url("ballot_receipt", ballot)
    with caplog.at_level(logging.INFO), django_assert_num_queries(4):
        # The ballot, the published list, the items, the shards: no session, no account.
        found = client.post(address, {"receipt": receipt}).content.decode()
    lost = client.post(address, {"receipt": "0" * 64}).content.decode()

    assert "这张票已经放进票箱" in found
    assert "没有找到" in lost
    assert str(people[0].user) not in found
    assert [r for r in caplog.records if r.name.startswith("django_structlog")] == []
    assert client.get(address).status_code == 405
    page = client.get(url("ballot_record", ballot), {"receipt": receipt})
    assert "已经放进票箱" not in page.content.decode()


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", "null", '{"box":""}', "\x00", '{"box":"","cells":5}']
)
def test_half_a_ballot_is_refused_in_words(client, ballot, body):
    answer = client.post(
        url("voting_cast", ballot), body, content_type="application/json"
    )

    assert answer.status_code == 400
    assert "不完整" in answer.json()["error"]


def test_a_deputy_of_another_congress_does_not_see_the_ballot(client, county, ballot):
    stranger = congress.seat_deputies(county, 1, prefix="late")[0]
    client.force_login(stranger.user)

    assert client.get(url("voting", ballot)).status_code == 404
    assert client.get(url("ballot", ballot)).status_code == 404


def test_only_tellers_type_and_only_those_who_run_it_open_and_close(
    client, county, people, ballot
):
    client.force_login(county.office)
    assert client.get(url("ballot_papers", ballot)).status_code == 403
    client.force_login(people[0].user)
    assert client.post(url("ballot_step", ballot, "close")).status_code == 403
    assert client.get(url("ballot_presence", ballot)).status_code == 403
    assert client.get(url("hall", ballot)).status_code == 403


def test_the_hall_code_signs_a_deputy_in_and_an_old_one_does_not(
    client, county, people, time_machine
):
    ballot = congress.prepared(county, people, present=0)
    code = hall_codes.code_of(ballot, timezone.now())
    client.force_login(people[3].user)

    assert "签到" in client.get(url("here", ballot, code)).content.decode()
    client.post(url("here", ballot, code))
    assert ballot.electors.get(is_present=True).mandate == people[3].mandate
    late = client.get(url("here", ballot, "0" * 16)).content.decode()
    assert "已经过期" in late


def test_saving_the_list_of_the_present_takes_nobody_out_who_signed_in_meanwhile(
    client, county, people
):
    ballot = congress.prepared(county, people, present=1)
    first, second, third = ballot.electors.order_by("pk")[:3]
    client.force_login(county.office)
    # The page showed the first as present; the second signed in after it was loaded.
    ballot.electors.filter(pk=second.pk).update(is_present=True)
    client.post(
        url("ballot_presence", ballot), {"shown": [first.pk], "here": [third.pk]}
    )

    here = set(ballot.electors.filter(is_present=True).values_list("pk", flat=True))
    assert here == {second.pk, third.pk}


def open_everything(client, ballot, user):
    """The text of every page and file this user can GET, with this ballot's own keys."""
    client.force_login(user)
    values = {"1": str(ballot.pk), "x": ballot.code}
    for address, name, _ in ours():
        if address is None or name == "deputies:check_in_link":
            continue
        parts = [values.get(part, part) for part in address.split("/")]
        answer = client.get("/".join(parts))
        body = (
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        )
        yield "/".join(parts), answer.status_code, body.decode(errors="replace")


@pytest.mark.parametrize("state", ["open", "closed", "counted", "certified"])
def test_no_page_says_how_many_votes_an_item_has_before_the_announcement(
    client, county, people, state
):
    # Turnout is 41, an item's votes are 37: the one may be said, the other not.
    ballot = congress.opened(county, people)
    for person in people[:VOTES]:
        vote(ballot, person, "ab..")
    for person in people[VOTES:]:
        vote(ballot, person, "..cd")
    if state != "open":
        congress.closed(ballot, county.office)
    if state in ("counted", "certified"):
        congress.counted(ballot, county.office)
    if state == "certified":
        congress.signed(ballot)
    boss = User.objects.create_superuser("boss", "Feixian-2026", name="老板")

    opened = 0
    for user in (boss, county.office, congress.tellers()[0], people[0].user):
        for address, status, text in open_everything(client, ballot, user):
            assert f">{VOTES}<" not in text and f"{VOTES} 票" not in text, address
            assert f'"for": {VOTES}' not in text, address
            opened += status == 200
    assert opened > 60
    for name in ("ballot_csv", "ballot_rule", "ballot_sheet", "ballot_notice"):
        address = reverse(f"ballots:{name}", args=[ballot.code])
        assert client.get(address).status_code == 404, name


def test_the_admin_shows_no_model_of_the_box(client):
    from office.admin.site import site

    hidden = {
        "Ballot",
        "BallotPaper",
        "BoxShard",
        "Elector",
        "Result",
        "PaperEntry",
    }
    shown = {model.__name__ for model in site._registry}

    assert {m.__name__ for m in apps.get_app_config("ballots").get_models()} >= hidden
    assert not shown & hidden


def test_the_public_record_says_everything_after_the_announcement(
    client, county, voted
):
    ballot = announcing.announce_ballot(
        ballot=congress.certified(voted, county.office), by=county.office
    )
    page = source_of(client.get(url("ballot_record", ballot)))
    table = b"".join(client.get(url("ballot_csv", ballot)).streaming_content).decode()

    for words in ("确定 2 项", "赞成须达到 21 票", ballot.result.fingerprint):
        assert words in page
    assert f">{VOTES}<" in page
    assert table.count("\n") == VOTES + 1
    assert counting.fingerprint([table]) == ballot.result.fingerprint


def test_the_hall_shows_beans_and_votes_only_after_the_announcement(
    client, county, voted
):
    client.force_login(county.office)
    assert "votes__row" not in client.get(url("hall", voted)).content.decode()
    announcing.announce_ballot(
        ballot=congress.certified(voted, county.office), by=county.office
    )
    page = client.get(url("hall", voted)).content.decode()
    assert "votes__row" in page
    assert 'class="beans"' in page


def test_the_notice_is_a_word_file_with_the_seven_numbers(
    client, county, voted, tmp_path
):
    ballot = announcing.announce_ballot(
        ballot=congress.certified(voted, county.office), by=county.office
    )
    answer = client.get(reverse("ballots:ballot_notice", args=[ballot.code]))
    path = tmp_path / "notice.docx"
    path.write_bytes(answer.content)
    document = Document(path)
    text = "\n".join(line.text for line in document.paragraphs)

    assert (
        "全体 41 名，应到 41 名，实到 41 名；发出票 37 张，收回票 37 张，"
        "有效票 37 张（其中弃权 0 张），废票 0 张。" in text
    )
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "1",
        "甲村供水",
        "37",
        "确定",
    ]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_much_for_three_ballots_as_for_one(
    client, county, many, django_assert_max_num_queries
):
    for _ in range(many):
        congress.draft(county)
    client.force_login(county.office)
    client.get("/desk/ballots/")

    with django_assert_max_num_queries(12):
        page = client.get("/desk/ballots/")

    assert page.content.decode().count("2027年民生实事项目票决") == many


def key_of(client, ballot, user):
    """Shown on one answer, which no cache keeps, and on no later one."""
    client.force_login(user)
    answer = client.post(url("ballot_key", ballot))
    key = re.search(r"data-key>([A-Z2-7-]+)<", answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    assert key not in client.get(url("ballot_key", ballot)).content.decode()
    return key


def test_one_person_alone_does_not_close_the_voting(client, county, people, ballot):
    client.force_login(county.office)
    page = client.get(url("ballot_step", ballot, "ask_close")).content.decode()
    client.post(url("ballot_step", ballot, "ask_close"))
    answer = client.post(url("ballot_step", ballot, "close"))

    assert "不能重新开始" in page
    assert "由另一个人确认" in answer.content.decode()
    ballot.refresh_from_db()
    assert ballot.is_open
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(closed_by=county.office)
    client.force_login(congress.tellers()[0])
    assert client.post(url("ballot_step", ballot, "close")).status_code == 302
    ballot.refresh_from_db()
    assert ballot.state == "closed"


@pytest.mark.parametrize("name", ["ask_close", "close", "count", "announce", "void"])
def test_what_cannot_be_undone_asks_on_a_page_of_its_own(client, county, people, name):
    ballot = congress.opened(county, people)
    if name == "count":
        congress.closed(ballot, county.office)
    if name == "announce":
        congress.certified(ballot, county.office)
    client.force_login(county.office)

    page = client.get(url("ballot_step", ballot, name))
    assert page.status_code == 200
    assert "不能" in page.context["lead"]
    assert client.get(ballot.get_absolute_url()).status_code == 200


def test_a_void_ballot_says_why_in_public(client, county, people, ballot):
    client.force_login(county.office)
    client.post(url("ballot_step", ballot, "void"), {"reason": "事项写错了"})
    client.logout()

    page = client.get(url("ballot_record", ballot)).content.decode()
    assert "这次投票整次不算" in page
    assert "事项写错了" in page


def test_the_whole_of_a_ballot_by_its_pages(client, county, people):
    client.force_login(county.office)
    client.post(
        "/desk/ballots/new",
        {
            "title": "关于水利的决定",
            "question": "是否通过关于水利的决定",
            "body": "费县第十九届人民代表大会第六次会议",
            "organ": "congress",
            "assembly": Assembly.objects.get().pk,
            "kind": "each",
            "seats": 1,
        },
    )
    ballot = Ballot.objects.get()
    client.post(url("ballot_items", ballot), {"lines": "关于水利的决定 | 草案修改稿"})
    client.post(url("ballot_electorate", ballot))
    chief, other = people[0].user, people[1].user
    client.post(
        url("ballot_tellers", ballot), {"chief": chief.pk, "tellers": [other.pk]}
    )
    keys = [key_of(client, ballot, user) for user in (chief, other)]
    client.force_login(county.office)
    client.post(url("ballot_step", ballot, "check"))
    here = list(ballot.electors.values_list("pk", flat=True))
    client.post(url("ballot_presence", ballot), {"here": here})
    client.post(url("ballot_open", ballot), {"minutes": ""})
    for person in people[:38]:
        Phone(ballot, person.user).fetch().cast(["for"])
    paper = ballot.electors.get(mandate=people[40].mandate)
    client.post(url("ballot_paper", ballot, paper.pk))
    client.post(url("ballot_step", ballot, "ask_close"))
    client.force_login(other)
    client.post(url("ballot_step", ballot, "close"))
    box = ballot.boxes.get()
    for user in (chief, other):
        client.force_login(user)
        client.post(url("ballot_returned", ballot), {f"box_{box.pk}": 1})
        client.post(url("ballot_papers", ballot), {"number": 1, "item_1": "against"})
    client.force_login(county.office)
    client.post(
        url("ballot_step", ballot, "count"), {"first": keys[0], "second": keys[1]}
    )
    for user in (other, chief):
        client.force_login(user)
        client.post(url("ballot_sign", ballot))
    client.force_login(county.office)
    client.post(url("ballot_step", ballot, "announce"))

    ballot.refresh_from_db()
    assert ballot.state == "announced"
    assert ballot.result.sheet["items"] == [
        {
            "code": "1",
            "for": 38,
            "against": 1,
            "abstain": 0,
            "rank": 1,
            "elected": True,
        }
    ]
    assert BallotPaper.objects.count() == 39
