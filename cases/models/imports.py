"""Files of opinions: every row kept as it came, with what became of it."""

from django.conf import settings
from django.db import models

from cases.enums import RowFate
from cases.models.cases import Case


class ImportBatch(models.Model):
    """One file, read once, tried dry, then carried out."""

    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    encoding = models.CharField("编码", max_length=20, blank=True)
    columns = models.JSONField("列", default=list)
    row_count = models.PositiveIntegerField("行数", default=0)
    done_count = models.PositiveIntegerField("已处理", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上传人",
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    carried_out_at = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class ImportRow(models.Model):
    """One row of a file, as it was written there."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="rows", verbose_name="导入"
    )
    line = models.PositiveIntegerField("行号")
    raw = models.JSONField("原文")
    fate = models.CharField("结果", max_length=8, choices=RowFate)
    reason = models.CharField("说明", max_length=300, blank=True)
    case = models.ForeignKey(
        Case,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="意见",
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"
        ordering = ["batch", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "line"], name="cases_import_row_line_once"
            ),
        ]

    def __str__(self):
        return f"第 {self.line} 行"
