"""代表资格变动: each step of a seat with its article, deciding body and date."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deputies.mandates.rules import cause_words
from deputies.register.enums import MandateStep
from deputies.register.models import Mandate


class MandateChange(models.Model):
    """One step of a mandate. Append-only; a wrong step is corrected by the next.

    ``on`` is when it took effect, ``decided_on`` when the competent body decided it.
    """

    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="changes", verbose_name="代表资格"
    )
    step = models.CharField("变动", max_length=10, choices=MandateStep)
    cause = models.CharField("事由", max_length=16, blank=True)
    on = models.DateField("生效")
    decided_by = models.CharField("决定机关", max_length=80)
    decided_on = models.DateField("决定日期")
    document = models.CharField("文件", max_length=120)
    law = models.CharField("法律依据", max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "代表资格变动"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(on__lte=F("decided_on")),
                name="deputies_change_decided_after_it",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="written_once", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return f"{self.mandate.deputy}：{self.get_step_display()}"

    @property
    def cause_words(self) -> str:
        return cause_words(self.cause)
