"""公告: once a step, with the article it rests on, and without what need not be told."""

from datetime import date

import pytest

from deputies.mandates.services.announcements import (
    AnnouncementError,
    Issued,
    announce,
    announce_confirmed,
    announce_end,
    withdraw_announcement,
)
from deputies.models import Announcement, MandateChange
from deputies.register.enums import EndCause
from tests.deputies.people import seat
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)
ISSUED = Issued("费县人大常委会", DAY, "公告〔2026〕1 号", "代表法第六十三条")


def told(key="k1", **changes):
    values = {"kind": "ended", "title": "公告", "text": "正文", "issued": ISSUED}
    return announce(key=key, **{**values, **changes})


def change(mandate, step="end", **facts):
    values = {
        "on": DAY,
        "decided_by": "费县人大常委会",
        "decided_on": DAY,
        "document": "公告〔2026〕1 号",
        "law": "代表法第六十二条",
        **facts,
    }
    return MandateChange.objects.create(mandate=mandate, step=step, **values)


def test_the_same_step_again_gives_the_first_words():
    first = told()

    assert told(title="别的", text="别的") == first
    assert Announcement.objects.get().text == "正文"


def test_a_title_too_long_for_a_list_is_cut():
    assert told(title="公" * 120).title == "公" * 100


@pytest.mark.parametrize("cause", [c for c in EndCause if c != EndCause.INVALID])
def test_an_end_says_its_cause_unless_that_says_too_much(county, cause):
    """代表法 第六十二条、第六十三条."""
    mandate = seat(county, "d0001", "刘青").mandate

    row = announce_end(change(mandate, cause=cause))

    unsaid = cause in ("incapable", "deprived", "lost_nationality")
    assert (cause.label in row.text) is not unsaid
    assert "费县第 19 届人民代表大会代表资格终止" in row.text
    assert row.title == "关于刘青代表资格终止的公告"
    kinds = {"resigned": "resigned", "recalled": "recalled"}
    assert row.kind == kinds.get(cause, "ended")


def test_an_election_found_invalid_ends_no_seat(county):
    row = announce_end(change(seat(county, "d0001", "刘青").mandate, cause="invalid"))

    assert row.title == "关于刘青当选无效的公告"
    assert "资格终止" not in row.text


def test_a_deputy_of_a_town_is_of_the_towns_congress(county):
    mandate = seat(county, "d0001", "刘青", level="town").mandate

    assert "探沂镇第 19 届" in announce_end(change(mandate, cause="died")).text


def test_the_confirmed_are_listed_by_strokes_in_one_announcement(county):
    changes = [
        change(seat(county, code, name).mandate, "confirm", law="选举法第四十七条")
        for code, name in (("d0001", "郭新"), ("d0002", "丁一"), ("d0003", "王五"))
    ]

    row = announce_confirmed(changes)

    assert row.text.startswith("下列 3 名代表的资格有效（按姓氏笔画排列）：\n丁一，")
    names = [line.split("，")[0] for line in row.text.splitlines()[1:]]
    assert names == ["丁一", "王五", "郭新"]
    assert row.law == "选举法第四十七条"


def withdraw(row, county, reason="姓名写错，另行公告。"):
    return withdraw_announcement(announcement=row, reason=reason, by=county.office)


def test_it_is_withdrawn_with_a_reason_and_once(county):
    row = told()

    with pytest.raises(AnnouncementError, match="理由"):
        withdraw(row, county, " ")
    assert withdraw(row, county).withdrawn_why == "姓名写错，另行公告。"
    with pytest.raises(AnnouncementError, match="已经撤回"):
        withdraw(row, county, "又一次")
    assert told() == row


@pytest.mark.django_db(transaction=True)
def test_two_who_announce_one_step_at_once_announce_it_once(county):
    first, second = at_once(2, told)

    assert first == second
    assert Announcement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_withdraw_at_once_withdraw_once(county):
    row = told()

    answers = at_once(2, lambda: withdraw(row, county))

    assert sum(isinstance(one, AnnouncementError) for one in answers) == 1
