"""社情民意: the opinion, its holder, and every step."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.categories.models import Category
from cases.loop.enums import (
    OPEN_STATUSES,
    OWED_STATUSES,
    TRANSITIONS,
    CaseKind,
    CaseStatus,
    DeclineReason,
    Grade,
    IntakeChannel,
    Lamp,
    ResultClass,
    step_label,
)
from cases.loop.models.consent import PUBLISHED_WITH_CONSENT
from cases.loop.querysets import CaseManager, CaseQuerySet
from deputies.models import LiaisonStation
from office.audit.models.ledger import LedgerModel, keeps_all_but
from office.models import Attachment, Division, Unit
from office.places.enums import DivisionLevel
from office.web.addresses import numbered_address

# What is left of words that a column may not be without.
GONE = "（已转）"
# What hangs on a case may be emptied once the case lies behind the wall.
OF_WALLED_CASE = (
    "EXISTS (SELECT FROM cases_case WHERE id = {case} AND status = 'walled')"
)


class Case(models.Model):
    """An opinion; one unit holds it and owes an answer by a day.

    ``status`` changes only through the services of ``cases.loop``, which lock the row,
    check MOVES and write a CaseEvent; a database trigger refuses any other move. The
    columns under "Kept" duplicate values of the rounds, so that a list is one query;
    the same services write both.

    ``objects`` excludes cases moved to the accusations (检举控告). ``everything`` is
    only for services that must lock any row.
    """

    kind = models.CharField(
        "类型", max_length=12, choices=CaseKind, default=CaseKind.OPINION
    )
    number = models.CharField("编号", max_length=40, unique=True)
    tracking_code = models.CharField("查询码", max_length=12, unique=True)
    channel = models.CharField("来源", max_length=16, choices=IntakeChannel)
    station = models.ForeignKey(
        LiaisonStation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name="联络站",
    )
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="cases",
        verbose_name="事发区划",
    )
    place = models.CharField("地点", max_length=120, blank=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name="类别",
    )
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容", blank=True)
    status = models.CharField(
        "状态", max_length=12, choices=CaseStatus, default=CaseStatus.RECEIVED
    )
    level = models.CharField(
        "办理层级", max_length=8, choices=DivisionLevel, default=DivisionLevel.TOWN
    )
    holder = models.ForeignKey(
        Unit, models.PROTECT, related_name="held_cases", verbose_name="现在在"
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="并入",
    )
    decline_reason = models.CharField(
        "不予受理原因", max_length=16, choices=DeclineReason, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recorded_cases",
        verbose_name="代录人",
    )
    source_key = models.CharField(
        "来源编号", max_length=80, unique=True, null=True, blank=True
    )
    received_at = models.DateTimeField("收到时间")

    # Public version: masked, and shown only while ``is_public``.
    is_public = models.BooleanField("公开", default=False)
    public_title = models.CharField("公开标题", max_length=100, blank=True)
    public_text = models.TextField("公开内容", blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)

    # Kept: duplicated from rounds, replies and ratings for lists and figures.
    round_no = models.PositiveSmallIntegerField("第几次办理", default=1)
    due_on = models.DateField("期限", null=True, blank=True)
    warn_on = models.DateField("亮黄灯", null=True, blank=True)
    answered_at = models.DateTimeField("最近答复时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    result_class = models.CharField(
        "办理结果", max_length=16, choices=ResultClass, blank=True
    )
    grade = models.CharField("评价", max_length=16, choices=Grade, blank=True)
    answer_brief = models.CharField("答复摘要", max_length=160, blank=True)
    submitter_count = models.PositiveIntegerField("提出人数", default=1)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    search = SearchVectorField("检索", null=True)
    public_search = SearchVectorField("公开检索", null=True)

    objects = CaseManager.from_queryset(CaseQuerySet)()
    everything = models.Manager.from_queryset(CaseQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "社情民意"
        ordering = ["-pk"]
        base_manager_name = "objects"
        default_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CaseStatus.values),
                name="cases_case_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[s.value for s in OWED_STATUSES])
                | Q(due_on__isnull=False),
                name="cases_case_owed_has_due_date",
                violation_error_message="交办后必须有答复期限。",
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=CaseStatus.MERGED) & Q(merged_into__isnull=True)),
                name="cases_case_merged_has_main",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="cases_case_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | (~Q(public_title="") & Q(published_at__isnull=False)),
                name="cases_case_public_has_public_version",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.WALLED) | Q(is_public=False),
                name="cases_case_walled_is_never_public",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.DECLINED) | ~Q(decline_reason=""),
                name="cases_case_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.CLOSED) | Q(closed_at__isnull=False),
                name="cases_case_closed_has_time",
            ),
        ]
        indexes = [
            # Lists of the desk and the workbench: the cases of a unit, by due day.
            models.Index(
                fields=["holder", "due_on", "id"],
                condition=Q(status__in=[s.value for s in OPEN_STATUSES]),
                name="cases_case_open_of_holder",
            ),
            # The office's list of all open cases, by due day; the overdue sweep.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(status__in=[s.value for s in OPEN_STATUSES]),
                name="cases_case_open_by_due",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(is_public=True),
                name="cases_case_published",
            ),
            models.Index(
                fields=["station", "-published_at", "-id"],
                condition=Q(is_public=True),
                name="cases_published_of_station",
            ),
            # A station's figures of a period, by an index-only scan.
            models.Index(
                fields=["station", "received_at"],
                include=["status", "result_class", "grade", "is_public"],
                name="cases_case_figures_of_station",
            ),
            models.Index(fields=["status", "id"], name="cases_case_by_status"),
            # The monthly roll-up: what came in, and what was closed in it or is open.
            models.Index(fields=["received_at"], name="cases_case_by_received"),
            models.Index(fields=["closed_at"], name="cases_case_by_closed"),
            models.Index(fields=["division", "-id"], name="cases_case_of_division"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="cases_case_merged",
            ),
            GinIndex(fields=["search"], name="cases_case_search"),
            GinIndex(
                fields=["public_search"],
                condition=Q(is_public=True),
                name="cases_case_public_search",
            ),
        ]
        triggers = [
            # The same table as in Python, enforced for every other database client.
            pgtrigger.FSM(
                name="status_moves_by_the_table",
                field="status",
                transitions=[
                    (source.value, target.value)
                    for source, targets in TRANSITIONS.items()
                    for target in sorted(targets)
                ],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # 个人信息保护法 第十三条: nothing is public without its speaker's consent.
            PUBLISHED_WITH_CONSENT,
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        """The staff and deputies' page of the case."""
        return numbered_address("cases:desk_case", self.pk)

    def get_public_url(self):
        return numbered_address("cases:case", self.pk)

    def get_track_url(self):
        return reverse("cases:track_case", args=[self.tracking_code])

    # For rows of lists: ``get_status_display`` flattens and hashes all choices each time.
    @property
    def status_label(self) -> str:
        return CaseStatus(self.status).label

    @property
    def grade_label(self) -> str:
        return Grade(self.grade).label if self.grade else ""

    def can_move_to(self, status: CaseStatus) -> bool:
        return status in TRANSITIONS[CaseStatus(self.status)]

    @property
    def code_shown(self) -> str:
        """``7K4MQ2TD`` → ``7K4M-Q2TD``, as printed and read aloud."""
        return f"{self.tracking_code[:4]}-{self.tracking_code[4:]}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    def lamp(self, today: date) -> Lamp:
        """The lamp on ``today``, computed from the case's own columns."""
        if self.status == CaseStatus.SUSPENDED:
            return Lamp.HOLD
        if not self.is_open:
            return Lamp.DONE
        if self.due_on is None:
            return Lamp.IDLE
        if today > self.due_on:
            return Lamp.RED
        if self.warn_on and today >= self.warn_on:
            return Lamp.AMBER
        return Lamp.GREEN


