"""代表履职评价: rule tables by kind and year, sheets, points per activity record."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deputies.activities.enums.records import RecordColumn, RecordKind
from deputies.activities.models.records import ActivityRecord
from deputies.performance.enums import EvaluationState, ScoreBand
from deputies.register.enums import DeputyKind
from deputies.register.models import Mandate

FROZEN = """
    IF EXISTS (
        SELECT 1 FROM deputies_scoretable
        WHERE frozen_at IS NOT NULL
        AND id IN (COALESCE(OLD.table_id, NEW.table_id), COALESCE(NEW.table_id, OLD.table_id))
        FOR SHARE
    ) THEN
        RAISE EXCEPTION 'score rules of a table in use are never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class ScoreTable(models.Model):
    """The rules of one kind of deputy in one year; frozen once a sheet uses them."""

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("代表类型", max_length=12, choices=DeputyKind)
    source = models.CharField("依据", max_length=120)
    good_from = models.PositiveSmallIntegerField("好（分以上）", default=80)
    fair_from = models.PositiveSmallIntegerField("较好（分以上）", default=60)
    frozen_at = models.DateTimeField("启用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履职评分表"
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind"], name="deputies_score_table_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(good_from__gt=F("fair_from")),
                name="deputies_score_grades_in_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_used",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.get_kind_display()}评分表"


class ScoreRule(models.Model):
    """``points`` for each activity record of ``kind``, at most ``cap`` per year."""

    table = models.ForeignKey(
        ScoreTable, models.PROTECT, related_name="rules", verbose_name="评分表"
    )
    kind = models.CharField("事项", max_length=20, choices=RecordKind)
    points = models.DecimalField("每次分", max_digits=5, decimal_places=1)
    cap = models.DecimalField("全年最多", max_digits=5, decimal_places=1)
    basis = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "评分规则"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "kind"], name="deputies_score_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0, cap__gte=F("points")),
                name="deputies_score_rule_positive",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_with_its_table",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN,
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.points}"


class Evaluation(models.Model):
    """One year: counting, published for objections, settled."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=EvaluationState,
        default=EvaluationState.COUNTING,
    )
    shown_on = models.DateField("公示日", null=True, blank=True)
    object_until = models.DateField("异议截止", null=True, blank=True)
    settled_at = models.DateTimeField("定档时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履职评价"
        ordering = ["-year"]
        triggers = [
            pgtrigger.Protect(
                name="settled_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=EvaluationState.SETTLED.value),
            ),
        ]

    def __str__(self):
        return f"{self.year}年履职评价"


class Sheet(models.Model):
    """One deputy's year. The three columns are shown separately; the total sums them."""

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="sheets", verbose_name="评价"
    )
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="sheets", verbose_name="代表资格"
    )
    table = models.ForeignKey(
        ScoreTable, models.PROTECT, related_name="sheets", verbose_name="评分表"
    )
    automatic = models.DecimalField("系统记录", max_digits=6, decimal_places=1)
    declared = models.DecimalField("申报核实", max_digits=6, decimal_places=1)
    deducted = models.DecimalField("扣分", max_digits=6, decimal_places=1)
    total = models.DecimalField("合计", max_digits=6, decimal_places=1)
    score_band = models.CharField("档次", max_length=8, choices=ScoreBand)

    class Meta:
        verbose_name = verbose_name_plural = "履职评分"
        ordering = ["table__kind", "-total", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "mandate"], name="deputies_sheet_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(total=F("automatic") + F("declared") - F("deducted")),
                name="deputies_sheet_adds_up",
            ),
        ]

    def __str__(self):
        return f"{self.mandate.deputy} {self.total}"


class Point(models.Model):
    """Points of one activity record; ``note`` explains a reduction or zero."""

    sheet = models.ForeignKey(
        Sheet, models.CASCADE, related_name="points", verbose_name="评分"
    )
    activity_record = models.ForeignKey(
        ActivityRecord, models.PROTECT, related_name="points", verbose_name="履职记录"
    )
    column = models.CharField("栏", max_length=12, choices=RecordColumn)
    amount = models.DecimalField("分", max_digits=5, decimal_places=1)
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "得分"
        ordering = ["column", "activity_record__day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "activity_record"],
                name="deputies_point_once_a_activity_record",
            ),
        ]

    def __str__(self):
        return f"{self.activity_record} {self.amount}"


class Objection(models.Model):
    """异议 of the deputy, while the sheets are published; answered by another person."""

    sheet = models.ForeignKey(
        Sheet, models.PROTECT, related_name="objections", verbose_name="评分"
    )
    text = models.CharField("异议", max_length=500)
    made_at = models.DateTimeField("提出时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="提出人",
    )
    upheld = models.BooleanField("成立", null=True, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "履职评价异议"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("made_by")),
                name="deputies_objection_answered_by_another",
            ),
            models.UniqueConstraint(
                fields=["sheet"],
                condition=Q(upheld__isnull=True),
                name="deputies_objection_one_open",
            ),
        ]

    def __str__(self):
        return self.text[:40]
