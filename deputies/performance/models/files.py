"""A year's sheet filled in outside the portal: uploaded, previewed, confirmed."""

from django.conf import settings
from django.db import models

from deputies.performance.models.evaluations import Evaluation


class RecordFile(models.Model):
    """``lines`` are the file's lines as read; they are validated again each time.

    Each is ``{"line", "code", "name", "kind", "day", "title"}``, all text but the line.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="files", verbose_name="评价"
    )
    name = models.CharField("文件", max_length=120)
    lines = models.JSONField("各行")
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="上传人",
    )
    taken_at = models.DateTimeField("记入时间", null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="记入人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "申报核实表"
        ordering = ["-pk"]

    def __str__(self):
        return self.name
