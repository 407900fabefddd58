"""Reminders: once per person, subject and day; quiet at night; grouped; optional ones."""

import pytest
from django.db import IntegrityError, transaction

from office.models import Delivery, Notice, Reminded, ReminderOff, User
from office.notices.services.reminders import (
    Reminder,
    ReminderError,
    end_of_quiet,
    remind,
    set_reminders,
)
from tests.county import moment
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
DAY, NIGHT = moment("2026-11-05 09:00"), moment("2026-11-05 23:10")


@pytest.fixture
def person(db):
    return User.objects.create_user(
        "liuqing", name="刘青", email="liu@feixian.example", phone="13805390001"
    )


def things(person, count, kind="due_soon"):
    return [
        Reminder(person, f"{kind}:{n}:{person.pk}", kind, "快到期了", f"第 {n} 件")
        for n in range(count)
    ]


def test_a_thing_is_reminded_of_once(person):
    assert remind(things(person, 2), at=DAY) == 2
    assert remind(things(person, 2), at=DAY) == 0

    assert Notice.objects.count() == Reminded.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_remind_once(person):
    at_once(2, lambda: remind(things(person, 3), at=DAY))

    assert Notice.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_one_note_of_many(person):
    at_once(2, lambda: remind(things(person, 8), at=DAY))

    assert Notice.objects.count() == 1
    assert Reminded.objects.count() == 8


def test_three_come_apart_and_four_as_one(person):
    remind(things(person, 3), at=DAY)
    assert Notice.objects.count() == 3

    remind(things(person, 4, kind="overdue"), at=DAY)

    note = Notice.objects.order_by("pk").last()
    assert Notice.objects.count() == 4
    assert note.title == "有 4 件事提醒您"
    assert "4. 快到期了：第 3 件" in note.text
    assert note.url == "/desk/"


def test_a_note_about_a_hundred_says_how_many_more(person):
    remind(things(person, 100), at=DAY)

    note = Notice.objects.get()
    assert note.text.endswith("还有 90 件，见工作台。")
    assert len(note.text) <= 500


def test_a_thing_claimed_in_a_note_is_not_told_again_alone(person):
    remind(things(person, 5), at=DAY)

    assert remind(things(person, 1), at=DAY) == 0


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-05 21:59", None),
        ("2026-11-05 22:00", "2026-11-06 07:00"),
        ("2026-11-06 00:30", "2026-11-06 07:00"),
        ("2026-11-06 06:59", "2026-11-06 07:00"),
        ("2026-11-06 07:00", None),
    ],
)
def test_the_quiet_hours_end_at_seven(at, until):
    assert end_of_quiet(moment(at)) == (moment(until) if until else None)


def test_at_night_it_is_in_the_inbox_and_leaves_in_the_morning(person, time_machine):
    time_machine.move_to(NIGHT)

    remind(things(person, 1, kind="contact_today"), at=NIGHT)

    assert person.notices.count() == 1
    times = set(Delivery.objects.values_list("next_try_at", flat=True))
    assert times == {moment("2026-11-06 07:00")}
    assert Delivery.objects.count() == 2


def test_by_day_it_leaves_at_once(person, time_machine):
    time_machine.move_to(DAY)

    remind(things(person, 1, kind="contact_today"), at=DAY)

    sent = Delivery.objects.all()
    assert {d.channel for d in sent} == {"sms", "email"}
    assert all(d.next_try_at < moment("2026-11-05 09:01") for d in sent)


def test_what_is_off_is_not_told_and_comes_back_when_it_is_on(person):
    assert set_reminders(user=person, wanted=["contact_soon"], by=person) == 1
    assert remind(things(person, 1), at=DAY) == 0

    set_reminders(user=person, wanted=["contact_soon", "due_soon"], by=person)

    assert remind(things(person, 1), at=DAY) == 1


def test_a_duty_cannot_be_turned_off(person):
    set_reminders(user=person, wanted=[], by=person)

    assert remind(things(person, 1, kind="overdue"), at=DAY) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderOff.objects.create(user=person, kind="overdue")


def test_nobody_turns_off_the_reminders_of_another(person):
    other = User.objects.create_user("zhouan", name="周安")

    with pytest.raises(ReminderError):
        set_reminders(user=person, wanted=[], by=other)


def test_who_has_left_is_not_reminded(person):
    person.is_active = False
    person.save()

    assert remind(things(person, 1), at=DAY) == 0


def test_the_page_of_reminders(client, person):
    assert client.get("/account/reminders").status_code == 302
    client.force_login(person)
    assert "接待日没有报到" in client.get("/account/reminders").content.decode()

    client.post("/account/reminders", {"wanted": ["due_soon"]})
    assert list(person.reminders_off.values_list("kind", flat=True)) == ["contact_soon"]
    client.post("/account/reminders", {"wanted": ["overdue", "\x00"]})
    assert person.reminders_off.count() == 1
    client.post("/account/reminders", {})

    assert person.reminders_off.count() == 2
