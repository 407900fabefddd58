import multiprocessing
import os
import signal
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from office.models import Delivery, Notice, RoleGrant, User
from office.notices.enums.channels import Channel, DeliveryState
from office.notices.services import outbox as notices
from office.notices.services.channels import TIMEOUTS
from office.notices.services.outbox import (
    LEASE,
    UNKNOWN,
    WAITS,
    deliver,
    notify,
    notify_posts,
    try_again,
)
from office.people.enums import Role
from office.tasks import deliver_notices
from tests.office.servers import gateway
from tests.sessions import at_once, together
from tests.waiting import HANG, wait_for
from tests.working import working

DAY = timedelta(days=1)


@pytest.fixture
def stub(settings):
    with gateway() as stub:
        settings.SMS_URL = settings.WECOM_ROBOT_URL = stub.url
        yield stub


@pytest.fixture
def person(db):
    return User.objects.create_user("sunlin", name="孙林", email="sun@feixian.example")


def told(key="k1", **more):
    given = {"phone": "13812345678"} | more
    return notify(key=key, kind="reply", title="新的答复", text="有了答复。", **given)


def make_due():
    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_a_user_reads_it_in_the_inbox_at_once(person):
    notice = notify(key="a", kind="urge", title="催办", text="请办理。", user=person)

    assert list(person.notices.all()) == [notice]
    assert notice.read_at is None


def test_telling_twice_tells_once(db):
    told()

    assert told() is None
    assert Delivery.objects.count() == 1


def test_a_user_with_a_mailbox_gets_an_email(person):
    notify(key="a", kind="case_new", title="收到一件", text="请受理。", user=person)

    deliver()

    assert [message.to for message in mail.outbox] == [["sun@feixian.example"]]


def test_an_urgent_kind_also_leaves_by_sms_and_for_the_group(person, stub):
    person.phone = "13900001111"

    notify(key="a", kind="urge", title="催办", text="请办理。", user=person)

    channels = set(Delivery.objects.values_list("channel", flat=True))
    assert channels == {Channel.EMAIL, Channel.SMS, Channel.WECOM}


def test_the_group_reads_once_what_several_people_are_told(person, stub):
    other = User.objects.create_user("other", name="李青")

    notify(key="a", kind="urge", title="催办", text="请办理。", user=person)
    notify(key="b", kind="urge", title="催办", text="请办理。", user=other)

    assert Delivery.objects.filter(channel=Channel.WECOM).count() == 1


def at_post(username: str, unit, *, role=Role.HANDLER, **more) -> User:
    user = User.objects.create_user(username, name=username, **more)
    RoleGrant.objects.create(user=user, role=role, unit=unit)
    return user


def told_posts(unit, *, kind="case_new", text="请受理。", key="9") -> int:
    return notify_posts(
        unit=unit,
        roles=[Role.HANDLER, Role.SIGNER],
        key=f"{kind}:{key}",
        kind=kind,
        title="收到一件",
        text=text,
        url="/desk/",
    )


def test_those_who_hold_a_post_now_are_told(county):
    unit = county.town_government
    RoleGrant.objects.filter(unit=unit).delete()
    told = at_post("a", unit)
    at_post("role", unit, role=Role.DEPUTY)
    at_post("elsewhere", county.station_unit)
    at_post("inactive", unit, is_active=False)
    now = timezone.now()
    at_post("gone", unit).grants.update(started_at=now - DAY, ended_at=now)
    at_post("coming", unit).grants.update(started_at=now + DAY)
    leaving = at_post("leaving", unit)
    leaving.grants.update(ended_at=now + DAY)
    RoleGrant.objects.create(user=told, role=Role.SIGNER, unit=unit)

    assert told_posts(unit) == 2
    assert {notice.user for notice in Notice.objects.all()} == {told, leaving}
    notice = told.notices.get()
    assert notice.key == f"case_new:9:{told.pk}"
    assert (notice.title, notice.text, notice.url) == ("收到一件", "请受理。", "/desk/")


def test_those_at_a_post_are_told_the_same_once(county):
    unit = county.town_government
    first = told_posts(unit)
    at_post("new", unit)

    assert first > 0
    assert told_posts(unit) == 1
    assert Notice.objects.count() == first + 1


def test_whoever_has_a_mailbox_at_a_post_gets_an_email(county):
    at_post("a", county.town_government, email="a@feixian.example")

    told_posts(county.town_government)
    told_posts(county.town_government)

    assert [d.address for d in Delivery.objects.all()] == ["a@feixian.example"]


def test_what_is_urgent_leaves_for_all_at_a_post_and_once_for_the_group(county, stub):
    RoleGrant.objects.filter(unit=county.town_government).delete()
    for name in ("a", "b"):
        at_post(name, county.town_government, phone="13900001111")

    told_posts(county.town_government, kind="urge")

    channels = Delivery.objects.values_list("channel", flat=True)
    assert sorted(channels) == [Channel.SMS, Channel.SMS, Channel.WECOM]


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_post_at_once_tell_it_once(county):
    people = RoleGrant.objects.filter(unit=county.town_government)

    results = at_once(2, lambda: told_posts(county.town_government))

    assert sorted(results) == [0, people.count()]
    assert Notice.objects.count() == people.count() > 0


def test_telling_a_post_what_is_too_long_cuts_it(county):
    told_posts(county.town_government, text="\x00文" * 900)

    assert {len(text) for text in Notice.objects.values_list("text", flat=True)} == {
        500
    }


