"""The duties of a desk: which cases wait for this person, and for what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.loop.enums import CaseStatus
from cases.loop.models.answers import Promise
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Assignment, Extension, Round
from cases.loop.permissions import ANSWERING, SUPERVISING
from cases.loop.querysets import CaseQuerySet
from office.models import User
from office.people.enums import Role
from office.web.work_queue import WorkQueue, count_queues

_HOLDING = (*ANSWERING, Role.STATION_KEEPER, Role.GOVERNMENT_OFFICE)


@dataclass(frozen=True)
class CaseQueue:
    """One list of the desk. ``rows`` gives what waits for a user on a day."""

    key: str
    label: str
    tone: str
    rows: Callable[[User, date], CaseQuerySet]
    why_empty: str = ""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Whom it concerns; none stands for everybody."""
        return _FOR.get(self.key, ())


def count_case_queues(
    duties: list[CaseQueue], user: User, today: date
) -> list[tuple[CaseQueue, int]]:
    """Each with how many wait, in one query: a desk shows a dozen of them."""
    counts = count_queues(duties, user, lambda duty: duty.rows(user, today))
    return list(zip(duties, counts, strict=True))


def _seen(user: User) -> CaseQuerySet:
    return Case.objects.visible_to(user)


def _held(user: User, *statuses: CaseStatus) -> CaseQuerySet:
    held = Case.objects.held_by(user.unit_ids())
    return held.filter(status__in=statuses) if statuses else held.open()


def _watched(user: User) -> CaseQuerySet:
    """The county for its office, its towns for a town's congress; who answers sees what
    they hold; a deputy, who answers nothing, what their constituency and station said."""
    only_deputy = user.has_role(Role.DEPUTY) and not user.has_role(*_HOLDING)
    if only_deputy or user.has_role(*SUPERVISING):
        return _seen(user)
    return _held(user)


def _overdue(user: User, today: date) -> CaseQuerySet:
    return _watched(user).overdue(today)


def _due_soon(user: User, today: date) -> CaseQuerySet:
    return _watched(user).due_soon(today)


def _to_release(user: User, today: date) -> CaseQuerySet:
    """Drafts: of one's own unit in round 1, of what one's congress supervises in any."""
    supervised = Round.objects.filter(
        case=OuterRef("pk"),
        number=OuterRef("round_no"),
        supervisor__in=user.unit_ids(*SUPERVISING),
    )
    own = Q(holder__in=user.unit_ids(Role.SIGNER), round_no=1)
    drafted = Case.objects.filter(status=CaseStatus.DRAFTED)
    return drafted.filter(own | Q(Exists(supervised)))


def _extensions(user: User, today: date) -> CaseQuerySet:
    asked = Extension.objects.filter(
        round__case=OuterRef("pk"),
        granted__isnull=True,
        round__supervisor__in=user.unit_ids(*SUPERVISING),
    )
    return Case.objects.open().filter(Exists(asked))


def _to_assist(user: User, today: date) -> CaseQuerySet:
    asked = Assignment.objects.filter(
        unit__in=user.unit_ids(*ANSWERING),
        duty="assist",
        answered_at__isnull=True,
        returned_at__isnull=True,
    )
    return Case.objects.owed().filter(pk__in=asked.values("case"))


def _stuck(user: User, today: date) -> CaseQuerySet:
    """What nobody moves: returned twice, or come back from a dissatisfied resident."""
    returned = Assignment.objects.filter(case=OuterRef("pk"), returned_at__isnull=False)
    stuck = Q(status=CaseStatus.REOPENED) | (
        Q(status=CaseStatus.ACCEPTED) & Q(Exists(returned))
    )
    return _watched(user).filter(stuck)


def _broken(user: User, today: date) -> CaseQuerySet:
    broken = Promise.objects.filter(case=OuterRef("pk"), state="broken")
    return _watched(user).filter(Exists(broken))


def _fresh(user: User, today: date) -> CaseQuerySet:
    """What came in this month."""
    first = timezone.make_aware(datetime.combine(today.replace(day=1), time()))
    return _seen(user).filter(received_at__gte=first)


def _unfinished(user: User, today: date) -> CaseQuerySet:
    return _seen(user).open()


def _by(*statuses: CaseStatus) -> Callable[[User, date], CaseQuerySet]:
    return lambda user, today: _held(user, *statuses)


CASE_QUEUES = (
    CaseQueue("overdue", "超期", "late", _overdue, "没有超期的。"),
    CaseQueue("soon", "快到期", "soon", _due_soon, "没有快到期的。"),
    CaseQueue("accept", "待受理", "ok", _by(CaseStatus.RECEIVED), "没有等受理的。"),
    CaseQueue(
        "assign",
        "待交办",
        "ok",
        _by(CaseStatus.ACCEPTED, CaseStatus.REOPENED),
        "没有等交办的。",
    ),
    CaseQueue("sign", "待签收", "ok", _by(CaseStatus.ASSIGNED), "没有等签收的。"),
    CaseQueue("hand", "在办", "ok", _by(CaseStatus.IN_HAND), "手里没有在办的。"),
    CaseQueue("assist", "待协办", "ok", _to_assist, "没有等协办意见的。"),
    CaseQueue("release", "待复核发布", "ask", _to_release, "没有等复核的答复稿。"),
    CaseQueue("extension", "延期待批", "ask", _extensions, "没有等批的延期。"),
    CaseQueue("hold", "停表", "hold", _by(CaseStatus.SUSPENDED), "没有停表的。"),
    CaseQueue("stuck", "卡住的", "again", _stuck, "没有卡住的。"),
    CaseQueue("broken", "承诺逾期", "late", _broken, "没有逾期的承诺。"),
    CaseQueue("fresh", "本月新来", "ok", _fresh, "这个月还没有人说。"),
    CaseQueue("unfinished", "还在办", "ok", _unfinished, "没有在办的。"),
)
BY_KEY = {duty.key: duty for duty in CASE_QUEUES}
_FOR = {
    "accept": (Role.STATION_KEEPER, *SUPERVISING),
    "assign": SUPERVISING,
    "sign": ANSWERING,
    "hand": ANSWERING,
    "assist": ANSWERING,
    "release": (Role.SIGNER, *SUPERVISING),
    "extension": SUPERVISING,
    "hold": ANSWERING,
    "stuck": SUPERVISING,
    "broken": (*ANSWERING, *SUPERVISING),
    "fresh": (Role.DEPUTY,),
    "unfinished": (Role.DEPUTY,),
}


def case_queues_of(user: User) -> list[CaseQueue]:
    """The lists that concern this person, most pressing first."""
    return [d for d in CASE_QUEUES if user.has_role(*(d.roles or tuple(Role)))]


def _rows_today(queue: CaseQueue, user: User) -> CaseQuerySet:
    return queue.rows(user, timezone.localdate())


def workbench_lists() -> list[WorkQueue]:
    """The duties as tiles of the workbench; each opens exactly the rows it counts."""
    return [
        WorkQueue(
            duty.key,
            duty.label,
            "admin:cases_case_changelist",
            partial(_rows_today, duty),
            tuple(role for role in SUPERVISING if not duty.roles or role in duty.roles),
            tone="late" if duty.tone == "late" else "",
            on_desk=False,
        )
        for duty in CASE_QUEUES
        if not duty.roles or set(duty.roles) & set(SUPERVISING)
    ]
