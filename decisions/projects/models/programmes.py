"""A year's programme of projects, and the decisions by which it came about."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ballots.rules.models import Ballot
from decisions.projects.enums import HalfRule, ProjectKind, ProjectVerb, TieRule
from decisions.projects.querysets import ProgrammeQuerySet
from office.audit.models.ledger import LedgerModel


class Programme(models.Model):
    """The projects of one kind and year.

    ``seats`` are chosen in the end (20 livelihood projects; 60 investments). ``shortlist``
    are named by the deputies before that (80); 0 when there is no such step.
    """

    kind = models.CharField("类别", max_length=10, choices=ProjectKind)
    year = models.PositiveSmallIntegerField("年度")
    seats = models.PositiveSmallIntegerField("确定几项")
    shortlist = models.PositiveSmallIntegerField("代表优选几项", default=0)
    marks = models.PositiveSmallIntegerField("每人最多选几项", default=0)
    tie_rule = models.CharField(
        "末位并列", max_length=12, choices=TieRule, default=TieRule.FURTHER_VOTE
    )
    tie_at_half = models.CharField(
        "测评恰好半数", max_length=12, choices=HalfRule, default=HalfRule.FALLS_SHORT
    )
    collects_from = models.DateField("征集起", null=True, blank=True)
    collects_until = models.DateField("征集止", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    ballot = models.OneToOneField(
        Ballot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programme",
        verbose_name="代表投票",
    )
    # The cut that the deputies' votes made: 80, or more with everybody tied at it.
    cut_at = models.PositiveSmallIntegerField("优选到第几名", null=True, blank=True)
    selected_at = models.DateTimeField("选定时间", null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度项目"
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year"],
                name="decisions_programme_once_a_year",
                violation_error_message="这一年已经有这类项目了。",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1), name="decisions_programme_has_seats"
            ),
            models.CheckConstraint(
                condition=Q(kind=ProjectKind.LIVELIHOOD, shortlist=0)
                | Q(kind=ProjectKind.INVESTMENT, shortlist__gte=F("seats")),
                name="decisions_programme_narrows",
                violation_error_message="代表优选的项数不能少于最后确定的项数。",
            ),
            models.CheckConstraint(
                condition=Q(collects_from__isnull=True)
                | Q(collects_until__gte=F("collects_from")),
                name="decisions_collecting_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.get_kind_display()}"

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("decisions:programme", args=[self.pk])

    def get_public_url(self):
        return reverse("decisions:year", args=[self.kind, self.year])

    @property
    def is_livelihood(self) -> bool:
        return self.kind == ProjectKind.LIVELIHOOD


class Resolution(LedgerModel):
    """Who decided a step, when, by which document: one row for all it decided on."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="resolutions", verbose_name="年度项目"
    )
    verb = models.CharField("决定什么", max_length=16, choices=ProjectVerb)
    decider = models.CharField("由谁决定", max_length=80)
    decided_on = models.DateField("决定日期")
    document = models.CharField("文件", max_length=120)
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "决定"
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decider="") & ~Q(document=""),
                name="decisions_resolution_names_who_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.programme}：{self.get_verb_display()}"
