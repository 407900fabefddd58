"""项目: what is to be built or done, by whom, for how much, and how far it has come.

政府投资条例 第十六条: an annual plan names each project's name, content and scale, period,
total investment, this year's investment and where the money comes from.
"""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.projects.enums import (
    PROJECT_MOVES,
    ApprovalStage,
    Disposition,
    InvestmentMode,
    ProjectState,
    ProjectVerb,
)
from decisions.projects.models.programmes import Programme, Resolution
from decisions.projects.querysets import ProjectQuerySet
from office.audit.models.ledger import LedgerModel
from office.models import Attachment, Division, Unit


def _by(name: str = "操作人") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
    )


def _yuan(name: str, **more) -> models.DecimalField:
    """Money in yuan; pages show 万元 (decisions/templatetags/projects.py)."""
    return models.DecimalField(name, max_digits=16, decimal_places=2, **more)


class Project(models.Model):
    """One project through all its stages. ``number`` is its place in the list of the year.

    ``rank`` and ``votes`` are what the deputies' ballot gave, written when it was announced.
    ``cut`` repeats the programme's seats, so that the database itself can ask for the
    reason of a choice that departs from the rank.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="projects", verbose_name="年度项目"
    )
    code = models.SlugField("编号", max_length=20, unique=True)
    number = models.PositiveSmallIntegerField("原序")
    state = models.CharField(
        "状态", max_length=16, choices=ProjectState, default=ProjectState.PROPOSED
    )
    name = models.CharField("名称", max_length=80)
    content = models.TextField("建设内容及规模", max_length=1000)
    need = models.TextField("为什么要办", max_length=1000, blank=True)
    begins_on = models.DateField("计划开工", null=True, blank=True)
    ends_on = models.DateField("计划完成", null=True, blank=True)
    total = _yuan("总投资（元）", default=0)
    this_year = _yuan("年度投资（元）", default=0)
    money_from = models.CharField("资金来源", max_length=200, blank=True)
    budget_line = models.CharField("预算项目编码", max_length=40, blank=True)
    platform_code = models.CharField("项目代码", max_length=40, blank=True)
    approval = models.CharField(
        "审批阶段", max_length=12, choices=ApprovalStage, blank=True
    )
    mode = models.CharField(
        "投资方式", max_length=10, choices=InvestmentMode, blank=True
    )
    legality = models.CharField("合法性审查号", max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="projects", verbose_name="责任单位"
    )
    assisting = models.ManyToManyField(
        Unit, blank=True, related_name="assisted_projects", verbose_name="协办单位"
    )
    leader = models.CharField("分管领导", max_length=40, blank=True)
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="projects", verbose_name="所在区划"
    )
    place = models.CharField("地点", max_length=100, blank=True)
    longitude = models.DecimalField(
        "经度", max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        "纬度", max_digits=8, decimal_places=6, null=True, blank=True
    )
    beneficiaries = models.PositiveIntegerField("受益人数", null=True, blank=True)
    votes = models.PositiveIntegerField("得票", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    cut = models.PositiveSmallIntegerField("取到第几名", null=True, blank=True)
    was_selected = models.BooleanField("选定", null=True, blank=True)
    departure = models.CharField("没有按名次的理由", max_length=300, blank=True)
    disposition = models.CharField(
        "去向", max_length=10, choices=Disposition, blank=True
    )
    disposition_note = models.CharField("去向说明", max_length=300, blank=True)
    told_at = models.DateTimeField("告知时间", null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering = ["-programme__year", "programme", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="decisions_project_number_once"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, this_year__gte=0, this_year__lte=F("total")),
                name="decisions_project_money_is_sane",
                violation_error_message="年度投资不能多于总投资。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(begins_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
                name="decisions_project_ends_after_it_begins",
            ),
            # What does not follow the rank says why, in both directions.
            models.CheckConstraint(
                condition=Q(was_selected__isnull=True)
                | Q(rank__isnull=True)
                | Q(was_selected=True, rank__lte=F("cut"))
                | Q(was_selected=False, rank__gt=F("cut"))
                | ~Q(departure=""),
                name="decisions_departure_says_why",
                violation_error_message="没有按名次取舍的，要写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(was_selected__isnull=True)
                | Q(rank__isnull=True)
                | Q(cut__isnull=False),
                name="decisions_selected_at_a_cut",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.DROPPED)
                | (
                    ~Q(disposition="")
                    & (~Q(disposition=Disposition.OTHER) | ~Q(disposition_note=""))
                ),
                name="decisions_dropped_went_somewhere",
                violation_error_message="没有入选的，要写明去向。",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="decisions_project_place_is_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="decisions_project_of_unit"),
        ]
        triggers = [
            pgtrigger.FSM(
                name="project_moves_by_the_table",
                field="state",
                transitions=[
                    (source.value, move.target.value)
                    for move in PROJECT_MOVES.values()
                    for source in move.sources
                ],
            ),
        ]

    def __str__(self):
        return self.name

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("decisions:desk_project", args=[self.pk])

    def get_public_url(self):
        return reverse("decisions:project", args=[self.code])

    @property
    def is_under_way(self) -> bool:
        return self.state in (ProjectState.RUNNING, ProjectState.CARRIED_OVER)


class ProjectStep(LedgerModel):
    """One step of a project: what happened, by whose decision."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="steps", verbose_name="项目"
    )
    verb = models.CharField("步骤", max_length=16, choices=ProjectVerb)
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name="依据",
    )
    note = models.CharField("说明", max_length=1000, blank=True)
    on = models.DateField("日期")
    by = _by()
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "项目过程"
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["project", "on"], name="decisions_step_of_project")
        ]

    def __str__(self):
        return f"{self.project}：{self.get_verb_display()}"


class Milestone(models.Model):
    """形象进度节点. Late is counted from the days, never ticked by anybody."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="milestones", verbose_name="项目"
    )
    name = models.CharField("节点", max_length=60)
    planned_on = models.DateField("计划日期")
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节点"
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="decisions_milestone_name_once",
                violation_error_message="已经有同名的节点。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "planned_on"],
                condition=Q(done_on__isnull=True),
                name="decisions_milestone_open",
            ),
        ]

    def __str__(self):
        return self.name


class ProgressReport(LedgerModel):
    """What the responsible unit says was done and paid by a day; all sums from the start."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="reports", verbose_name="项目"
    )
    day = models.DateField("截至")
    text = models.TextField("做了什么", max_length=2000)
    percent = models.PositiveSmallIntegerField(
        "形象进度", validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    invested = _yuan("累计完成投资（元）")
    paid = _yuan("累计支付（元）")
    by = _by("填报人")
    at = models.DateTimeField("填报时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "进度填报"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100, invested__gte=0, paid__gte=0),
                name="decisions_progress_is_sane",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "-day", "-id"], name="decisions_progress_newest"
            )
        ]

    def __str__(self):
        return f"{self.project}：{self.percent}%"


class ProgressFile(models.Model):
    """Evidence of a report: a photo of the site, an acceptance certificate."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="files", verbose_name="填报"
    )
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="progress_file", verbose_name="附件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "进度佐证"
        ordering = ["pk"]

    def __str__(self):
        return self.attachment.name
