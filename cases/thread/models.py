"""民意链: "grew out of" links between any two objects of any app."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models

from office.audit.models.ledger import LedgerModel


class ThreadLink(LedgerModel):
    """An append-only link: ``later`` grew out of ``earlier``."""

    earlier_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name="起因类型"
    )
    earlier_id = models.PositiveBigIntegerField("起因")
    later_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name="结果类型"
    )
    later_id = models.PositiveBigIntegerField("结果")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "民意链"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier_type", "earlier_id", "later_type", "later_id"],
                name="cases_thread_edge_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["later_type", "later_id"], name="cases_thread_backwards"
            ),
        ]

    def __str__(self):
        return (
            f"{self.earlier_type} {self.earlier_id} → {self.later_type} {self.later_id}"
        )
