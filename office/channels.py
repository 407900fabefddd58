"""The ways a notice leaves the house, behind one small interface.

A channel sends one text to one address and raises ChannelError when it could not. Which
ones are real is decided by settings; without an address of a gateway a channel writes
to the log, so that nothing is lost silently.
"""

from typing import Protocol

import requests
import structlog
from django.conf import settings
from django.core.mail import send_mail

from office.enums import Channel

TIMEOUT_SECONDS = 10
log = structlog.get_logger(__name__)


class ChannelError(Exception):
    """The other side did not take it; trying again later may help."""


class Sender(Protocol):
    def __call__(self, *, address: str, title: str, text: str) -> None: ...


def to_console(*, address: str, title: str, text: str) -> None:
    """The default where no gateway is set up: a line in the log, without the address."""
    log.info("notice", to=f"…{address[-4:]}", title=title)


def by_sms(*, address: str, title: str, text: str) -> None:
    """POST ``{"phone", "text"}`` to the gateway; 2xx means taken."""
    _post(
        settings.SMS_URL,
        {"phone": address, "text": text},
        {"Authorization": f"Bearer {settings.SMS_TOKEN}"},
    )


def by_wecom(*, address: str, title: str, text: str) -> None:
    """A text message of a 企业微信 group robot; its own errcode must be 0."""
    content = {"content": f"{title}\n{text}"}
    said = _post(settings.WECOM_ROBOT_URL, {"msgtype": "text", "text": content}, {})
    if said.get("errcode") != 0:
        raise ChannelError(f"企业微信返回 {said.get('errcode')}：{said.get('errmsg')}")


def by_email(*, address: str, title: str, text: str) -> None:
    try:
        send_mail(title, text, settings.DEFAULT_FROM_EMAIL, [address])
    except OSError as error:
        raise ChannelError(f"邮件服务器没有收下：{error}") from error


def _post(url: str, body: dict, headers: dict) -> dict:
    try:
        answer = requests.post(
            url, json=body, headers=headers, timeout=TIMEOUT_SECONDS
        )
        answer.raise_for_status()
    except requests.RequestException as error:
        raise ChannelError(f"网关没有收下：{type(error).__name__}") from error
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def sender_of(channel: str) -> Sender:
    """How ``channel`` sends in this installation."""
    if channel == Channel.SMS and settings.SMS_URL:
        return by_sms
    if channel == Channel.WECOM and settings.WECOM_ROBOT_URL:
        return by_wecom
    if channel == Channel.EMAIL:
        return by_email
    return to_console
