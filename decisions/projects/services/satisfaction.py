"""满意度测评 of finished projects at the next congress."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from decisions.projects.enums import ENDED, Grade, HalfRule, ProjectState
from decisions.projects.models.construction import Project
from decisions.projects.models.livelihood import Satisfaction
from decisions.projects.services.programmes import lock_project
from decisions.resolutions.errors import DecisionError
from deputies.models import Assembly
from office.models import User


@dataclass(frozen=True)
class Counted:
    """The tellers' numbers. ``members``: everybody entitled, present or not."""

    members: int
    voted: int
    satisfied: int
    basically: int
    unsatisfied: int
    abstained: int = 0

    def check(self) -> None:
        """Raises DecisionError with the two numbers when they do not add up."""
        total = self.satisfied + self.basically + self.unsatisfied + self.abstained
        if min(vars(self).values()) < 0:
            raise DecisionError("票数不能是负数。")
        if total != self.voted:
            raise DecisionError(
                f"各档加起来是 {total}，参加测评的是 {self.voted} 人，对不上。"
            )
        if not self.members >= 1 or self.voted > self.members:
            raise DecisionError("参加测评的人不能比全体还多。")


def grade_of(counted: Counted, at_half: str) -> Grade:
    """The formula that was published (镇海区): of all members.

    满意 when the satisfied reach half; 基本满意 when they do together with the basically
    satisfied; else 不满意. What exactly half is, its two sentences contradict: ``at_half``.
    """

    def reaches(count: int) -> bool:
        if 2 * count == counted.members:
            return at_half == HalfRule.REACHES
        return 2 * count > counted.members

    if reaches(counted.satisfied):
        return Grade.SATISFIED
    if reaches(counted.satisfied + counted.basically):
        return Grade.BASICALLY
    return Grade.UNSATISFIED


@transaction.atomic
def record_satisfaction(
    *,
    project: Project,
    counted: Counted,
    held_by: str,
    held_on: date,
    assembly: Assembly | None = None,
    by: User | None,
) -> Satisfaction:
    """Write down the vote. A second one only after an unsatisfied first.

    Raises DecisionError, also for numbers that do not add up.
    """
    row = lock_project(project)
    if row.state not in (*ENDED, ProjectState.CARRIED_OVER):
        raise DecisionError("年末报告以后才测评。")
    if held_on > timezone.localdate():
        raise DecisionError("测评的日期还没有到。")
    if not held_by.strip():
        raise DecisionError("请写测评机关。")
    counted.check()
    last = row.satisfaction_results.order_by("-number").first()
    if last and last.grade != Grade.UNSATISFIED:
        raise DecisionError("已经测评过了；只有不满意的才再测评。")
    number = (row.satisfaction_results.aggregate(last=Max("number"))["last"] or 0) + 1
    rule = row.programme.tie_at_half
    try:
        with transaction.atomic():
            judgement = Satisfaction.objects.create(
                project=row,
                number=number,
                assembly=assembly,
                held_by=held_by.strip(),
                held_on=held_on,
                at_half=rule,
                grade=grade_of(counted, rule),
                by=by,
                **vars(counted),
            )
    except IntegrityError as error:
        raise DecisionError("这次测评已经登记了。") from error
    return judgement
