"""变更 asked and decided, 督查 of deputy groups: what stands beside a project under way."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from decisions.projects.enums import (
    ChangeKind,
    ChangeState,
)
from decisions.projects.models.construction import Project, _by
from decisions.projects.models.programmes import Resolution
from deputies.models import Grouping


class ProjectChange(models.Model):
    """变更、中止: asked by the unit, done only with the standing committee's consent.

    ``before`` and ``after`` hold the changed fields as they stand on the page.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="changes", verbose_name="项目"
    )
    kind = models.CharField("类别", max_length=8, choices=ChangeKind)
    state = models.CharField(
        "状态", max_length=10, choices=ChangeState, default=ChangeState.ASKED
    )
    reason = models.CharField("理由", max_length=500)
    before = models.JSONField("原来", default=dict)
    after = models.JSONField("改为", default=dict)
    asked_by = _by("申请人")
    asked_at = models.DateTimeField("申请时间", auto_now_add=True)
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name="常委会的决定",
    )
    answer = models.CharField("不同意的理由", max_length=300, blank=True)
    decided_by = _by("登记人")
    decided_at = models.DateTimeField("登记时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "变更"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ChangeState.CONSENTED) | Q(resolution__isnull=False),
                name="decisions_change_needs_consent",
                violation_error_message="变更、中止要有常委会同意的记录。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REFUSED) | ~Q(answer=""),
                name="decisions_change_refused_says_why",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state=ChangeState.ASKED),
                name="decisions_one_change_at_a_time",
                violation_error_message="上一次申请还没有答复。",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="change_is_decided_once",
                field="state",
                transitions=[("asked", "consented"), ("asked", "refused")],
            ),
            pgtrigger.Protect(
                name="decided_change_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state=ChangeState.ASKED.value),
            ),
        ]

    def __str__(self):
        return f"{self.project}{self.get_kind_display()}"


class ProjectVisit(models.Model):
    """季度督查: a deputy group looked at the site, and what the unit answered."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="visits", verbose_name="项目"
    )
    group = models.ForeignKey(
        Grouping, models.PROTECT, related_name="project_visits", verbose_name="代表小组"
    )
    visited_on = models.DateField("日期")
    findings = models.TextField("看到什么", max_length=2000)
    is_good = models.BooleanField("没有发现问题", default=False)
    by = _by("填写人")
    at = models.DateTimeField("填写时间", auto_now_add=True)
    answer = models.TextField("单位答复", max_length=2000, blank=True)
    answered_by = _by("答复人")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    released_by = _by("公开人")
    released_at = models.DateTimeField("答复公开时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "代表督查"
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "group", "visited_on"],
                name="decisions_visit_once_a_day",
                violation_error_message="这个小组这一天的督查已经写过了。",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | Q(answered_at__isnull=False) & ~Q(released_by=F("answered_by")),
                name="decisions_visit_answer_released_by_another",
                violation_error_message="写答复的人不能自己公开，请另一人看过再公开。",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="findings_stay",
                fields=["project", "group", "visited_on", "findings", "is_good"],
            ),
            pgtrigger.Protect(
                name="answered_visit_stays",
                operation=pgtrigger.UpdateOf("answer", "answered_by_id", "answered_at")
                | pgtrigger.Delete,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.group}：{self.project}"

    @property
    def quarter(self) -> str:
        return f"{self.visited_on.year}年第 {(self.visited_on.month + 2) // 3} 季度"
