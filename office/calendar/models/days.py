"""工作日历: which days are working days, by which source, and when that changed."""

from django.conf import settings
from django.db import models

from office.audit.models.ledger import LedgerModel


class CalendarYear(models.Model):
    """A year whose days off the State Council has published. Other years are estimated."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "已发布年份"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, or a weekend worked (调休)."""

    day = models.DateField("日期", primary_key=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "特殊日期"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {self.name}"


class CalendarChange(LedgerModel):
    """One change of the calendar. Stored deadlines refer to its number."""

    note = models.CharField("说明", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "日历变更"
        ordering = ["-pk"]

    def __str__(self):
        return f"第 {self.pk} 版：{self.note}"
