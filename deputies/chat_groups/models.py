"""微信群: which there are, whose, and what was done in them - as people say it.

Nothing is read out of a group: no messages, no members, no account names.
"""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.chat_groups.querysets import ChatGroupQuerySet
from deputies.register.models import Constituency, Deputy

# No group of WeChat holds more.
MOST_MEMBERS = 500
MEMBERS = [MinValueValidator(2), MaxValueValidator(MOST_MEMBERS)]


class ChatGroup(models.Model):
    """A group of a constituency. ``active_on`` is the day of its newest log, repeated."""

    name = models.CharField("群名", max_length=60)
    owner = models.ForeignKey(
        Deputy, models.PROTECT, related_name="chat_groups", verbose_name="群主代表"
    )
    constituency = models.ForeignKey(
        Constituency,
        models.PROTECT,
        related_name="chat_groups",
        verbose_name="选区",
    )
    members = models.PositiveSmallIntegerField(
        "人数", null=True, blank=True, validators=MEMBERS
    )
    members_on = models.DateField("人数说于", null=True, blank=True)
    active_on = models.DateField("最近一次活动", null=True, blank=True)
    is_open = models.BooleanField("在用", default=True)

    objects = ChatGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "微信群"
        ordering = ["constituency", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["constituency", "name"],
                condition=Q(is_open=True),
                name="deputies_chat_group_name_once",
                violation_error_message="这个选区已经有同名的群。",
            ),
            models.CheckConstraint(
                condition=Q(members__isnull=True)
                | Q(members__gte=2, members__lte=MOST_MEMBERS),
                name="deputies_chat_group_members_plausible",
                violation_error_message="微信群的人数在 2 到 500 之间。",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "id"], name="deputies_chat_group_of_owner"),
        ]

    def __str__(self):
        return self.name

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("deputies:chat_group", args=[self.pk])


class ChatGroupLog(models.Model):
    """What somebody says was done in a group on a day. Written once."""

    group = models.ForeignKey(
        ChatGroup, models.PROTECT, related_name="logs", verbose_name="微信群"
    )
    day = models.DateField("哪一天")
    text = models.CharField("做了什么", max_length=200)
    members = models.PositiveSmallIntegerField(
        "当时人数", null=True, blank=True, validators=MEMBERS
    )
    source_key = models.CharField("表单编号", max_length=40, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="记录人",
    )
    at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "微信群活动"
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["group", "-day"], name="deputies_chat_log_of_group"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="written_once", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return f"{self.group}：{self.text}"
