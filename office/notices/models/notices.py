"""One outbox for everything the portal tells people."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from office.notices.enums.channels import Channel, DeliveryState
from office.text.secrecy import SealedTextField


class Notice(models.Model):
    """One thing told to one person (or one outside address), once.

    ``key`` names the person-thing-day, so that telling twice is refused by the
    database. ``user`` is empty for residents, who are told by SMS or e-mail only.
    """

    key = models.CharField("唯一键", max_length=120, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="收件人",
    )
    kind = models.CharField("事由", max_length=40)
    title = models.CharField("标题", max_length=100)
    text = models.CharField("内容", max_length=500)
    url = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["user", "-id"],
                condition=Q(read_at__isnull=True),
                name="office_notice_unread",
            ),
            models.Index(fields=["user", "-id"], name="office_notice_of_user"),
        ]

    def __str__(self):
        return self.title


class Delivery(models.Model):
    """One notice on one channel, until it has left or has failed for good.

    While SENDING, ``next_try_at`` is the end of the claim of the worker that sends it.
    """

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="deliveries", verbose_name="通知"
    )
    channel = models.CharField("渠道", max_length=8, choices=Channel)
    address = SealedTextField("地址", blank=True, default="")
    state = models.CharField(
        "状态",
        max_length=8,
        choices=DeliveryState,
        default=DeliveryState.WAITING,
    )
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试", auto_now_add=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    error = models.CharField("错误", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], name="office_delivery_once_a_channel"
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False),
                name="office_delivery_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING]),
                name="office_delivery_to_send",
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()}：{self.notice}"
