"""公告: the announcements about deputies required by law, as published."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.mandates.enums import AnnouncementKind


class Announcement(models.Model):
    """Written once, by the service of the announced step; ``key`` identifies that step.

    A wrong one is withdrawn with a reason: the page stays, its text is hidden.
    """

    key = models.CharField("来源编号", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=12, choices=AnnouncementKind)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容", max_length=20_000)
    issued_by = models.CharField("公告机关", max_length=80)
    issued_on = models.DateField("公告日期")
    document = models.CharField("文件", max_length=120)
    law = models.CharField("法律依据", max_length=80)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公告"
        ordering = ["-issued_on", "-pk"]
        indexes = [
            models.Index(fields=["-issued_on", "-id"], name="deputies_announced_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why=""),
                name="deputies_withdrawn_has_reason",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="written_once", exclude=["withdrawn_on", "withdrawn_why"]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("deputies:announcement", args=[self.pk])
