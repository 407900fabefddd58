"""辞职、罢免: needs half of all, ends the seat, is announced to the public."""

from datetime import date, timedelta

import pytest
from django.db import Error
from django.utils import timezone

from deputies.mandates.services import motions
from deputies.mandates.services import steps as mandate_steps
from deputies.mandates.services.announcements import (
    AnnouncementError,
    withdraw_announcement,
)
from deputies.mandates.services.motions import MotionError, Vote
from deputies.models import Announcement, SeatMotion
from deputies.register.services.mandates import MandateError
from office.models import AuditEntry
from tests.deputies.people import decided, seat
from tests.pages import source_of
from tests.sessions import at_once, together

RECEIVED, VOTED = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def sitting(county):
    return seat(county, "liuqing", "刘青").mandate


def received(mandate, kind="resignation", on=RECEIVED, **known):
    values = {"reason": "调往外地工作", "by": None, **known}
    return motions.receive_motion(mandate=mandate, kind=kind, on=on, **values)


def voted(motion, in_favour, total=31, on=VOTED, by=None):
    vote = Vote(on, total, in_favour, "公告〔2026〕3号")
    return motions.record_vote(motion=motion, vote=vote, by=by)


def test_a_resignation_that_is_accepted_ends_the_seat_and_is_announced(county, sitting):
    motion = received(sitting, by=county.office)
    motion = voted(motion, 16, by=county.office)
    sitting.refresh_from_db()
    assert (motion.state, motion.needed) == ("passed", 16)
    assert (sitting.status, sitting.end_cause, sitting.ends_on) == (
        "ended",
        "resigned",
        VOTED,
    )
    text = Announcement.objects.get()
    assert (text.kind, text.issued_by, text.issued_on) == (
        "resigned",
        "费县人大常委会",
        VOTED,
    )
    assert text.text.endswith("费县第 19 届人民代表大会代表资格终止。")
    assert "刘青" in text.text and "辞职" in text.text
    assert "调往外地" not in text.text
    assert AuditEntry.objects.get(action="record_vote").detail["in_favour"] == 16


@pytest.mark.parametrize(
    ("total", "in_favour", "state"),
    [
        (300, 150, "failed"),
        (300, 151, "passed"),
        (301, 151, "passed"),
        (31, 15, "failed"),
    ],
)
def test_more_than_half_of_all_decides_and_half_does_not(
    sitting, total, in_favour, state
):
    assert voted(received(sitting), in_favour, total).state == state
    sitting.refresh_from_db()
    assert (sitting.status == "ended") is (state == "passed")
    assert Announcement.objects.exists() is (state == "passed")


@pytest.mark.parametrize(
    ("level", "signatures", "enough"),
    [
        ("county", 49, False),
        ("county", 50, True),
        ("town", 29, False),
        ("town", 30, True),
    ],
)
def test_a_recall_needs_signatures_of_voters(county, level, signatures, enough):
    mandate = seat(county, "who", "刘青", level=level).mandate
    if enough:
        assert received(mandate, "recall", signatures=signatures).signatures
        return
    with pytest.raises(MotionError, match="联名"):
        received(mandate, "recall", signatures=signatures)


def test_a_recall_is_decided_by_the_voters_and_the_deputy_is_heard(county, sitting):
    motion = received(sitting, "recall", signatures=60)
    motions.record_defence(motion=motion, defence="情况不实。", by=county.office)
    voted(motion, 2001, 4000)
    change = sitting.changes.get()
    assert (change.decided_by, change.law) == (
        "原选区选民",
        "代表法第六十二条第一款第四项",
    )
    assert Announcement.objects.get().kind == "recalled"
    with pytest.raises(MotionError, match="已经是"):
        motions.record_defence(motion=motion, defence="再说", by=county.office)


def test_what_cannot_be_is_refused(county, sitting):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(MotionError, match="理由"):
        received(sitting, reason="  ")
    with pytest.raises(MotionError, match="收到日期"):
        received(sitting, on=tomorrow)
    motion = received(sitting)
    with pytest.raises(MotionError, match="没有办结"):
        received(sitting, "recall", signatures=50)
    with pytest.raises(MotionError, match="只有罢免"):
        motions.record_defence(motion=motion, defence="说", by=county.office)
    for vote in ((32, 31, VOTED), (1, 0, VOTED), (16, 31, tomorrow)):
        with pytest.raises(MotionError):
            voted(motion, vote[0], vote[1], vote[2])
    motions.withdraw_motion(motion=motion, by=county.office)
    with pytest.raises(MotionError, match="撤回"):
        voted(motion, 16)
    sitting.refresh_from_db()
    assert sitting.status == "valid"


def test_a_seat_that_ended_meanwhile_is_not_ended_again(county, sitting):
    motion = received(sitting)
    mandate_steps.end_mandate(
        mandate=sitting, cause="died", decision=decided(VOTED), by=None
    )
    with pytest.raises(MandateError):
        voted(motion, 31)
    motion.refresh_from_db()
    assert motion.state == "received"


