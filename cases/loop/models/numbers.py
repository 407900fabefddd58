"""编号: the numbers that were given out, one row a series and year."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given out in one series of one year: 探沂〔2026〕."""

    prefix = models.CharField("字头", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="cases_series_once_a_year"
            ),
        ]

    def __str__(self):
        return f"{self.prefix}〔{self.year}〕"
