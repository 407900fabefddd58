"""民生实事项目: what people propose, and how the congress judged what became of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models import Case, ConsentText
from decisions.projects.enums import (
    Grade,
    HalfRule,
    ProposalSource,
    ProposalState,
    Refusal,
)
from decisions.projects.models.construction import Project
from decisions.projects.models.programmes import Programme
from decisions.projects.querysets import ProposalQuerySet
from deputies.models import Assembly
from office.models import Division
from office.text.secrecy import SealedTextField


class Proposal(models.Model):
    """征集来的一条: from a case, from the public, from a deputy. Each gets an answer.

    Name and phone of who wrote on the public form are sealed and shown on no page.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="proposals", verbose_name="年度项目"
    )
    source = models.CharField("来源", max_length=8, choices=ProposalSource)
    title = models.CharField("项目", max_length=60)
    text = models.TextField("为什么要办", max_length=1000)
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="+", verbose_name="地点"
    )
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="意见",
    )
    name = SealedTextField("姓名", blank=True, default="")
    phone = SealedTextField("手机", blank=True, default="")
    consent = models.ForeignKey(
        ConsentText,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="告知书版本",
    )
    source_key = models.CharField("表单编号", max_length=60, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出人",
    )
    at = models.DateTimeField("提出时间", auto_now_add=True)
    state = models.CharField(
        "状态", max_length=8, choices=ProposalState, default=ProposalState.NEW
    )
    is_broad = models.BooleanField("普惠", default=False)
    is_public = models.BooleanField("公益", default=False)
    is_feasible = models.BooleanField("可行", default=False)
    is_affordable = models.BooleanField("财力可承受", default=False)
    refusal = models.CharField(
        "未列入的原因", max_length=12, choices=Refusal, blank=True
    )
    reason = models.CharField("说明", max_length=300, blank=True)
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="列入的项目",
    )
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="筛选人",
    )
    screened_at = models.DateTimeField("筛选时间", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征集的项目建议"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "case"], name="decisions_case_proposed_once"
            ),
            models.CheckConstraint(
                condition=(Q(source=ProposalSource.CASE) & Q(case__isnull=False))
                | (~Q(source=ProposalSource.CASE) & Q(case__isnull=True)),
                name="decisions_proposal_from_a_case_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED)
                | (~Q(refusal="") & ~Q(reason="")),
                name="decisions_refused_proposal_says_why",
            ),
            # The four tests: 普惠、公益、可行、财力. All of them, or it is not taken.
            models.CheckConstraint(
                condition=~Q(state=ProposalState.TAKEN)
                | Q(
                    project__isnull=False,
                    is_broad=True,
                    is_public=True,
                    is_feasible=True,
                    is_affordable=True,
                    refusal="",
                ),
                name="decisions_taken_proposal_passed",
                violation_error_message="四项都通过才能列入项目。",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="decisions_proposal_state")
        ]
        triggers = [
            pgtrigger.FSM(
                name="proposal_is_screened_once",
                field="state",
                transitions=[("new", "taken"), ("new", "refused")],
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("decisions:proposal", args=[self.pk])


class Satisfaction(models.Model):
    """满意度测评 of one project at a congress; a second one follows an unsatisfied first.

    ``members`` is everybody entitled: who stays away, is not counted in
    favour. The four answers add up to those who voted, or the row is refused.
    """

    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="satisfaction_results",
        verbose_name="项目",
    )
    number = models.PositiveSmallIntegerField("第几次", default=1)
    assembly = models.ForeignKey(
        Assembly,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="会议",
    )
    held_by = models.CharField("测评机关", max_length=80)
    held_on = models.DateField("日期")
    members = models.PositiveIntegerField("全体")
    voted = models.PositiveIntegerField("参加测评")
    satisfied = models.PositiveIntegerField("满意")
    basically = models.PositiveIntegerField("基本满意")
    unsatisfied = models.PositiveIntegerField("不满意")
    abstained = models.PositiveIntegerField("弃权", default=0)
    at_half = models.CharField("恰好半数", max_length=12, choices=HalfRule)
    grade = models.CharField("结果", max_length=12, choices=Grade)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "满意度测评"
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="decisions_judged_once_each_time"
            ),
            models.CheckConstraint(
                condition=Q(
                    voted=F("satisfied")
                    + F("basically")
                    + F("unsatisfied")
                    + F("abstained")
                ),
                name="decisions_judgement_adds_up",
                violation_error_message="各档票数加起来要等于参加测评的人数。",
            ),
            models.CheckConstraint(
                condition=Q(voted__lte=F("members"), members__gte=1),
                name="decisions_judged_by_members",
                violation_error_message="参加测评的人不能比全体还多。",
            ),
        ]

    def __str__(self):
        return f"{self.project}：{self.get_grade_display()}"


class BenchmarkResult(models.Model):
    """What another place published of its projects. Kept as it stands there.

    ``doubt`` says what does not add up in the source; nothing is put right here.
    """

    place = models.CharField("地方", max_length=40)
    level = models.CharField("层级", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    stage = models.CharField("环节", max_length=20, blank=True)
    candidates = models.PositiveSmallIntegerField("候选", null=True, blank=True)
    chosen = models.PositiveSmallIntegerField("确定", null=True, blank=True)
    name = models.CharField("项目", max_length=80, blank=True)
    method = models.CharField("方式", max_length=60, blank=True)
    satisfied = models.PositiveIntegerField("满意", null=True, blank=True)
    basically = models.PositiveIntegerField("基本满意", null=True, blank=True)
    unsatisfied = models.PositiveIntegerField("不满意", null=True, blank=True)
    doubt = models.CharField("存疑", max_length=200, blank=True)
    source = models.CharField("来源", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "外地票决"
        ordering = ["-year", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year", "stage", "name", "method"],
                name="decisions_peer_once",
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.year} {self.name}"