class CaseEvent(LedgerModel):
    """One step of a case: what happened, when, by whom, and its public text.

    ``note`` is internal; ``public_note`` is masked and shown on the resident's page.
    ``elapsed`` counts working days since the previous step.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="events", verbose_name="意见"
    )
    # A ``Verb``, or a step registered by an upper app (``register_news``).
    verb = models.CharField("步骤", max_length=20)
    from_status = models.CharField(
        "原状态", max_length=12, choices=CaseStatus, blank=True
    )
    to_status = models.CharField("新状态", max_length=12, choices=CaseStatus)
    round_no = models.PositiveSmallIntegerField("第几次办理", default=1)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="单位",
    )
    due_on = models.DateField("当时的期限", null=True, blank=True)
    # Whose words ``note`` is: the case of the resident who said it, merged or not.
    speaker = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁说的",
    )
    note = models.TextField("说明", blank=True)
    public_note = models.TextField("公开说明", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间")

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "办理过程"
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["case", "at", "id"], name="cases_event_of_case"),
        ]
        triggers = [
            # 信访工作条例 第三十条: the step of a case behind the wall stays, its words go.
            keeps_all_but(
                name="written_once",
                columns={"note": "''", "public_note": "''"},
                only_if=OF_WALLED_CASE.format(case="OLD.case_id"),
            )
        ]

    def __str__(self):
        return f"{step_label(self.verb)} {self.at:%Y-%m-%d %H:%M}"


class CaseFile(models.Model):
    """A photo or document of a case: from the resident, or evidence of the handling."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="files", verbose_name="意见"
    )
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="case_file", verbose_name="附件"
    )
    event = models.ForeignKey(
        CaseEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name="步骤",
    )
    is_public = models.BooleanField("公开", default=False)
    of_resident = models.BooleanField("提出人所附", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "意见附件"
        ordering = ["pk"]

    def __str__(self):
        return self.attachment.name

    def get_absolute_url(self):
        return numbered_address("cases:case_file", self.pk)
