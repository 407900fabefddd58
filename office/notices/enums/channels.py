"""A leaf: every module of the project may import it, it imports none of them."""

from django.db import models


class Channel(models.TextChoices):
    """The ways a notice leaves the house."""

    INBOX = "inbox", "站内信"
    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"
    WECOM = "wecom", "企业微信群机器人"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "等待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
