"""Figures: a number with its denominator, period and a link to the rows."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from cases.loop.enums import CaseStatus, Grade, ResultClass
from cases.loop.querysets import CaseQuerySet

# With a smaller sample a rate is meaningless and could reveal single people.
SMALLEST = 10
CONTENT = (Grade.SOLVED, Grade.PARTLY)


@dataclass(frozen=True)
class Figure:
    """``numerator`` of ``denominator``; the rate is hidden for small samples."""

    name: str
    numerator: int
    denominator: int
    said: tuple[str, str]
    note: str = ""
    url: str = ""
    link: str = ""

    @property
    def is_hidden(self) -> bool:
        return self.denominator < SMALLEST

    @property
    def number(self) -> str:
        if self.is_hidden:
            return "—"
        return f"{100 * self.numerator / self.denominator:.1f}"

    @property
    def unit(self) -> str:
        return "" if self.is_hidden else "%"

    @property
    def parts(self) -> tuple[str, str]:
        over, under = self.said
        return (f"{over} {self.numerator} 件", f"{under} {self.denominator} 件")


@dataclass(frozen=True)
class Counts:
    """The counts behind the figures of one scope and period, read in one query."""

    received: int
    closed: int
    rated: int
    content: int
    solved: int


def start_of_year(today: date) -> datetime:
    return timezone.make_aware(datetime.combine(today.replace(month=1, day=1), time()))


def count_cases(cases: CaseQuerySet, since: datetime) -> Counts:
    """Count ``cases`` received from ``since`` on. Declined ones are excluded."""
    closed = Q(status=CaseStatus.CLOSED)
    rated = ~Q(grade="")
    left_out = (CaseStatus.DECLINED, CaseStatus.WITHDRAWN, CaseStatus.MERGED)
    counted = (
        cases.filter(received_at__gte=since)
        .exclude(status__in=left_out)
        .order_by()
        .aggregate(
            received=Count("status"),
            closed=Count("status", filter=closed),
            rated=Count("status", filter=rated),
            content=Count("status", filter=Q(grade__in=CONTENT)),
            solved=Count(
                "status",
                filter=closed
                & Q(result_class=ResultClass.SOLVED)
                & ~Q(grade=Grade.NOT_SOLVED),
            ),
        )
    )
    return Counts(**counted)


def figures_of(counts: Counts, *, scope: str = "") -> list[Figure]:
    """办结率、满意率、解决率. ``scope`` is the query string of the list, ``station=TY-01``."""
    listed = reverse("cases:cases")
    joined = f"{scope}&" if scope else ""
    open_ = counts.received - counts.closed
    return [
        Figure(
            "办结率",
            counts.closed,
            counts.received,
            ("办结", "受理"),
            note=f"还在办 {open_} 件" if open_ else "",
            url=f"{listed}?{joined}state=open",
            link="看公开的在办件",
        ),
        Figure(
            "满意率",
            counts.content,
            counts.rated,
            ("评价解决了或解决了一部分", "评价"),
            note=f"没有评价的 {counts.received - counts.rated} 件不算在内，含还没答复的",
            url=f"{listed}?{joined}state=answered",
            link="看公开的已答复件",
        ),
        Figure(
            "解决率",
            counts.solved,
            counts.closed,
            ("已经解决", "办结"),
            note="其余列入计划，或者写明了原因",
            url=f"{listed}?{joined}state=closed",
            link="看公开的办结件",
        ),
    ]
