import socket

import pytest
from django.core import mail
from structlog.testing import capture_logs

from office.notices.enums.channels import Channel
from office.notices.services import channels
from office.notices.services.channels import (
    ChannelError,
    ChannelRefused,
    ChannelUnsure,
    Parcel,
)
from tests.office.servers import gateway
from tests.waiting import HANG

PARCEL = Parcel("feixian-7", "13812345678", "新的答复", "您的意见有了答复。")


@pytest.fixture
def stub(settings):
    with gateway() as stub:
        settings.SMS_URL = settings.WECOM_ROBOT_URL = stub.url
        settings.SMS_TOKEN = "secret-token"
        yield stub


def test_sms_gateway_gets_phone_text_key_and_token(stub):
    channels.by_sms(PARCEL)

    headers, body = stub.requests[0]
    assert body == {
        "phone": "13812345678",
        "text": "您的意见有了答复。",
        "key": "feixian-7",
    }
    assert headers["Authorization"] == "Bearer secret-token"
    assert headers["Idempotency-Key"] == "feixian-7"


def test_wecom_robot_gets_title_and_text(stub):
    channels.by_wecom(PARCEL)

    content = "新的答复\n您的意见有了答复。"
    assert stub.bodies == [{"msgtype": "text", "text": {"content": content}}]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 502, 302])
def test_an_answer_that_may_change_is_tried_again_later(stub, status):
    stub.last = (status, "")

    with pytest.raises(ChannelError) as raised:
        channels.by_sms(PARCEL)

    assert type(raised.value) is ChannelError
    assert str(raised.value) == f"网关没有收下（{status}）。"


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_message_the_gateway_will_never_take_is_refused(stub, status):
    stub.last = (status, "")

    with pytest.raises(ChannelRefused, match=f"网关拒收（{status}）"):
        channels.by_sms(PARCEL)


def test_a_robot_that_no_longer_exists_refuses(stub):
    stub.last = (200, {"errcode": 93000, "errmsg": "invalid webhook url"})

    with pytest.raises(ChannelRefused, match="93000"):
        channels.by_wecom(PARCEL)


def test_a_robot_that_was_asked_too_often_is_asked_later(stub):
    stub.last = (200, {"errcode": 45009, "errmsg": "api freq out of limit"})

    with pytest.raises(ChannelError) as raised:
        channels.by_wecom(PARCEL)

    assert type(raised.value) is ChannelError


@pytest.mark.parametrize("content", ["not json", "[]", ""])
def test_a_robot_that_talks_nonsense_has_not_taken_it(stub, content):
    stub.last = (200, content)

    with pytest.raises(ChannelRefused, match="企业微信返回 None"):
        channels.by_wecom(PARCEL)


def test_a_connection_that_breaks_off_leaves_it_open_whether_it_arrived(stub):
    stub.last = None

    with pytest.raises(ChannelUnsure):
        channels.by_sms(PARCEL)


def test_a_gateway_that_does_not_answer_leaves_it_open_whether_it_arrived(
    stub, monkeypatch
):
    monkeypatch.setattr(channels, "TIMEOUTS", (HANG, 0.3))
    stub.open.clear()

    with pytest.raises(ChannelUnsure):
        channels.by_sms(PARCEL)


def test_a_gateway_that_is_down_took_nothing(settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.SMS_URL = f"http://127.0.0.1:{unused.getsockname()[1]}/"

        with pytest.raises(ChannelError) as raised:
            channels.by_sms(PARCEL)

    assert type(raised.value) is ChannelError


def test_the_address_of_the_robot_is_in_no_error(settings):
    settings.WECOM_ROBOT_URL = "http://127.0.0.1:9/send?key=robot-secret"

    with pytest.raises(ChannelError) as raised:
        channels.by_wecom(PARCEL)

    assert "robot-secret" not in str(raised.value)


def test_email_carries_its_key_and_a_title_of_one_line(settings):
    settings.DEFAULT_FROM_EMAIL = "费县人大 <portal@feixian.example>"

    channels.by_email(Parcel("feixian-9", "sun@feixian.example", "催办\nBcc: x", "文"))

    sent = mail.outbox[0]
    assert sent.to == ["sun@feixian.example"]
    assert sent.subject == "催办 Bcc: x"
    assert sent.extra_headers == {"Message-ID": "<feixian-9@feixian.example>"}


def test_email_to_an_address_with_a_line_break_is_refused():
    with pytest.raises(ChannelRefused):
        channels.by_email(Parcel("feixian-9", "a@b.cn\nBcc: c@d.cn", "题", "文"))


def test_without_a_gateway_the_log_is_the_way_out(settings):
    settings.SMS_URL = settings.WECOM_ROBOT_URL = ""

    assert channels.sender_of(Channel.SMS) is channels.to_console
    assert channels.sender_of(Channel.WECOM) is channels.to_console


def test_the_log_shows_neither_the_phone_nor_the_text():
    with capture_logs() as text:
        channels.to_console(PARCEL)

    assert text == [
        {
            "event": "notice",
            "key": "feixian-7",
            "log_level": "info",
            "title": "新的答复",
            "to": "…5678",
        }
    ]
