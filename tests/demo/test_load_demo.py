"""The demonstration county is complete, is loaded once, and sends nothing outside."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from cases.loop.enums import CaseStatus, Lamp, PromiseState
from cases.models import Case, Competence, Feedback, Promise, Round
from demo.cases.stories import read_stories
from demo.cases.texts import MARK
from demo.county.places import DATA
from demo.load import DIVISIONS, NotEmpty, load_demo
from deputies.models import (
    Announcement,
    ChatGroup,
    ChatGroupLog,
    Constituency,
    Election,
    LiaisonStation,
    Mandate,
    SeatQuota,
    Term,
)
from deputies.terms.page import Comparison
from office.models import Delivery, Division, Notice, User
from rollups.counting.enums import ItemState, ReportState
from rollups.models import ReportItem, RollUp

CONTRACT = [
    "gongwei",
    "gongwei2",
    "tanyi_renda",
    "tanyi_zhan",
    "shuili",
    "shuili_fuze",
    "jiaotong",
    "jiaotong_fuze",
    "tanyi_zhengfu",
    "tanyi_zhengfu_fuze",
    "zhengfuban",
    "daibiao",
    "jianju",
    "xitong",
    "anquan",
    "shenji",
]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The county is loaded once for all tests of this file, and rolled back afterwards."""
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        with transaction.atomic():
            load_demo(divisions=Path("nowhere"))
            yield
            transaction.set_rollback(True)
        # After browser tests this is a separate connection; it must be closed before
        # the database is dropped.
        connection.close()


