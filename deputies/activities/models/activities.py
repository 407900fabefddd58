"""Activities that deputies declare with evidence, and the leave they take."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.activities.enums.activities import DecisionState, LeaveKind
from deputies.activities.enums.records import DECLARED_KINDS, RecordKind
from deputies.activities.querysets.activities import OwnedQuerySet
from deputies.register.models import Deputy
from office.models import Attachment

KINDS = [(kind.value, kind.label) for kind in DECLARED_KINDS]


class Decided(models.Model):
    """Declared by a deputy, decided by another person who answers for the deputies."""

    state = models.CharField(
        "状态",
        max_length=10,
        choices=DecisionState,
        default=DecisionState.WAITING,
    )
    declared_at = models.DateTimeField("申报时间", auto_now_add=True)
    decided_at = models.DateTimeField("核定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核定人",
    )
    decision = models.CharField("核定意见", max_length=200, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state == DecisionState.WAITING


class Activity(Decided):
    """视察、调研、走访……述职. A report (述职) carries how those present judged it.

    Who was present is the denominator: good + fair + bad + blank = present.
    """

    deputy = models.ForeignKey(
        Deputy, models.PROTECT, related_name="activities", verbose_name="代表"
    )
    kind = models.CharField("事项", max_length=20, choices=KINDS)
    day = models.DateField("日期")
    place = models.CharField("地点", max_length=100)
    title = models.CharField("做了什么", max_length=100)
    text = models.TextField("经过和结果")
    source_key = models.CharField("表单编号", max_length=40, unique=True)
    present = models.PositiveIntegerField("到场", null=True, blank=True)
    good = models.PositiveIntegerField("满意", null=True, blank=True)
    fair = models.PositiveIntegerField("基本满意", null=True, blank=True)
    bad = models.PositiveIntegerField("不满意", null=True, blank=True)
    blank = models.PositiveIntegerField("没有表态", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "代表活动"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in KINDS]),
                name="deputies_activity_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RecordKind.REPORT)
                | Q(present=F("good") + F("fair") + F("bad") + F("blank")),
                name="deputies_report_adds_up",
                violation_error_message="各档人数加起来要等于到场人数。",
            ),
            models.CheckConstraint(
                condition=Q(kind=RecordKind.REPORT) | Q(present__isnull=True),
                name="deputies_only_reports_are_rated",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.REFUSED) | ~Q(decision=""),
                name="deputies_activity_refused_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["deputy", "-id"], name="deputies_activity_of_deputy"),
            models.Index(
                fields=["-id"],
                condition=Q(state=DecisionState.WAITING),
                name="deputies_activity_waiting",
            ),
        ]
        triggers = [
            # Once decided, what was decided on stays as it was.
            pgtrigger.Protect(
                name="decided_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state=DecisionState.WAITING.value),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.title}"

    def get_absolute_url(self):
        return reverse("deputies:activity", args=[self.pk])


class ActivityFile(models.Model):
    """Evidence of an activity: a photo, a list of those present."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="files", verbose_name="活动"
    )
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="activity_file", verbose_name="附件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "活动佐证"
        ordering = ["pk"]

    def __str__(self):
        return self.attachment.name


class DeputyLeave(Decided):
    """请假 over days. While it is granted, absence costs no points (``performance``)."""

    deputy = models.ForeignKey(
        Deputy, models.PROTECT, related_name="leaves", verbose_name="代表"
    )
    kind = models.CharField("事由", max_length=12, choices=LeaveKind)
    first_on = models.DateField("起")
    last_on = models.DateField("止")
    reason = models.CharField("说明", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "代表请假"
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="deputies_leave_ends_after_it_begins",
                violation_error_message="止日不能早于起日。",
            ),
        ]

    def __str__(self):
        return f"{self.deputy}请假"
