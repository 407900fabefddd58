"""项目实施: the card, the milestones, what the unit reports, how it ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from decisions.projects.enums import (
    PREPARED,
    UNDER_WAY,
    ProjectKind,
    ProjectState,
    ProjectVerb,
)
from decisions.projects.models.construction import (
    Milestone,
    ProgressFile,
    ProgressReport,
    Project,
)
from decisions.projects.models.programmes import Programme
from decisions.projects.notifications import notify_of_end
from decisions.projects.services.programmes import (
    lock_programme,
    lock_project,
    move_project,
    resolve,
    write_step,
)
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from office.models import Attachment, Unit, User
from office.text.masking import mask_text
from office.units.enums import HANDLING_KINDS

LETTERS = {ProjectKind.LIVELIHOOD: "ms", ProjectKind.INVESTMENT: "zf"}
ENDINGS = {
    ProjectVerb.FINISH: "办完了",
    ProjectVerb.FINISH_BASICALLY: "基本办完了",
    ProjectVerb.FAIL: "没有按时办完",
    ProjectVerb.CARRY_OVER: "没有办完，结转到下一年接着办",
}


@transaction.atomic
def add_project(
    *,
    programme: Programme,
    by: User | None,
    number: int | None = None,
    assisting: Iterable[Unit] = (),
    **facts: Any,
) -> Project:
    """A new card in the list of the year. Raises DecisionError."""
    row = lock_programme(programme)
    if row.ballot_id:
        raise DecisionError("已经交代表投票，不能再加项目。")
    _check_facts(facts)
    last = row.projects.aggregate(last=Max("number"))["last"] or 0
    number = number or last + 1
    code = f"{LETTERS[ProjectKind(row.kind)]}{row.year}-{number:03d}"
    try:
        with transaction.atomic():
            project = Project.objects.create(
                programme=row, number=number, code=code, **facts
            )
    except IntegrityError as error:
        raise DecisionError(f"原序 {number} 已经有项目了。") from error
    project.assisting.set(assisting)
    write_step(project, ProjectVerb.PROPOSE, by=by)
    return project


@transaction.atomic
def edit_project(
    *, project: Project, by: User | None, assisting: Iterable[Unit] = (), **facts: Any
) -> Project:
    """Change the card before the deputies have it. Later only by ``changes``."""
    row = lock_project(project)
    if row.state not in PREPARED:
        raise DecisionError("已经交给代表，要改得办变更，由常委会同意。")
    _check_facts(facts)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    row.assisting.set(assisting)
    return row


def _check_facts(facts: dict[str, Any]) -> None:
    unit = facts.get("unit")
    if unit is not None and (unit.kind not in HANDLING_KINDS or not unit.is_active):
        raise DecisionError("责任单位只能是在用的县直部门、镇街政府或县政府办。")
    total, this_year = facts.get("total", 0), facts.get("this_year", 0)
    if min(total, this_year) < 0 or this_year > total:
        raise DecisionError("年度投资不能是负数，也不能多于总投资。")
    first, last = facts.get("begins_on"), facts.get("ends_on")
    if first and last and last < first:
        raise DecisionError("计划完成的日期不能早于开工。")
    if (facts.get("longitude") is None) != (facts.get("latitude") is None):
        raise DecisionError("经度和纬度要一起填。")


@transaction.atomic
def add_milestone(
    *, project: Project, name: str, planned_on: date, by: User | None
) -> Milestone:
    """A node of the plan; once work has begun the plan changes only with consent."""
    row = lock_project(project)
    if row.state not in (*PREPARED, ProjectState.ON_BALLOT, ProjectState.CHOSEN):
        raise DecisionError("已经开始实施，节点要改得办变更，由常委会同意。")
    try:
        with transaction.atomic():
            found = Milestone.objects.create(
                project=row, name=name.strip(), planned_on=planned_on
            )
    except IntegrityError as error:
        raise DecisionError("已经有同名的节点。") from error
    return found


@dataclass(frozen=True)
class Progress:
    """What is reported; money in yuan, summed from the start of the project."""

    day: date
    text: str
    percent: int
    invested: Decimal
    paid: Decimal
    reached: Sequence[Milestone] = ()
    attachments: Sequence[Attachment] = field(default_factory=tuple)


@transaction.atomic
def report_progress(
    *, project: Project, progress: Progress, by: User | None
) -> ProgressReport:
    """填报进度. Raises DecisionError when it cannot follow the report before."""
    row = lock_project(project)
    if row.state not in UNDER_WAY:
        raise DecisionError(f"项目现在是“{row.get_state_display()}”，不能填报进度。")
    _check_progress(row, progress)
    report = ProgressReport.objects.create(
        project=row,
        day=progress.day,
        text=mask_text(progress.text.strip()),
        percent=progress.percent,
        invested=progress.invested,
        paid=progress.paid,
        by=by,
    )
    open_ones = row.milestones.filter(
        pk__in=[one.pk for one in progress.reached], done_on__isnull=True
    )
    open_ones.update(done_on=progress.day)
    ProgressFile.objects.bulk_create(
        ProgressFile(report=report, attachment=one) for one in progress.attachments
    )
    return report


def _check_progress(row: Project, progress: Progress) -> None:
    if progress.day > timezone.localdate():
        raise DecisionError("填报的日期还没有到。")
    if not 0 <= progress.percent <= 100:
        raise DecisionError("形象进度在 0 和 100 之间。")
    if min(progress.invested, progress.paid) < 0:
        raise DecisionError("金额不能是负数。")
    if progress.paid > row.total:
        # 政府投资条例 第二十三条: what was approved is not to be exceeded.
        raise DecisionError("支付超过了总投资。要先按程序调整概算，办理变更。")
    before = row.reports.first()
    if before and progress.day < before.day:
        raise DecisionError("上一次填报的日期比这次晚。")
    if before and (progress.invested < before.invested or progress.paid < before.paid):
        raise DecisionError(
            "填的是累计数，不能比上一次少。有错请在说明里写清，报人大。"
        )
    if before and _says_the_same(before, progress):
        raise DecisionError("和上一次填报的一样，已经收到了。")


def _says_the_same(before: ProgressReport, progress: Progress) -> bool:
    """The button was pressed twice."""
    text = mask_text(progress.text.strip())
    names = ("day", "percent", "invested", "paid")
    return before.text == text and all(
        getattr(before, name) == getattr(progress, name) for name in names
    )


@transaction.atomic
def end_project(
    *,
    project: Project,
    verb: ProjectVerb,
    text: str,
    on: date,
    by: User | None,
) -> Project:
    """完成、基本完成、未完成、结转: the year-end's word, told to all who stand behind it."""
    row = lock_project(project)
    if verb not in ENDINGS:
        raise DecisionError("这一步不在这里办。")
    if not text.strip():
        raise DecisionError("请写清楚结果。")
    if on > timezone.localdate():
        raise DecisionError("日期还没有到。")
    open_ones = row.milestones.filter(done_on__isnull=True)
    if verb == ProjectVerb.FINISH and open_ones.exists():
        first = open_ones.first()
        raise DecisionError(f"节点“{first}”还没有完成，不能说项目完成了。")
    words = mask_text(text.strip())
    move_project(row, verb, by=by, on=on, note=words)
    row.told_at = timezone.now()
    row.save(update_fields=["state", "told_at"])
    notify_of_end(row, ENDINGS[verb], words, by)
    return row


@transaction.atomic
def archive_project(*, project: Project, decided: Decided, by: User | None) -> Project:
    """归档, after the congress has judged it or has consented to the stop."""
    row = lock_project(project)
    judged = row.satisfaction_results.order_by("-number").first()
    if row.state == ProjectState.DONE and row.programme.is_livelihood:
        if judged is None:
            raise DecisionError("还没有满意度测评，不能归档。")
        if judged.grade == "unsatisfied":
            raise DecisionError("测评是不满意，要整改、再次报告、再测评。")
    resolution = resolve(row.programme, ProjectVerb.ARCHIVE, decided, by)
    move_project(row, ProjectVerb.ARCHIVE, by=by, resolution=resolution)
    row.save(update_fields=["state"])
    return row
