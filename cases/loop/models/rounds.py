"""第几次办理: each round with its unit, rule and deadlines. Nothing is overwritten."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.loop.enums import Duty, SuspendReason
from cases.loop.models.cases import Case
from office.calendar.enums import CalendarBasis
from office.models import DeadlineRule, Unit


class Round(models.Model):
    """One handling of a case, from assignment to rating.

    ``rule``, ``start_on``, ``calendar_revision`` and ``basis`` are the inputs of
    ``due_on``, so that the explanation can be shown and the day recomputed. ``due_on``
    moves by extension, suspension and calendar changes; ``first_due_on`` only if
    another rule applies (six months of a suggestion instead of three).
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="rounds", verbose_name="意见"
    )
    number = models.PositiveSmallIntegerField("第几次")
    supervisor = models.ForeignKey(
        Unit, models.PROTECT, related_name="supervised_rounds", verbose_name="督办单位"
    )
    lead = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_rounds",
        verbose_name="主办单位",
    )
    started_at = models.DateTimeField("开始")
    assigned_at = models.DateTimeField("交办", null=True, blank=True)
    signed_at = models.DateTimeField("签收", null=True, blank=True)
    answered_at = models.DateTimeField("答复", null=True, blank=True)
    ended_at = models.DateTimeField("结束", null=True, blank=True)
    rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="期限规则",
    )
    start_on = models.DateField("起算日", null=True, blank=True)
    first_due_on = models.DateField("原期限", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    extra_days = models.PositiveSmallIntegerField("延期工作日", default=0)
    held_days = models.PositiveSmallIntegerField("停表工作日", default=0)
    calendar_revision = models.PositiveIntegerField("日历版本", default=0)
    basis = models.CharField(
        "日历依据",
        max_length=12,
        choices=CalendarBasis,
        default=CalendarBasis.PUBLISHED,
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理"
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="cases_round_number_once"
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=True)
                | Q(
                    rule__isnull=False,
                    start_on__isnull=False,
                    due_on__isnull=False,
                    first_due_on__isnull=False,
                ),
                name="cases_round_assigned_has_deadline",
                violation_error_message="交办后必须有答复期限。",
            ),
        ]
        indexes = [
            # Deadlines to recompute when the calendar changes.
            models.Index(
                fields=["due_on"],
                condition=Q(
                    answered_at__isnull=True,
                    ended_at__isnull=True,
                    due_on__isnull=False,
                ),
                name="cases_round_running",
            ),
            # The monthly roll-up: what was answered in the month.
            models.Index(
                fields=["answered_at"],
                condition=Q(answered_at__isnull=False),
                name="cases_round_by_answered",
            ),
        ]

    def __str__(self):
        return f"{self.case.number} 第 {self.number} 次办理"


class Assignment(models.Model):
    """A unit's part in a round: it leads, assists, or answers separately."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="assignments", verbose_name="意见"
    )
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="assignments", verbose_name="办理"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignments", verbose_name="单位"
    )
    duty = models.CharField("分工", max_length=8, choices=Duty)
    due_on = models.DateField("期限")
    assigned_at = models.DateTimeField("交办")
    returned_at = models.DateTimeField("退回", null=True, blank=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    opinion = models.TextField("协办意见", blank=True)
    answered_at = models.DateTimeField("完成", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分工"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(returned_at__isnull=True),
                name="cases_assignment_unit_once_a_round",
                violation_error_message="这个单位已经在办这件事。",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(returned_at__isnull=True, duty=Duty.LEAD),
                name="cases_assignment_one_lead_a_round",
                violation_error_message="一件事只能有一个主办单位。",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(return_reason=""),
                name="cases_assignment_returned_has_reason",
                violation_error_message="退回必须写明理由。",
            ),
        ]
        indexes = [
            # ``visible_to`` for handlers: the cases assigned to a unit.
            models.Index(fields=["unit", "-case"], name="cases_assignment_of_unit"),
            # What a unit still owes an opinion or an answer on.
            models.Index(
                fields=["unit", "duty"],
                condition=Q(answered_at__isnull=True, returned_at__isnull=True),
                name="cases_assignment_owed",
            ),
        ]

    def __str__(self):
        return f"{self.unit}（{self.get_duty_display()}）"


class Extension(models.Model):
    """申请延期: requested before the due day, decided by another person.

    The resident sees it.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="extensions", verbose_name="办理"
    )
    days = models.PositiveSmallIntegerField("延长工作日")
    reason = models.CharField("理由", max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="申请人",
    )
    asked_at = models.DateTimeField("申请时间")
    granted = models.BooleanField("同意", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批准人",
    )
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    answer = models.CharField("批复意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(granted__isnull=True),
                name="cases_extension_one_open_a_round",
                violation_error_message="已有一份延期申请在等批复。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="cases_extension_decided_by_another",
                violation_error_message="申请人不能批准自己的延期。",
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_by__isnull=True)
                | Q(granted__isnull=False, decided_by__isnull=False),
                name="cases_extension_decision_has_author",
            ),
        ]

    def __str__(self):
        return f"{self.round} 延 {self.days} 个工作日"


class Suspension(models.Model):
    """停表: with a reason and a day on which it ends automatically."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="suspensions", verbose_name="办理"
    )
    reason = models.CharField("原因", max_length=12, choices=SuspendReason)
    text = models.CharField("说明", max_length=300)
    started_on = models.DateField("起")
    limit_on = models.DateField("最迟恢复")
    ended_on = models.DateField("恢复", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="操作人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "停表"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(ended_on__isnull=True),
                name="cases_suspension_one_open_a_round",
            ),
            models.CheckConstraint(
                condition=Q(limit_on__gt=F("started_on")),
                name="cases_suspension_has_a_limit",
                violation_error_message="最迟恢复日要晚于今天。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["limit_on"],
                condition=Q(ended_on__isnull=True),
                name="cases_suspension_to_end",
            ),
        ]

    def __str__(self):
        return f"{self.round} 停表"