def test_what_is_too_long_or_holds_a_nul_is_told_all_the_same(db):
    notice = notify(key="k" * 200, kind="reply", title="题" * 200, text="\x00文" * 900)

    notice.refresh_from_db()
    assert (len(notice.key), len(notice.title), len(notice.text)) == (120, 100, 500)


def test_the_phone_is_sealed_in_the_database(db):
    told()

    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM office_delivery")
        stored = cursor.fetchone()[0]
    assert "13812345678" not in stored
    assert Delivery.objects.get().address == "13812345678"


def test_what_is_due_leaves_once(db, stub):
    told()

    assert (deliver(), deliver()) == (1, 0)
    assert len(stub.requests) == 1
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.SENT
    assert delivery.sent_at is not None


def test_a_failure_is_tried_again_with_the_same_key(db, stub):
    told()
    stub.answers = [(503, "")]

    deliver()
    waiting = Delivery.objects.get()
    make_due()
    deliver()

    assert waiting.state == DeliveryState.WAITING
    assert waiting.error == "网关没有收下（503）。"
    assert waiting.next_try_at > timezone.now() + WAITS[0] - timedelta(seconds=30)
    assert len({body["key"] for body in stub.bodies}) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_after_the_last_try_it_has_failed_and_says_why(db, stub):
    told()
    stub.last = (500, "")

    for _ in range(len(WAITS) + 1):
        make_due()
        deliver()

    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.error == "网关没有收下（500）。"
    assert len(stub.requests) == len(WAITS) + 1


def test_what_the_gateway_refuses_has_failed_at_once(db, stub):
    told()
    stub.last = (422, "")

    deliver()

    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_a_failed_delivery_is_sent_again_by_a_person(person, stub):
    told()
    stub.answers = [(422, "")]
    deliver()

    count = try_again(deliveries=Delivery.objects.all(), by=person)
    deliver()

    assert count == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_what_was_sent_is_not_sent_again_by_a_person(person, stub):
    told()
    deliver()

    assert try_again(deliveries=Delivery.objects.all(), by=person) == 0
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_one_bad_address_does_not_hold_up_the_others(db, stub):
    told("first")
    told("second")
    stub.answers = [(422, "")]

    assert deliver() == 1


def test_a_group_message_without_an_answer_is_for_a_person_to_look_at(person, stub):
    person.email = ""
    notify(key="a", kind="urge", title="催办", text="请办理。", user=person)
    stub.last = None

    deliver()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, UNKNOWN)
    assert len(stub.requests) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_thing_told_by_two_sessions_at_once_is_told_once():
    given = at_once(4, lambda: told("same"))

    assert sum(isinstance(one, Notice) for one in given) == 1
    assert given.count(None) == 3
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_send_each_notice_once(stub):
    for number in range(20):
        told(f"k{number}")

    sent = at_once(4, deliver)

    keys = [body["key"] for body in stub.bodies]
    assert sum(sent) == 20
    assert sorted(keys) == sorted(set(keys))
    assert len(keys) == 20


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_gateway_thinks(stub):
    told()
    stub.open.clear()

    def page_frame():
        wait_for(lambda: stub.requests)
        with transaction.atomic():
            locked = Delivery.objects.select_for_update(nowait=True)
            state = locked.values_list("state", flat=True).get()
        stub.open.set()
        return state

    assert together(deliver, page_frame) == [1, DeliveryState.SENDING]


def _deliver_in_a_process():
    connection.close()
    deliver()


@pytest.fixture
def killed_worker(transactional_db, stub):
    """Kills a worker while the gateway holds its request unanswered."""

    def kill():
        stub.open.clear()
        connection.close()
        worker = multiprocessing.get_context("fork").Process(
            target=_deliver_in_a_process
        )
        worker.start()
        wait_for(lambda: stub.requests, worker.is_alive)
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        stub.open.set()

    return kill


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_killed_worker_s_sms_is_sent_again_with_the_same_key(killed_worker, stub):
    told()
    killed_worker()
    during = deliver()
    Delivery.objects.update(next_try_at=timezone.now())

    after = deliver()

    assert (during, after) == (0, 1)
    assert len({body["key"] for body in stub.bodies}) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_killed_worker_s_group_message_is_not_doubled_but_shown(killed_worker, stub):
    user = User.objects.create_user("sunlin", name="孙林")
    notify(key="a", kind="urge", title="催办", text="请办理。", user=user)
    killed_worker()
    Delivery.objects.update(next_try_at=timezone.now())

    deliver()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, UNKNOWN)
    assert len(stub.requests) == 1


def test_a_worker_that_comes_too_late_does_not_overwrite_its_successor(db, stub):
    told()
    slow = notices._claim()
    Delivery.objects.update(next_try_at=timezone.now())
    deliver()

    settled = notices._settle(slow, state=DeliveryState.FAILED, error="太晚")

    assert settled == 0
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_a_claim_lasts_longer_than_any_sender_may_take():
    assert timedelta(seconds=2 * sum(TIMEOUTS)) < LEASE


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends_what_waits(stub):
    told()

    with working():
        deliver_notices.apply_async(expires=HANG)
        wait_for(lambda: Delivery.objects.filter(sent_at__isnull=False).exists())

    assert [body["phone"] for body in stub.bodies] == ["13812345678"]
