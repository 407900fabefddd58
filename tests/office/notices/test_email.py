"""E-mail to a real server: once, at the right time, or for a person to look at."""

import pytest
from django.utils import timezone

from office.notices.enums.channels import Channel, DeliveryState
from office.notices.models.notices import Delivery, Notice
from office.notices.services.channels import (
    ChannelError,
    ChannelRefused,
    ChannelUnsure,
    Parcel,
    by_email,
)
from office.notices.services.outbox import deliver
from tests.office.mail_server import mail_server

PARCEL = Parcel("feixian-9", "sun@feixian.example", "新的答复", "您的意见有了答复。")


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    with mail_server() as stub:
        settings.EMAIL_PORT = stub.port
        yield stub


def waiting_email() -> Delivery:
    notice = Notice.objects.create(
        key="k", kind="reply", title="新的答复", text="有了答复。"
    )
    return Delivery.objects.create(
        notice=notice, channel=Channel.EMAIL, address="sun@feixian.example"
    )


def tried_until_nothing_is_due() -> None:
    """As the sweep does through the hours: each time what waits is due."""
    for _ in range(10):
        due = Delivery.objects.filter(state=DeliveryState.WAITING)
        due.update(next_try_at=timezone.now())
        deliver()


def test_an_email_that_is_taken_left_once(server):
    by_email(PARCEL)

    assert server.taken == 1


@pytest.mark.parametrize("command", ["RCPT", "MAIL", "DATA", "TEXT"])
def test_a_permanent_answer_refuses_and_says_what_it_was(server, command):
    server.answers[command] = "550 no such mailbox"

    with pytest.raises(ChannelRefused, match="550 no such mailbox"):
        by_email(PARCEL)


@pytest.mark.parametrize("command", ["RCPT", "MAIL", "DATA", "TEXT"])
def test_a_temporary_answer_is_tried_again(server, command):
    server.answers[command] = "451 come back later"

    with pytest.raises(ChannelError) as raised:
        by_email(PARCEL)

    assert type(raised.value) is ChannelError


def test_a_line_that_drops_after_the_message_leaves_it_open(server):
    server.answers["TEXT"] = None

    with pytest.raises(ChannelUnsure):
        by_email(PARCEL)


def test_a_server_that_is_not_there_took_nothing(server, settings):
    settings.EMAIL_PORT = 9

    with pytest.raises(ChannelError) as raised:
        by_email(PARCEL)

    assert type(raised.value) is ChannelError


def test_a_message_perhaps_sent_is_not_sent_again_but_shown(db, server):
    server.answers["TEXT"] = None
    delivery = waiting_email()

    tried_until_nothing_is_due()

    delivery.refresh_from_db()
    assert server.taken == 1
    assert delivery.state == DeliveryState.FAILED
    assert "不知道对方是否收到" in delivery.error


def test_an_address_that_does_not_exist_is_tried_once(db, server):
    server.answers["RCPT"] = "550 no such mailbox"
    delivery = waiting_email()

    tried_until_nothing_is_due()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 1)
    assert "550 no such mailbox" in delivery.error
