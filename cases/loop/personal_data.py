"""Where the words and the person of a case stand, and what is left when they go."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import Case as Choice
from django.db.models import Model, Q, QuerySet, Value, When

from cases.loop.enums import CaseStatus
from cases.loop.models.answers import Promise, Rating, Reply
from cases.loop.models.cases import GONE, Case, CaseEvent, CaseFile
from cases.loop.models.rounds import Assignment, Extension, Suspension
from cases.loop.models.submitters import Submitter
from office.models import Delivery, Notice
from office.text.personal_data import PersonalData, rows_of

ENDED = (CaseStatus.DECLINED, CaseStatus.WITHDRAWN)


def _cases(pks: Collection[int]) -> QuerySet:
    return Case.everything.filter(pk__in=pks)


def _submitters(pks: Collection[int]) -> QuerySet:
    return rows_of(Submitter).filter(case__in=pks)


def ended_cases(before: datetime, path: str = "") -> Q:
    """Cases, or rows that reach one by ``path``, that ended ``before``.

    Whoever joined a matter is told its answer; when the matter ended so did the purpose.
    """

    def ended(at: str) -> Q:
        over = Q(**{f"{at}status": CaseStatus.CLOSED, f"{at}closed_at__lt": before})
        return over | Q(**{f"{at}status__in": ENDED, f"{at}updated_at__lt": before})

    return ended(path) | ended(f"{path}merged_into__")


def _ended_submitters(before: datetime) -> QuerySet:
    return rows_of(Submitter).filter(
        pk__in=Submitter.objects.filter(ended_cases(before, "case__")).values("pk")
    )


def _addresses(pks: Collection[int]) -> list[str]:
    """The links under which notices name these cases."""
    return [
        address
        for case in _cases(pks).only("pk", "tracking_code")
        for address in (case.get_absolute_url(), case.get_track_url())
    ]


def _notices(pks: Collection[int]) -> QuerySet:
    return rows_of(Notice).filter(url__in=_addresses(pks))


def _deliveries(pks: Collection[int]) -> QuerySet:
    return rows_of(Delivery).filter(notice__in=_notices(pks).values("pk"))


def _by_round(model: type[Model]) -> Callable[[Collection[int]], QuerySet]:
    return lambda pks: rows_of(model).filter(round__case__in=pks)


def _by_case(model: type[Model]) -> Callable[[Collection[int]], QuerySet]:
    return lambda pks: rows_of(model).filter(case__in=pks)


def _left(column: str) -> Choice:
    """Nothing stays nothing; what a constraint asks for is left as one word."""
    return Choice(When(**{column: ""}, then=Value("")), default=Value(GONE))


ROWS = (
    PersonalData(
        Case,
        words={
            "title": GONE,
            "text": "",
            "place": "",
            "public_title": "",
            "public_text": "",
            "answer_brief": "",
            "search": None,
            "public_search": None,
        },
        of_cases=_cases,
    ),
    PersonalData(
        Submitter,
        person={"name": "", "phone": "", "phone_hash": "", "address": ""},
        words={"factor_hash": "", "told_by": ""},
        of_cases=_submitters,
        ended=_ended_submitters,
    ),
    PersonalData(
        CaseEvent, words={"note": "", "public_note": ""}, of_cases=_by_case(CaseEvent)
    ),
    PersonalData(
        Reply,
        words={
            "text": GONE,
            "public_text": "",
            "promise": _left("promise"),
            "returned_reason": "",
        },
        of_cases=_by_round(Reply),
    ),
    PersonalData(
        Promise, words={"text": GONE, "report": ""}, of_cases=_by_case(Promise)
    ),
    PersonalData(Rating, words={"comment": ""}, of_cases=_by_case(Rating)),
    PersonalData(
        Assignment,
        words={"opinion": "", "return_reason": _left("return_reason")},
        of_cases=_by_case(Assignment),
    ),
    PersonalData(
        Extension, words={"reason": GONE, "answer": ""}, of_cases=_by_round(Extension)
    ),
    PersonalData(Suspension, words={"text": GONE}, of_cases=_by_round(Suspension)),
    # Deliveries first: they are found by the link of their notice.
    PersonalData(
        Delivery, person={"address": ""}, words={"error": ""}, of_cases=_deliveries
    ),
    PersonalData(Notice, words={"title": GONE, "text": GONE}, of_cases=_notices),
    PersonalData(CaseFile, elsewhere="cases/accusations/services/wall.py"),
)
