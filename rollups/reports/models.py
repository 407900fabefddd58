"""The month's report of the county or a town, and what it hands over, item by item."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.loop.enums import ResultClass
from cases.models import Case
from office.audit.models.ledger import LedgerModel
from office.models import DeadlineRule, Division, Unit
from rollups.counting.enums import ITEM_MOVES, ItemState, ItemVerb, ReportState
from rollups.counting.models import HotTopic, RollUp
from rollups.counting.querysets import ReportItemQuerySet, ReportQuerySet

REPORT_MOVES = [("draft", "checked"), ("checked", "draft"), ("checked", "approved")]


class Report(models.Model):
    """社情民意月报 of one area and month. No town: the county's own.

    The numbers and sentences are made from the rows; only what people add is kept here.
    After approval the database refuses every change.
    """

    rollup = models.ForeignKey(
        RollUp, models.PROTECT, related_name="reports", verbose_name="月汇总"
    )
    town = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name="镇街",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="reports", verbose_name="编发单位"
    )
    state = models.CharField(
        "状态", max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    overview = models.TextField("总体情况补充", blank=True, max_length=2000)
    trends = models.TextField("苗头倾向补充", blank=True, max_length=2000)
    advice = models.TextField("意见建议", blank=True, max_length=2000)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核对人",
    )
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批准人",
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    sent_back_reason = models.CharField("退回意见", max_length=300, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "社情民意月报"
        ordering = ["-rollup__month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rollup", "town"],
                nulls_distinct=False,
                name="rollups_report_once_a_month",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("checked_by")),
                name="rollups_report_approved_by_another",
                violation_error_message="核对的人不能批准同一份月报。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.APPROVED)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="rollups_report_approved_has_author",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="report_moves_by_the_table",
                field="state",
                transitions=REPORT_MOVES,
            ),
            pgtrigger.Protect(
                name="approved_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=ReportState.APPROVED.value),
            ),
        ]

    def __str__(self):
        return f"{self.area}{self.rollup}社情民意月报"

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("rollups:report", args=[self.pk])

    @property
    def area(self) -> str:
        return self.town.name if self.town else "费县"

    @property
    def is_approved(self) -> bool:
        return self.state == ReportState.APPROVED


class ReportItem(models.Model):
    """移交事项: what the government is asked, by when, and what it answered.

    ``cases`` are those of the people who spoke of it: they are told what became of it.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="items", verbose_name="月报"
    )
    position = models.PositiveSmallIntegerField("顺序", default=0)
    topic = models.ForeignKey(
        HotTopic,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="热点",
    )
    title = models.CharField("事项", max_length=60)
    text = models.TextField("建议怎么办", max_length=1000)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_items",
        verbose_name="移交给",
    )
    cases = models.ManyToManyField(
        Case, blank=True, related_name="report_items", verbose_name="意见"
    )
    state = models.CharField(
        "状态", max_length=12, choices=ItemState, default=ItemState.PROPOSED
    )
    rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="期限规则",
    )
    handed_at = models.DateTimeField("移交时间", null=True, blank=True)
    sign_by = models.DateField("签收期限", null=True, blank=True)
    due_on = models.DateField("反馈期限", null=True, blank=True)
    warn_on = models.DateField("亮黄灯", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    answer = models.TextField("反馈", blank=True, max_length=3000)
    public_answer = models.TextField("公开的反馈", blank=True, max_length=3000)
    result_class = models.CharField(
        "结果", max_length=16, choices=ResultClass, blank=True
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="反馈人",
    )
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公布人",
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = ReportItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移交事项"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ItemState.PROPOSED)
                | Q(
                    unit__isnull=False,
                    due_on__isnull=False,
                    sign_by__isnull=False,
                    handed_at__isnull=False,
                ),
                name="rollups_item_handed_over_has_deadline",
                violation_error_message="移交以后必须有单位和期限。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.PUBLISHED)
                | Q(answered_at__isnull=False, published_at__isnull=False)
                & ~Q(public_answer=""),
                name="rollups_item_published_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | ~Q(published_by=F("answered_by")),
                name="rollups_item_published_by_another",
                violation_error_message="写反馈的人不能自己公布。",
            ),
        ]
        indexes = [
            # What a unit owes, by due day; the sweep of what is late.
            models.Index(
                fields=["unit", "due_on"],
                condition=Q(state__in=[ItemState.HANDED_OVER, ItemState.SIGNED]),
                name="rollups_item_owed",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="item_moves_by_the_table",
                field="state",
                transitions=[
                    (source.value, move.target.value)
                    for move in ITEM_MOVES.values()
                    for source in move.sources
                ],
            ),
            pgtrigger.Protect(
                name="published_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=ItemState.PUBLISHED.value),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("rollups:item", args=[self.pk])


class ItemEvent(LedgerModel):
    """One step of an item: what happened, who did it, what they wrote."""

    item = models.ForeignKey(
        ReportItem, models.PROTECT, related_name="events", verbose_name="事项"
    )
    verb = models.CharField("步骤", max_length=12, choices=ItemVerb)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位"
    )
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间")

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "移交过程"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["item", "at"], name="rollups_event_of_item")]

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"
