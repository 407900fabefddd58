"""Files of opinions: every original row with its disposition."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.imports.enums import RowDisposition
from cases.imports.querysets import ImportBatchQuerySet
from cases.loop.models.cases import Case
from deputies.models import LiaisonStation


class ImportBatch(models.Model):
    """One file: read once, previewed, then imported."""

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
    station = models.ForeignKey(
        LiaisonStation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="联络站",
    )
    started_at = models.DateTimeField("确认时间", null=True, blank=True)
    carried_out_at = models.DateTimeField("导入时间", null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class ImportRow(models.Model):
    """One row of a file: ``raw`` is the original by heading; and its disposition.

    ``corrected`` holds the values, by field, that a person entered instead of the
    original.
    """

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="rows", verbose_name="导入"
    )
    line = models.PositiveIntegerField("行号")
    raw = models.JSONField("原文")
    corrected = models.JSONField("改正", default=dict, blank=True)
    source_key = models.CharField("来源编号", max_length=80, blank=True)
    disposition = models.CharField("结果", max_length=8, choices=RowDisposition)
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
        indexes = [
            # The rows still to be imported, in file order.
            models.Index(
                fields=["batch", "line"],
                condition=Q(disposition=RowDisposition.NEW, case__isnull=True),
                name="cases_import_row_waiting",
            ),
        ]

    def __str__(self):
        return f"第 {self.line} 行"

    @property
    def is_taken(self) -> bool:
        return self.disposition == RowDisposition.NEW and self.case_id is not None
