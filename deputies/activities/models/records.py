"""履职记录: one row per event, written by the service in which the event happens."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from deputies.activities.enums.records import RecordColumn, RecordKind
from deputies.activities.querysets.records import RecordQuerySet
from deputies.register.models import Deputy


class ActivityRecord(models.Model):
    """What a deputy did (or failed to do) on a day, with the URL of the event's page.

    ``key`` identifies the event and is unique. Rows never change; a wrong one is voided
    with a reason and stays.
    """

    deputy = models.ForeignKey(
        Deputy, models.PROTECT, related_name="activity_records", verbose_name="代表"
    )
    kind = models.CharField("事项", max_length=20, choices=RecordKind)
    column = models.CharField("栏", max_length=12, choices=RecordColumn)
    day = models.DateField("日期")
    title = models.CharField("内容", max_length=120)
    url = models.CharField("依据", max_length=200, blank=True)
    key = models.CharField("来源编号", max_length=80, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="记录人",
    )
    at = models.DateTimeField("记录时间", auto_now_add=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="作废人",
    )
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职记录"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RecordKind.values),
                name="deputies_activity_record_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="deputies_activity_record_voided_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deputy", "-day", "-id"], name="deputies_record_of_day"
            ),
            models.Index(fields=["day"], name="deputies_record_by_day"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="written_once",
                exclude=["voided_at", "voided_by", "void_reason"],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.title}"
