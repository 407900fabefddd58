"""预算实时在线监督: approved budget lines, payments, warnings."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.budget.enums import (
    WARNING_MOVES,
    FileKind,
    LineKind,
    WarningKind,
    WarningState,
    WarningVerb,
)
from decisions.budget.querysets import (
    BudgetLineQuerySet,
    BudgetWarningQuerySet,
    BudgetYearQuerySet,
)
from office.audit.models.ledger import LedgerModel
from office.models import Unit

# The findings of a warning; never changed afterwards.
FOUND = ["year", "kind", "rule", "line", "code", "period", "budget", "paid", "found_on"]


def _yuan(name: str, **more) -> models.DecimalField:
    return models.DecimalField(name, max_digits=16, decimal_places=2, **more)


def _by(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
    )


class BudgetYear(models.Model):
    """The budget of a year, public within twenty days of approval (预算法 第十四条)."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    approved_on = models.DateField("批准日期")
    decider = models.CharField("由谁批准", max_length=80)
    document = models.CharField("文件", max_length=120)

    objects = BudgetYearQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预算年度"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年预算"

    def get_absolute_url(self):
        return reverse("decisions:budget", args=[self.year])

    def get_public_url(self):
        return reverse("decisions:public_budget", args=[self.year])


class BudgetLine(models.Model):
    """One 预算指标: original, adjusted and final side by side (监督法 第十九条)."""

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="lines", verbose_name="年度"
    )
    code = models.CharField("编码", max_length=40)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField(
        "类别", max_length=12, choices=LineKind, default=LineKind.PROJECT
    )
    subject = models.CharField("功能科目", max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="budget_lines", verbose_name="单位"
    )
    original = _yuan("年初预算（元）")
    adjusted = _yuan("调整预算（元）")
    final = _yuan("决算（元）", null=True, blank=True)
    # The year of the original budget, if the money was carried over.
    carried_from = models.PositiveSmallIntegerField("从哪年结转", null=True, blank=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预算指标"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"], name="decisions_budget_code_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(original__gte=0, adjusted__gte=0)
                & (Q(final__isnull=True) | Q(final__gte=0)),
                name="decisions_budget_is_no_debt",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("decisions:budget_line", args=[self.pk])


class BudgetAdjustment(LedgerModel):
    """预算法 第六十九条: only with the standing committee's approval; one row each."""

    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="adjustments", verbose_name="指标"
    )
    before = _yuan("原来（元）")
    after = _yuan("改为（元）")
    decider = models.CharField("由谁批准", max_length=80)
    decided_on = models.DateField("批准日期")
    document = models.CharField("文件", max_length=120)
    by = _by("登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "预算调整"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decider="") & ~Q(document="") & ~Q(before=F("after")),
                name="decisions_adjustment_names_who_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.line}：{self.before} → {self.after}"


class BudgetFile(models.Model):
    """``lines`` as read; validated again each time, imported once.

    Each is ``{"line", …}``, all text but the line, money already in yuan.
    """

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="files", verbose_name="年度"
    )
    kind = models.CharField("内容", max_length=8, choices=FileKind)
    name = models.CharField("文件", max_length=120)
    lines = models.JSONField("各行")
    remarks = models.JSONField("文件的问题", default=list)
    made_by = _by("上传人")
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    taken_by = _by("记入人")
    taken_at = models.DateTimeField("记入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算文件"
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("decisions:budget_file", args=[self.pk])


class Payment(LedgerModel):
    """One voucher of the treasury; a negative one reverses another.

    ``line`` is empty if the code is in no budget: that raises a warning, not an error.
    """

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="payments", verbose_name="年度"
    )
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name="指标",
    )
    code = models.CharField("编码", max_length=40)
    voucher = models.CharField("凭证号", max_length=40)
    day = models.DateField("支付日期")
    amount = _yuan("金额（元）")
    payee = models.CharField("收款人", max_length=80, blank=True)
    purpose = models.CharField("用途", max_length=120, blank=True)
    file = models.ForeignKey(
        BudgetFile, models.PROTECT, related_name="payments", verbose_name="文件"
    )

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "支付"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "voucher"], name="decisions_voucher_paid_once"
            ),
            models.CheckConstraint(
                condition=~Q(amount=0), name="decisions_payment_is_of_something"
            ),
        ]
        indexes = [
            models.Index(
                fields=["line", "day"],
                include=["amount"],
                name="decisions_payment_of_line",
            ),
            models.Index(
                fields=["year", "code"],
                condition=Q(line__isnull=True),
                name="decisions_payment_unbudgeted",
            ),
        ]

    def __str__(self):
        return self.voucher


class WarningRule(LedgerModel):
    """A version of one rule. Never changed: old warnings refer to it."""

    kind = models.CharField("提示什么", max_length=10, choices=WarningKind)
    version = models.PositiveSmallIntegerField("版本")
    limit = models.DecimalField("限度", max_digits=14, decimal_places=2)
    basis = models.CharField("依据", max_length=120)
    by = _by("制定人")
    at = models.DateTimeField("制定时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "预警规则"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"], name="decisions_rule_version_once"
            ),
            models.CheckConstraint(
                condition=Q(limit__gte=0), name="decisions_rule_limit_is_sane"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（第 {self.version} 版）"


class BudgetWarning(models.Model):
    """One finding, once per period, with the numbers of that time."""

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="warnings", verbose_name="年度"
    )
    kind = models.CharField("提示什么", max_length=10, choices=WarningKind)
    rule = models.ForeignKey(
        WarningRule, models.PROTECT, related_name="warnings", verbose_name="规则"
    )
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="warnings",
        verbose_name="指标",
    )
    code = models.CharField("编码", max_length=40)
    period = models.CharField("期间", max_length=10)
    budget = _yuan("预算（元）")
    paid = _yuan("支付（元）")
    found_on = models.DateField("发现日期")
    state = models.CharField(
        "状态", max_length=10, choices=WarningState, default=WarningState.FOUND
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_warnings",
        verbose_name="转交给",
    )
    referral = models.CharField("转交单号", max_length=60, blank=True)
    due_on = models.DateField("反馈期限", null=True, blank=True)
    answer = models.TextField("反馈", max_length=2000, blank=True)
    is_public = models.BooleanField("公开", default=False)

    objects = BudgetWarningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预算预警"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "code", "period"],
                name="decisions_warned_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["found", "verified", "dismissed"])
                | (~Q(referral="") & Q(unit__isnull=False, due_on__isnull=False)),
                name="decisions_referred_warning_names_where",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | ~Q(answer=""),
                name="decisions_answered_warning_has_words",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "unit"], name="decisions_warning_waiting"),
        ]
        triggers = [
            pgtrigger.FSM(
                name="warning_moves_by_the_table",
                field="state",
                transitions=[
                    (move.source.value, move.target.value)
                    for move in WARNING_MOVES.values()
                ],
            ),
            pgtrigger.ReadOnly(
                name="what_was_found_stays",
                fields=FOUND,
            ),
        ]

    def __str__(self):
        return f"{self.line or self.code}：{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("decisions:budget_warning", args=[self.pk])


class WarningEvent(LedgerModel):
    warning = models.ForeignKey(
        BudgetWarning, models.PROTECT, related_name="events", verbose_name="预警"
    )
    verb = models.CharField("步骤", max_length=8, choices=WarningVerb)
    note = models.CharField("说明", max_length=1000, blank=True)
    by = _by("操作人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "预警过程"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.warning}：{self.get_verb_display()}"
