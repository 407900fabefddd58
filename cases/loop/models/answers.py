"""What a unit answered, what it promised, and what the resident thought of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.loop.enums import Attitude, Grade, PromiseState, ReplyState, ResultClass
from cases.loop.models.cases import GONE, OF_WALLED_CASE, Case
from cases.loop.models.rounds import Round
from office.audit.models.ledger import keeps_all_but
from office.models import Unit


class Reply(models.Model):
    """答复: drafted by one person of the unit, released by another.

    Once released it never changes (a trigger holds it): a better answer is another
    round's answer, beside this one.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="replies", verbose_name="办理"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="replies", verbose_name="答复单位"
    )
    text = models.TextField("答复内容")
    public_text = models.TextField("公开内容", blank=True)
    result_class = models.CharField("办理结果", max_length=16, choices=ResultClass)
    promise = models.CharField("答应的事", max_length=200, blank=True)
    promise_on = models.DateField("答应到哪天", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ReplyState, default=ReplyState.SUBMITTED
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="起草人",
    )
    drafted_at = models.DateTimeField("交稿时间")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发布人",
    )
    released_at = models.DateTimeField("发布时间", null=True, blank=True)
    returned_reason = models.CharField("退回意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(released_by=F("drafted_by")),
                name="cases_reply_released_by_another",
                violation_error_message="起草人不能发布自己的答复。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReplyState.RELEASED) | Q(released_at__isnull=False),
                name="cases_reply_released_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(result_class=ResultClass.PLANNED)
                | (Q(promise_on__isnull=False) & ~Q(promise="")),
                name="cases_reply_planned_has_promise",
                violation_error_message="列入计划的，要写明答应的事和完成日期。",
            ),
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(state__in=[ReplyState.DRAFT, ReplyState.SUBMITTED]),
                name="cases_reply_one_in_work_a_unit",
            ),
        ]
        triggers = [
            keeps_all_but(
                name="released_never_changes",
                columns={
                    "text": f"'{GONE}'",
                    "public_text": "''",
                    "promise": f"'{GONE}'",
                    "returned_reason": "''",
                },
                only_if=OF_WALLED_CASE.format(
                    case="(SELECT case_id FROM cases_round WHERE id = OLD.round_id)"
                ),
                condition=pgtrigger.Q(old__state=ReplyState.RELEASED.value),
            ),
        ]

    def __str__(self):
        return f"{self.unit}的答复"


class Promise(models.Model):
    """承诺事项 of a PLANNED answer, followed up on its day."""

    reply = models.OneToOneField(
        Reply, models.PROTECT, related_name="promise_kept", verbose_name="答复"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="promises", verbose_name="意见"
    )
    text = models.CharField("答应的事", max_length=200)
    due_on = models.DateField("完成日")
    state = models.CharField(
        "状态", max_length=8, choices=PromiseState, default=PromiseState.OPEN
    )
    report = models.TextField("落实情况", blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="报告人",
    )
    settled_at = models.DateTimeField("核定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承诺"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(state=PromiseState.OPEN),
                name="cases_promise_to_check",
            ),
        ]

    def __str__(self):
        return self.text


class Rating(models.Model):
    """The judgement of one submitter on one round. Silence leaves no row."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="ratings", verbose_name="办理"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="ratings", verbose_name="提出人的意见"
    )
    grade = models.CharField("结果", max_length=16, choices=Grade)
    attitude = models.CharField("态度", max_length=8, choices=Attitude, blank=True)
    comment = models.TextField("说的话", blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代录人",
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "case"],
                name="cases_rating_once_a_round",
                violation_error_message="这次办理您已经评价过了。",
            ),
        ]
        indexes = [
            # The roll-up of a month: what was judged in it.
            models.Index(fields=["at"], name="cases_rating_by_time"),
        ]

    def __str__(self):
        return f"{self.case.number}：{self.get_grade_display()}"
