"""列席: person-times, speeches and suggestions are counted separately; one record each."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decisions.models import Sitting, SittingInvite
from decisions.resolutions.errors import DecisionError
from decisions.sittings import services as sittings
from decisions.sittings.figures import figures_of
from deputies.models import ActivityRecord
from office.models import Notice
from tests.ballots.congress import seat_deputies
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(county):
    return seat_deputies(county, 3)


def held(county, people, title="县政府第 50 次常务会议", on=None):
    return sittings.hold_sitting(
        kind="government",
        title=title,
        held_on=on or date(2026, 3, 4),
        invited=[one.deputy for one in people],
        by=county.office,
    )


def attend(county, sitting, *places, excused=()):
    rows = list(sitting.invites.order_by("pk"))
    return sittings.record_attendance(
        sitting=sitting,
        came=[rows[n] for n in places],
        excused=[rows[n] for n in excused],
        by=county.office,
    )


def speak(county, sitting, place=0, *suggestions):
    invite = sitting.invites.order_by("pk")[place]
    return sittings.record_speech(
        invite=invite, text="建议先修路。", suggestions=suggestions, by=county.office
    )


def counting(kind):
    return ActivityRecord.objects.counting().filter(kind=kind)


def test_three_counts_are_kept_apart_and_opened_by_their_rows(county, people):
    sitting = held(county, people)
    assert attend(county, sitting, 0, 1, excused=(2,)) == 2
    speak(county, sitting, 0, "先修路", "再修桥", " ")
    speak(county, sitting, 0)
    first = sitting.invites.order_by("pk")[0]
    sittings.answer_sitting_suggestion(
        suggestion=first.suggestions.first(),
        taken="adopted",
        reason="列入计划。",
        by=county.office,
    )
    numbers = [(name, number) for name, number, _ in figures_of(2026)]
    assert numbers == [("列席", 2), ("发言", 2), ("提出建议", 2), ("采纳", 1)]
    row = Sitting.objects.with_numbers().get()
    assert (row.invited, row.came, row.speeches, row.suggestions) == (3, 2, 2, 2)
    assert list(sitting.invites.order_by("pk").values_list("state", flat=True)) == [
        "came",
        "came",
        "excused",
    ]


def test_the_record_of_a_deputy_grows_once_and_shrinks_when_corrected(county, people):
    sitting = held(county, people)
    attend(county, sitting, 0, 1)
    attend(county, sitting, 0, 1)
    assert counting("sitting").count() == 2
    attend(county, sitting, 0)
    assert [row.deputy for row in counting("sitting")] == [people[0].deputy]
    attend(county, sitting, 0, 1)
    assert counting("sitting").count() == 2
    speak(county, sitting)
    assert counting("speech").get().url == sitting.get_absolute_url()
    with pytest.raises(DecisionError, match="一定到会了"):
        attend(county, sitting, 1)


def test_only_who_came_speaks_and_only_after_the_meeting_began(county, people):
    tomorrow = timezone.localdate() + timedelta(days=1)
    coming = held(county, people, "明天的会", on=tomorrow)
    with pytest.raises(DecisionError, match="还没有开"):
        attend(county, coming, 0)
    assert Notice.objects.filter(kind="sitting").count() == 3
    past = held(county, people)
    assert Notice.objects.filter(kind="sitting").count() == 3
    with pytest.raises(DecisionError, match="先登记到会"):
        speak(county, past)
    with pytest.raises(DecisionError, match="已经登记"):
        held(county, people)
    with pytest.raises(DecisionError, match="邀请谁"):
        held(county, [], "没有人")


def test_a_suggestion_is_answered_once_with_words_and_its_deputy_told(county, people):
    sitting = held(county, people)
    attend(county, sitting, 0)
    speak(county, sitting, 0, "先修路")
    row = sitting.invites.order_by("pk")[0].suggestions.get()
    data = {"suggestion": row, "by": county.office}
    with pytest.raises(DecisionError, match="说明"):
        sittings.answer_sitting_suggestion(taken="refused", reason=" ", **data)
    sittings.answer_sitting_suggestion(taken="refused", reason="没有钱。", **data)
    with pytest.raises(DecisionError, match="答复过"):
        sittings.answer_sitting_suggestion(taken="adopted", reason="有了。", **data)
    assert Notice.objects.filter(user=people[0].user, text__contains="没有钱").exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(taken="adopted")
    with pytest.raises(DatabaseError), transaction.atomic():
        sitting.invites.order_by("pk")[0].speeches.all()._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_two_who_register_the_same_attendance_write_each_activity_record_once(county):
    people = seat_deputies(county, 3)
    sitting = held(county, people)
    answers = at_once(2, lambda: attend(county, sitting, 0, 1, 2))
    assert answers == [3, 3]
    assert counting("sitting").count() == 3


def test_the_ledger_is_kept_by_its_pages(client, county, people):
    client.force_login(county.office)
    url = reverse("decisions:sitting_new")
    data = {
        "kind": "party",
        "title": "县委常委会第 9 次会议",
        "held_on": "2026-03-05",
        "invited": [people[0].deputy.pk, people[1].deputy.pk],
    }
    assert client.post(url, {**data, "invited": []}).status_code == 200
    assert client.post(url, data).status_code == 302
    sitting = Sitting.objects.get()
    first, second = sitting.invites.order_by("pk")
    url = reverse("decisions:sitting_attendance", args=[sitting.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"came": [first.pk, "x"]}).status_code == 302
    second.refresh_from_db()
    assert second.state == "absent"
    url = reverse("decisions:invite_speech", args=[first.pk])
    assert (
        client.post(url, {"text": "说了", "suggestions": "甲\n乙"}).status_code == 302
    )
    asked = first.suggestions.first()
    url = reverse("decisions:sitting_suggestion", args=[asked.pk])
    assert client.post(url, {"taken": "adopted", "reason": "好"}).status_code == 302
    assert client.get(url).status_code == 404
    cache.clear()
    shown = client.get(reverse("decisions:public_sittings")).content.decode()
    assert "县委常委会第 9 次会议" in shown
    assert "甲" in shown
    client.force_login(people[1].user)
    assert client.get(sitting.get_absolute_url()).status_code == 200
    client.force_login(people[2].user)
    assert client.get(sitting.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["sittings", "public_sittings"])
def test_a_longer_ledger_costs_no_more_queries(client, county, people, name):
    client.force_login(county.office)

    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            found = len(client.get(reverse(f"decisions:{name}")).context["page"].rows)
        return found, len(made)

    held(county, people, "一")
    queries()
    one = queries()
    held(county, people, "二")
    held(county, people, "三")
    assert (one[0], queries()) == (1, (3, one[1]))
    assert SittingInvite.objects.count() == 9
