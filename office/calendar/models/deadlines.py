"""期限规则: the length of a time limit, its unit, its legal basis, and its versions."""

from django.db import models
from django.db.models import F, Q

from office.calendar.enums import HolidayShift, TimeUnit


class DeadlineRule(models.Model):
    """One version of one rule. A change adds a row; a version in use never changes."""

    name = models.SlugField("规则", max_length=40)
    version = models.PositiveSmallIntegerField("版本")
    label = models.CharField("名称", max_length=40)
    level = models.CharField("层级", max_length=8, blank=True)
    amount = models.PositiveSmallIntegerField("数量")
    unit = models.CharField("单位", max_length=16, choices=TimeUnit)
    counts_start_day = models.BooleanField("含起算日", default=False)
    start_event = models.CharField("起算事件", max_length=40)
    holiday_shift = models.CharField(
        "末日逢节假日",
        max_length=8,
        choices=HolidayShift,
        default=HolidayShift.NONE,
    )
    warn_before = models.PositiveSmallIntegerField("提前几个工作日亮黄灯", default=1)
    source = models.CharField("依据", max_length=200)
    valid_from = models.DateField("施行日")
    valid_until = models.DateField("停止日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限规则"
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="office_rule_version_once"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=TimeUnit.values), name="office_rule_unit_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="office_rule_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="office_rule_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.label}（第 {self.version} 版）"
