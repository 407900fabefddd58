"""The ways a notice leaves the house, behind one small interface.

A sender hands one Parcel to the other side. It raises ChannelError when trying again may
help, ChannelRefused when it never will, ChannelUnsure when nobody can say whether the
parcel arrived. Which senders are real is decided by settings; without the address of a
gateway a sender writes to the log, so that nothing is lost silently.
"""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import requests
import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from office.notices.enums.channels import Channel

# Seconds to reach the other side, and to wait for its word.
TIMEOUTS = (4, 10)
# 4xx answers about the message itself; 401, 403, 404 and 429 pass when set right.
REFUSALS = (400, 413, 422)
# The other side knows a parcel it had before by its key, so sending again is safe. Mail
# servers do not: many deliver a second message of the same Message-ID.
KNOWS_REPEATS = frozenset({Channel.SMS})
WECOM_TOO_FAST = 45009
# The first of SMTP's permanent answers.
PERMANENT = 500
log = structlog.get_logger(__name__)


class ChannelError(Exception):
    """The other side did not take it; trying again later may help."""


class ChannelRefused(ChannelError):
    """Permanent failure: do not retry."""


class ChannelUnsure(ChannelError):
    """It went out and no answer came back: it may have arrived."""


@dataclass(frozen=True)
class Parcel:
    """What is sent. ``key`` stays the same however often the same parcel is tried."""

    key: str
    address: str
    title: str
    text: str


Sender = Callable[[Parcel], None]


def to_console(parcel: Parcel) -> None:
    """The default where no gateway is set up: a line in the log, without the address."""
    log.info("notice", key=parcel.key, to=f"…{parcel.address[-4:]}", title=parcel.title)


def by_sms(parcel: Parcel) -> None:
    """POST ``{"phone", "text", "key"}`` to the gateway; 2xx means taken.

    The key is also the header ``Idempotency-Key``.
    """
    headers = {"Idempotency-Key": parcel.key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    body = {"phone": parcel.address, "text": parcel.text, "key": parcel.key}
    _post(settings.SMS_URL, body, headers)


def by_wecom(parcel: Parcel) -> None:
    """A text message of a 企业微信 group robot; its own errcode must be 0."""
    content = {"content": f"{parcel.title}\n{parcel.text}"}
    page = _post(settings.WECOM_ROBOT_URL, {"msgtype": "text", "text": content}, {})
    code = page.get("errcode")
    if code == 0:
        return
    kind = ChannelError if code in (-1, WECOM_TOO_FAST) else ChannelRefused
    raise kind(f"企业微信返回 {code}：{page.get('errmsg', '')}")


def by_email(parcel: Parcel) -> None:
    """One plain e-mail whose Message-ID is the key.

    Permanent answers (5xx) end it, temporary ones (4xx) are tried again; a connection that
    breaks after it was made leaves it open whether the message was taken.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    message = EmailMessage(
        " ".join(parcel.title.split()),
        parcel.text,
        settings.DEFAULT_FROM_EMAIL,
        [parcel.address],
        headers={"Message-ID": f"<{parcel.key}@{domain}>"},
    )
    message.connection = connection = get_connection(timeout=sum(TIMEOUTS))
    try:
        connection.open()
    except OSError as error:
        raise ChannelError(f"连不上邮件服务器：{type(error).__name__}") from error
    try:
        message.send()
    except ValueError as error:
        raise ChannelRefused("邮箱地址不对。") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise _refused_by_mail(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPResponseException as error:
        raise _refused_by_mail(error.smtp_code, error.smtp_error) from error
    except OSError as error:
        raise ChannelUnsure("与邮件服务器的连接中断，不知道是否收下。") from error
    finally:
        _close(connection)


def _refused_by_mail(code: int, words: bytes | str) -> ChannelError:
    """RFC 5321, 4.2.1: 5xx is permanent, 4xx may pass."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    kind = ChannelRefused if code >= PERMANENT else ChannelError
    return kind(f"邮件服务器没有收下（{code} {text[:120]}）。")


def _close(connection: Any) -> None:
    """What was said before stands, whatever becomes of the goodbye."""
    with suppress(OSError):
        connection.close()


def _post(url: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    # The address of a robot holds its secret: errors name their kind, never the URL.
    try:
        answer = requests.post(
            url, json=body, headers=headers, timeout=TIMEOUTS, allow_redirects=False
        )
    except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
        raise ChannelError(f"连不上网关：{type(error).__name__}") from error
    except requests.ReadTimeout as error:
        raise ChannelUnsure("网关没有回话，不知道是否收下。") from error
    except requests.RequestException as error:
        raise _lost(error) from error
    if answer.status_code in REFUSALS:
        raise ChannelRefused(f"网关拒收（{answer.status_code}）。")
    if not 200 <= answer.status_code < 300:
        raise ChannelError(f"网关没有收下（{answer.status_code}）。")
    try:
        data = answer.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _lost(error: requests.RequestException) -> ChannelError:
    """A refused connection took nothing; one that broke off may have."""
    if "NewConnectionError" in str(error) or "NameResolutionError" in str(error):
        return ChannelError("连不上网关。")
    return ChannelUnsure("与网关的连接中断，不知道是否收下。")


def sender_of(channel: str) -> Sender:
    """How ``channel`` sends in this installation."""
    if channel == Channel.SMS and settings.SMS_URL:
        return by_sms
    if channel == Channel.WECOM and settings.WECOM_ROBOT_URL:
        return by_wecom
    if channel == Channel.EMAIL:
        return by_email
    return to_console
