"""Reminders already sent, and kinds of reminder turned off."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from office.notices.enums.reminders import SOON


class Reminded(models.Model):
    """Claim of one person, subject and day: whoever inserts the row sends the reminder."""

    key = models.CharField("唯一键", max_length=120, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reminded",
        verbose_name="收件人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已提醒"

    def __str__(self):
        return self.key


class ReminderOff(models.Model):
    """A kind of reminder that the user turned off."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reminders_off",
        verbose_name="用户",
    )
    kind = models.CharField("提醒", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "关掉的提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="office_reminder_off_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__endswith=SOON),
                name="office_reminder_off_is_optional",
                violation_error_message="这种提醒是职责所在，不能关。",
            ),
        ]

    def __str__(self):
        return f"{self.user}：{self.kind}"