@pytest.mark.django_db(transaction=True)
def test_two_clerks_register_one_resignation(county, sitting):
    results = at_once(2, lambda: received(sitting))
    assert sum(isinstance(r, MotionError) for r in results) == 1
    assert SeatMotion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_vote_and_a_withdrawal_at_once_leave_one_of_them(county, sitting):
    motion = received(sitting)
    results = together(
        lambda: voted(motion, 31),
        lambda: motions.withdraw_motion(motion=motion, by=county.office),
    )
    motion.refresh_from_db()
    sitting.refresh_from_db()
    assert sum(isinstance(r, MotionError) for r in results) == 1
    assert (sitting.status == "ended") is (motion.state == "passed")
    assert Announcement.objects.count() == int(motion.state == "passed")


# --- Announcements ---------------------------------------------------------------------


def test_causes_that_say_too_much_about_a_person_are_not_told(sitting):
    mandate_steps.end_mandate(
        mandate=sitting, cause="incapable", decision=decided(VOTED), by=None
    )
    text = Announcement.objects.get()
    assert "行为能力" not in text.text and text.law == "代表法第六十二条"


def test_an_announcement_is_withdrawn_and_never_changed(county, sitting, client):
    voted(received(sitting), 31)
    text = Announcement.objects.get()
    with pytest.raises(Error, match="written_once"):
        Announcement.objects.filter(pk=text.pk).update(text="别的")


def test_a_withdrawn_announcement_shows_why_and_not_what(county, sitting, client):
    voted(received(sitting), 31)
    text = Announcement.objects.get()
    with pytest.raises(AnnouncementError, match="理由"):
        withdraw_announcement(announcement=text, reason=" ", by=county.office)
    withdraw_announcement(announcement=text, reason="文号写错", by=county.office)
    with pytest.raises(AnnouncementError, match="已经撤回"):
        withdraw_announcement(announcement=text, reason="再撤", by=county.office)
    page = client.get(text.get_absolute_url()).content.decode()
    assert "文号写错" in page and "代表资格终止。" not in page


def test_the_public_reads_who_decided_and_by_which_article(client, sitting):
    voted(received(sitting), 31)
    page = client.get("/announcements/").content.decode()
    assert "关于刘青代表资格终止的公告" in page and "不在网上进行" in page
    page = client.get(Announcement.objects.get().get_absolute_url()).content.decode()
    for words in ("费县人大常委会", "2026年4月1日", "代表法第六十二条第一款第二项"):
        assert words in page
    assert "撤回" not in page
    for odd in ("kind=x", "page=-1", "page=%00", "kind=recalled"):
        assert client.get(f"/announcements/?{odd}").status_code == 200
    assert client.get("/announcements/999999").status_code == 404


# --- The pages of the office -----------------------------------------------------------


@pytest.fixture
def office(client, county):
    client.force_login(county.office)
    return client


def test_a_recall_goes_its_way_by_pages(office, sitting):
    url = sitting.get_absolute_url()
    data = {"kind": "recall", "on": "2026-03-01", "reason": "长期不履职"}
    page = office.post(f"{url}/motion", data).content.decode()
    assert "罢免要求要填联名选民人数" in page and "长期不履职" in page
    page = office.post(f"{url}/motion", {**data, "signatures": 49}).content.decode()
    assert "50 人以上联名" in page
    office.post(f"{url}/motion", {**data, "signatures": 55})
    motion = SeatMotion.objects.get()
    here = motion.get_absolute_url()
    office.post(f"{here}/defence", {"defence": "住院半年，有证明。"})
    vote = {"on": "2026-04-01", "total": 4000, "in_favour": 1990, "document": "决议"}
    page = office.post(f"{here}/vote", {**vote, "in_favour": 4001}).content.decode()
    assert "赞成票不能多于全体人数" in page
    page = source_of(office.post(f"{here}/vote", vote, follow=True))
    assert "过半数是 2001，赞成 1990，未通过" in page and "住院半年" in page
    assert "有效" in office.get(url).content.decode()
    for bad in ({}, {**vote, "total": "9" * 30}, {**vote, "document": "\x00"}):
        assert office.post(f"{here}/vote", bad).status_code == 200


def test_an_announcement_is_withdrawn_by_its_page(office, sitting):
    voted(received(sitting), 31)
    text = Announcement.objects.get()
    assert "撤回</a>" in office.get(text.get_absolute_url()).content.decode()
    url = f"/desk/register/announcements/{text.pk}/withdraw"
    assert office.post(url, {"reason": ""}).status_code == 200
    office.post(url, {"reason": "文号写错"})
    text.refresh_from_db()
    assert text.withdrawn_why == "文号写错"


def test_motions_are_the_countys_office(client, county, sitting):
    motion = received(sitting)
    client.force_login(county.town_office)
    for url in (
        "/desk/register/motions/",
        motion.get_absolute_url(),
        f"{motion.get_absolute_url()}/vote",
        f"{sitting.get_absolute_url()}/motion",
    ):
        assert client.get(url).status_code == 403
    assert client.post(f"{motion.get_absolute_url()}/withdraw").status_code == 403


def test_lists_cost_the_same_with_one_and_with_three(
    office, county, sitting, django_assert_num_queries, django_assert_max_num_queries
):
    voted(received(sitting), 31)
    pages = ("/desk/register/motions/", "/announcements/")
    counts = []
    for url in pages:
        office.get(url)
        with django_assert_max_num_queries(12) as used:
            office.get(url)
        counts.append(len(used))
    for code, name in (("a", "丁一"), ("b", "王五")):
        voted(received(seat(county, code, name).mandate), 31)
    for url, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            office.get(url)
