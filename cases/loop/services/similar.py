"""Finds similar cases: shown before submitting, and to the clerk.

Candidates come from the index, by any three consecutive characters in common; rapidfuzz
then scores them. A person always decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from rapidfuzz import fuzz

from cases.loop.models.cases import Case
from cases.loop.querysets import CaseQuerySet
from office.models import Division
from office.text.search import any_of

CANDIDATES = 200
LEAST_SCORE = 45
NEAR_BONUS = 12


@dataclass(frozen=True)
class Similar:
    """A case and its similarity, 0 to 100."""

    case: Case
    score: int


def similar_cases(
    text: str,
    *,
    among: CaseQuerySet,
    division: Division | None = None,
    public: bool = True,
    leave_out: Iterable[int] = (),
    limit: int = 3,
) -> list[Similar]:
    """The cases of ``among`` most similar to ``text``, best first.

    Nearby ones come before others. ``public`` compares with published text only, never
    with the resident's own words.
    """
    asked = any_of(text)
    if not asked:
        return []
    query = SearchQuery(asked, search_type="raw", config="simple")
    field = "public_search" if public else "search"
    rows = (
        among.filter(**{field: query})
        .exclude(pk__in=list(leave_out))
        .select_related("division__parent", "holder")
        .order_by("-pk")[:CANDIDATES]
    )
    scored = [Similar(case, _score(text, case, division, public)) for case in rows]
    fitting = [row for row in scored if row.score >= LEAST_SCORE]
    return sorted(fitting, key=lambda row: (-row.score, -row.case.pk))[:limit]


def _score(text: str, case: Case, division: Division | None, public: bool) -> int:
    words = (
        f"{case.public_title} {case.public_text}"
        if public
        else f"{case.title} {case.text}"
    )
    score = fuzz.token_set_ratio(" ".join(text), " ".join(words))
    near = division is not None and case.division_id == division.pk
    return round(min(100, score * 0.8 + (NEAR_BONUS if near else 0)))