@pytest.fixture
def demo(loaded, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_every_status_a_visitor_may_meet_is_there(demo):
    found = set(Case.objects.values_list("status", flat=True))
    assert found == set(CaseStatus) - {CaseStatus.WALLED}


def test_every_lamp_burns_somewhere(demo):
    today = timezone.localdate()
    assert {case.lamp(today) for case in Case.objects.all()} == set(Lamp)


def test_every_county_deputy_is_in_a_delegation_and_a_group(demo):
    sitting = Mandate.objects.in_office().filter(level="county")
    for kind in ("delegation", "group"):
        assert not sitting.exclude(grouping_seats__kind=kind).exists()


def test_more_than_1100_chat_groups_have_owners_of_their_own_constituency(demo):
    groups = ChatGroup.objects.filter(is_open=True)
    own = groups.filter(owner__mandates__constituency=F("constituency"))
    assert own.distinct().count() == groups.count() > 1100
    assert groups.filter(active_on__isnull=True).exists()
    lively = groups.filter(active_on__isnull=False)
    assert ChatGroupLog.objects.count() == lively.count() > 500


def test_every_story_became_one_case(demo):
    assert len(read_stories()) >= 60
    assert (
        Case.objects.exclude(kind="suggestion").count()
        == len(read_stories()) + spoken()
    )


def spoken():
    """How many cases per topic there are in the past two months."""
    themes = json.loads((DATA / "voices.json").read_text(encoding="utf-8"))
    return sum(
        len(theme["later" if turn else "said"])
        for theme in themes
        for turn, _ in enumerate(theme["back"])
    )


def test_two_months_are_rolled_up_and_their_reports_are_on_their_way(demo):
    last, before = RollUp.objects.all()
    assert last.topics.count() >= 5
    assert last.topics.filter(continues__isnull=False).count() >= 2
    assert not before.reports.exclude(state=ReportState.APPROVED).exists()
    items = ReportItem.objects.filter(report__rollup=before)
    assert {item.state for item in items} == {ItemState.PUBLISHED}
    assert Feedback.objects.exists()
    assert set(last.reports.values_list("state", flat=True)) == set(ReportState)


def test_promises_are_open_kept_and_broken(demo):
    assert set(Promise.objects.values_list("state", flat=True)) == set(PromiseState)


def test_a_second_round_is_watched_by_another_body(demo):
    second = Round.objects.filter(number=2).select_related("case")
    assert second
    for handling in second:
        first = handling.case.rounds.get(number=1)
        assert first.supervisor != handling.supervisor


def test_an_extension_waits_and_others_are_decided(demo):
    asked = Round.objects.values_list("extensions__granted", flat=True)
    assert {True, False} <= set(asked)
    assert Round.objects.filter(extensions__granted=None, extensions__pk__gt=0).exists()


def test_the_steps_of_a_case_stand_in_order_and_none_is_in_the_future(demo):
    for case in Case.objects.prefetch_related("events"):
        steps = sorted(case.events.all(), key=lambda event: event.pk)
        moments = [step.at for step in steps]
        assert moments == sorted(moments), case
        assert moments[-1] <= timezone.now()


def test_every_text_and_answer_is_marked_as_an_example(demo):
    assert all(MARK in text for text in Case.objects.values_list("text", flat=True))
    answers = Round.objects.filter(replies__pk__gt=0)
    assert all(MARK in text for text in answers.values_list("replies__text", flat=True))


def test_published_cases_have_answers_to_read(demo):
    assert Case.objects.published().exclude(answer_brief="").count() >= 20


def test_nothing_waits_to_leave_the_house(demo):
    assert not Delivery.objects.exists()
    assert Notice.objects.filter(user__username="gongwei").exists()


@pytest.mark.parametrize("username", CONTRACT)
def test_an_account_of_the_demonstration_opens_with_its_password(demo, username):
    user = User.objects.get(username=username)
    assert user.check_password("Feixian-2026")
    assert not user.must_change_password
    assert user.posts


def test_the_county_has_its_towns_constituencies_and_stations(demo):
    assert Division.objects.towns().count() == 12
    drawn = Constituency.objects.filter(term__is_current=True)
    assert drawn.filter(level="county").count() == 146
    assert drawn.filter(level="town").count() == 499
    assert LiaisonStation.objects.filter(kind="station").count() >= 12
    present = Mandate.objects.filter(term__is_current=True)
    assert set(present.values_list("status", flat=True)) == {"valid", "ended"}
    assert Competence.objects.exists()


def test_the_term_before_stands_beside_the_present_one(demo):
    old, new = Term.objects.filter(level="county").order_by("number")
    found = Comparison(old, new)
    assert (old.state, new.state) == ("往届", "本届")
    assert not old.mandates.exclude(end_cause="term_ended").exists()
    assert len(found.reelected) == 24
    assert found.newcomers and found.gone and found.redrawn


def test_a_seat_that_fell_vacant_was_filled_by_election(demo):
    left = Mandate.objects.get(term__is_current=True, status="ended")
    held = Election.objects.get()
    elected = held.candidates.get(mandate__isnull=False)
    assert (left.end_cause, held.state) == ("resigned", "held")
    assert elected.mandate.status == "valid"
    assert elected.mandate.constituency == left.constituency
    kinds = set(Announcement.objects.values_list("kind", flat=True))
    assert kinds == {"confirmed", "resigned", "election", "candidates", "result"}


def test_an_absence_without_leave_is_counted_once_in_the_demonstration(demo):
    missed = Mandate.objects.with_absences().filter(missed__gte=1)
    assert [row.missed for row in missed] == [1]


def test_seats_are_what_the_formula_gives(demo):
    for quota in SeatQuota.objects.select_related("term", "division"):
        rows = quota.term.constituencies.all()
        if quota.division.level == "town":
            rows = rows.filter(town=quota.division)
        assert sum(row.seats for row in rows) == quota.seats == quota.by_law.total


def test_every_village_is_in_a_constituency(demo):
    villages = Division.objects.villages().filter(valid_until=None)
    assert not villages.filter(in_constituencies=None).exists()


def test_a_second_load_is_refused(demo):
    with pytest.raises(NotEmpty):
        load_demo()


def test_loading_if_empty_changes_nothing_when_it_is_not(demo, capsys):
    before = Case.objects.count(), Notice.objects.count(), User.objects.count()
    call_command("load_demo", "--if-empty")
    assert "不载入" in capsys.readouterr().out
    after = Case.objects.count(), Notice.objects.count(), User.objects.count()
    assert after == before


def test_the_command_says_why_it_refuses(demo):
    with pytest.raises(CommandError, match="只能载入空库"):
        call_command("load_demo")


def test_the_command_loads_an_empty_portal_with_the_places_that_are_there(db, capsys):
    call_command("load_demo")
    assert f"{len(read_stories()) + spoken()} 件" in capsys.readouterr().out
    today = Division.objects.filter(valid_until=None)
    assert today.towns().count() == 12
    if DIVISIONS.is_dir():
        assert today.villages().count() == 415
