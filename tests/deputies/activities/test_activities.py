"""Activities declared with evidence, verified by the congress; ratings of reports."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deputies.activities.enums.records import RecordColumn, RecordKind
from deputies.activities.services import activities
from deputies.activities.services.activities import ActivityError, Facts, Votes
from deputies.models import Activity, ActivityRecord, DeputyLeave
from office.files.services import drop_stray_files, take_in_file
from office.models import Attachment, Notice
from tests.cases.files import photo
from tests.deputies.people import seat
from tests.sessions import at_once

VOTES = Votes(present=30, good=20, fair=6, bad=1, blank=3)


@pytest.fixture
def house(county):
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.chen = seat(county, "d0002", "陈禾", town=county.other_town)
    return county


def facts(**changes):
    values = {
        "kind": RecordKind.MEDIATION,
        "day": date(2026, 11, 10),
        "place": "王富村",
        "title": "调解两家的地界",
        "text": "量了地，立了界石，双方签字。",
    }
    return Facts(**{**values, **changes})


def evidence(house):
    return take_in_file(upload=photo(), by=house.liu.user)


def declared(house, key="k1", **changes):
    return activities.declare_activity(
        deputy=house.liu.deputy,
        facts=facts(**changes),
        source_key=key,
        attachments=[evidence(house)],
        by=house.liu.user,
    )


def test_what_is_verified_becomes_a_declared_activity_record(house):
    row = declared(house)
    assert not ActivityRecord.objects.exists()

    activities.decide_activity(activity=row, granted=True, by=house.town_office)

    activity_record = ActivityRecord.objects.get()
    assert (activity_record.kind, activity_record.column) == (
        RecordKind.MEDIATION,
        RecordColumn.DECLARED,
    )
    assert activity_record.url == row.get_absolute_url()
    assert Notice.objects.filter(user=house.liu.user, kind="activity_decided").exists()


def test_what_is_refused_says_why_and_does_not_count(house):
    row = declared(house)
    with pytest.raises(ActivityError, match="理由"):
        activities.decide_activity(activity=row, granted=False, by=house.office)

    activities.decide_activity(
        activity=row, granted=False, decision="照片不是当天的", by=house.office
    )

    assert not ActivityRecord.objects.exists()


def test_nobody_verifies_what_they_declared(house):
    with pytest.raises(ActivityError, match="不能核实自己"):
        activities.decide_activity(
            activity=declared(house), granted=True, by=house.liu.user
        )


def test_evidence_day_and_words_are_asked(house):
    def declare(given, attachments=None):
        activities.declare_activity(
            deputy=house.liu.deputy,
            facts=given,
            source_key="k",
            attachments=[evidence(house)] if attachments is None else attachments,
            by=house.liu.user,
        )

    with pytest.raises(ActivityError, match="佐证"):
        declare(facts(), [])
    with pytest.raises(ActivityError, match="还没有到"):
        declare(facts(day=timezone.localdate() + timedelta(days=1)))
    with pytest.raises(ActivityError, match="请写明"):
        declare(facts(text=" "))
    with pytest.raises(ActivityError, match="系统记录"):
        declare(facts(kind=RecordKind.CHECK_IN))


def test_a_report_counts_everybody_who_was_there(house):
    row = declared(house, kind=RecordKind.REPORT, votes=VOTES)
    assert row.present == row.good + row.fair + row.bad + row.blank

    with pytest.raises(ActivityError, match="加起来要等于"):
        declared(
            house,
            key="k2",
            kind=RecordKind.REPORT,
            votes=Votes(present=30, good=20, fair=6, bad=1, blank=0),
        )
    with pytest.raises(ActivityError, match="述职要填"):
        declared(house, key="k3", kind=RecordKind.REPORT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(present=99)


@pytest.mark.django_db(transaction=True)
def test_two_sessions_declare_and_verify_once(house):
    files = iter([evidence(house), evidence(house)])
    at_once(
        2,
        lambda: activities.declare_activity(
            deputy=house.liu.deputy,
            facts=facts(),
            source_key="same",
            attachments=[next(files)],
            by=house.liu.user,
        ),
    )
    row = Activity.objects.get()
    assert row.files.count() == 1

    given = at_once(
        2,
        lambda: activities.decide_activity(activity=row, granted=True, by=house.office),
    )

    assert sum(isinstance(one, ActivityError) for one in given) == 1
    assert ActivityRecord.objects.count() == 1


def test_what_was_decided_on_stays(house):
    row = declared(house)
    activities.decide_activity(activity=row, granted=True, by=house.office)

    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(title="另一件事")


def test_evidence_is_not_a_stray_file(house):
    declared(house)
    old = timezone.now() - timedelta(days=9)
    Attachment.objects.update(uploaded_at=old)

    drop_stray_files()

    assert Attachment.objects.count() == 1


def test_leave_is_asked_once_for_the_same_days_and_granted_above(house):
    asked = {
        "deputy": house.liu.deputy,
        "kind": "sick",
        "first_on": date(2026, 11, 3),
        "last_on": date(2026, 11, 8),
        "reason": "住院",
        "by": house.liu.user,
    }
    leave = activities.ask_leave(**asked)
    with pytest.raises(ActivityError, match="已经请过"):
        activities.ask_leave(**asked)
    with pytest.raises(ActivityError, match="早于"):
        activities.ask_leave(**{**asked, "last_on": date(2026, 11, 1)})

    activities.decide_leave(leave=leave, granted=True, by=house.town_office)

    assert DeputyLeave.objects.granted().count() == 1


def form(**changes):
    values = {
        "kind": "visit",
        "day": "2026-11-10",
        "place": "王富村",
        "title": "走访十户",
        "text": "问了吃水。",
        "key": "abc",
    }
    return {**values, **changes, "evidence": photo()}


def test_through_the_pages(client, house):
    client.force_login(house.liu.user)
    page = client.post(reverse("deputies:activity_new"), form(), follow=True)
    row = Activity.objects.get()
    assert "走访十户" in page.content.decode()
    client.force_login(house.town_office)
    url = row.get_absolute_url()
    assert "核实" in client.get(url).content.decode()
    client.post(url, {"granted": "1"})

    row.refresh_from_db()
    assert row.state == "granted"
    file = reverse("deputies:activity_file", args=[row.files.get().pk])
    given = client.get(file)
    assert b"".join(given.streaming_content).startswith(b"\xff\xd8")
    assert given["Content-Type"] == "image/jpeg"
    client.force_login(house.other_office)
    assert client.get(url).status_code == 404
    assert client.get(file).status_code == 404
    client.force_login(house.chen.user)
    assert client.get(url).status_code == 404
    client.force_login(house.handler)
    assert client.get(url).status_code == 403


def test_what_is_wrong_keeps_what_was_typed(client, house):
    client.force_login(house.liu.user)
    url = reverse("deputies:activity_new")

    page = client.post(url, form(kind="report", title="述\x00职"))
    assert "述职要填到场人数" in page.content.decode()
    assert "述职" in page.content.decode()
    program = SimpleUploadedFile("a.jpg", b"MZ" + b"\x00" * 100)
    page = client.post(url, {**form(), "evidence": program})
    assert "不能上传" in page.content.decode()
    assert not Activity.objects.exists()


def test_leave_through_the_pages(client, house):
    client.force_login(house.liu.user)
    client.post(
        reverse("deputies:leave_new"),
        {
            "kind": "duty",
            "first_on": "2026-11-03",
            "last_on": "2026-11-05",
            "reason": "县里派去学习",
        },
    )
    leave = DeputyLeave.objects.get()
    url = reverse("deputies:leave", args=[leave.pk])
    assert client.post(url, {"granted": "1"}).status_code == 403
    client.force_login(house.office)
    client.post(url, {"granted": "1"})

    leave.refresh_from_db()
    assert leave.state == "granted"


def test_a_list_costs_the_same_for_one_and_for_three(client, house):
    client.force_login(house.office)
    url = reverse("deputies:activities")
    declared(house)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    declared(house, key="k2")
    declared(house, key="k3")
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(three) <= len(one)
