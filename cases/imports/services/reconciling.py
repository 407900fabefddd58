"""Reconciles an import: every row of the files must be accounted for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from cases.imports.enums import RowDisposition
from cases.imports.models import ImportBatch, ImportRow
from cases.loop.models.rounds import Round
from cases.loop.services.clock import local_day


@dataclass(frozen=True)
class Reconciliation:
    """Counts of rows by disposition, and days from submission to answer (whole days).

    ``late`` counts answers after the due day. ``reasons`` counts refused rows by
    reason, ``remarks`` counts the assumptions made for imported rows.
    """

    rows: int
    taken: int
    known: int
    waiting: int
    refused: int
    answered: int
    late: int
    by_analogy: int
    median_days: int | None
    p90_days: int | None
    longest_days: int | None
    reasons: Counter = field(default_factory=Counter)
    remarks: Counter = field(default_factory=Counter)

    @property
    def accounted(self) -> int:
        return self.taken + self.known + self.waiting + self.refused


def reconcile(batches: Sequence[ImportBatch]) -> Reconciliation:
    """Count the dispositions of all rows of ``batches``, and how long answers took."""
    rows = ImportRow.objects.filter(batch__in=batches)
    dispositions = Counter(
        (disposition, case is None)
        for disposition, case in rows.values_list("disposition", "case")
    )
    rounds = Round.objects.filter(
        case__in=rows.filter(case__isnull=False).values("case"),
        answered_at__isnull=False,
    ).select_related("case", "rule")
    answered = list(rounds)
    days = sorted((r.answered_at - r.case.received_at).days for r in answered)
    return Reconciliation(
        rows=sum(batch.row_count for batch in batches),
        taken=dispositions[RowDisposition.NEW, False],
        known=dispositions[RowDisposition.KNOWN, False]
        + dispositions[RowDisposition.KNOWN, True],
        waiting=dispositions[RowDisposition.NEW, True],
        refused=dispositions[RowDisposition.REFUSED, False]
        + dispositions[RowDisposition.REFUSED, True],
        answered=len(answered),
        late=sum(local_day(r.answered_at) > r.due_on for r in answered),
        by_analogy=sum(r.start_on < r.rule.valid_from for r in answered),
        median_days=percentile(days, 50),
        p90_days=percentile(days, 90),
        longest_days=days[-1] if days else None,
        reasons=_count_reasons(rows.filter(disposition=RowDisposition.REFUSED)),
        remarks=_count_reasons(
            rows.exclude(disposition=RowDisposition.REFUSED).exclude(reason="")
        ),
    )


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The smallest of the sorted ``values`` with at least ``percent`` of them up to it."""
    if not values:
        return None
    return values[-(-len(values) * percent // 100) - 1]


def _count_reasons(rows: QuerySet[ImportRow]) -> Counter:
    data: Counter = Counter()
    for reason in rows.values_list("reason", flat=True):
        data.update(reason.split("；"))
    return data
