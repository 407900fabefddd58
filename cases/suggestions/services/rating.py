"""代表评价: two dimensions, each proposer for themselves. Silence is not satisfaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import SUGGESTIONS, Attitude, CaseKind, CaseStatus, Verb
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services import building
from cases.loop.services.clock import local_day
from cases.loop.services.moves import CaseError, check_kind, lock_case, move, record
from cases.suggestions.enums import ProposerState
from cases.suggestions.models import Proposer, SuggestionRating
from cases.suggestions.services.drafts import confirmed
from office.calendar.services.deadlines import count_deadline, find_rule
from office.models import User
from office.text import cleaning
from office.text.masking import mask_text


@dataclass(frozen=True)
class SuggestionGrades:
    """办理过程 and 办理结果, apart. A dissatisfied one says why."""

    process: Attitude
    result: Attitude
    comment: str = ""


@transaction.atomic
def rate_suggestion(
    *, case: Case, ratings: SuggestionGrades, by: User, at: datetime | None = None
) -> SuggestionRating:
    """One proposer judges the last answer. Dissatisfied with the result: once more.

    The case is closed when every proposer has judged; who keeps silent counts as
    nothing. Raises CaseError.
    """
    case, at = lock_case(case), at or timezone.now()
    check_kind(case, SUGGESTIONS)
    handling = _last_answered(case)
    proposer = case.suggestion.proposers.filter(
        mandate__deputy__user=by, state=ProposerState.CONFIRMED
    ).first()
    if proposer is None:
        raise CaseError("只有提这件建议的代表可以评价。")
    rating = _write_rating(handling, proposer, ratings, at)
    if ratings.result == Attitude.BAD and case.round_no == handling.number:
        _open_again(case, handling, rating, by, at)
    elif case.status == CaseStatus.ANSWERED and _all_rated(case, handling):
        move(case, Verb.RATE_CONTENT, by=by, at=at, **_said(rating))
        case.closed_at = handling.ended_at = at
        handling.save()
    else:
        record(case, Verb.LATE_RATING, by=by, at=at, **_said(rating))
    case.save()
    return rating


def _last_answered(case: Case) -> Round:
    rounds = case.rounds.select_for_update(of=("self",))
    handling = rounds.filter(answered_at__isnull=False).order_by("-number").first()
    if handling is None:
        raise CaseError("还没有答复，不能评价。")
    return handling


def _write_rating(
    handling: Round, proposer: Proposer, ratings: SuggestionGrades, at: datetime
) -> SuggestionRating:
    comment = cleaning.clean_text(ratings.comment)[: building.TEXT_LIMIT]
    if Attitude.BAD in (ratings.process, ratings.result) and not comment:
        raise CaseError("不满意的，请写具体意见。")
    try:
        with transaction.atomic():
            return SuggestionRating.objects.create(
                round=handling,
                proposer=proposer,
                process=ratings.process,
                result=ratings.result,
                comment=comment,
                at=at,
            )
    except IntegrityError as error:
        raise CaseError("这次办理您已经评价过了。") from error


def _said(rating: SuggestionRating) -> dict:
    process, result = rating.get_process_display(), rating.get_result_display()
    text = f"{rating.proposer}代表评价：办理过程{process}，办理结果{result}。"
    return {"public_note": text, "note": mask_text(rating.comment)}


def _all_rated(case: Case, handling: Round) -> bool:
    rated = set(handling.suggestion_ratings.values_list("proposer_id", flat=True))
    return {p.pk for p in confirmed(case.suggestion)} <= rated


def _open_again(
    case: Case, handling: Round, rating: SuggestionRating, by: User, at: datetime
) -> None:
    """山东条例 第二十四条: handed over anew by the same congress, answered in a month."""
    handling.ended_at = at
    handling.save()
    unit = handling.lead
    said = _said(rating)
    event = move(case, Verb.RATE_NOT_SOLVED, by=by, at=at, unit=unit, **said)
    case.round_no = handling.number + 1
    case.holder = handling.supervisor
    case.due_on = case.warn_on = case.closed_at = None
    Round.objects.create(
        case=case,
        number=case.round_no,
        supervisor=handling.supervisor,
        started_at=at,
    )
    notifications.notify_supervisor_of_dissatisfied(case, handling.supervisor, event)


def close_unrated_suggestions(*, today: date) -> int:
    """Close what its proposers did not judge in time; nobody is counted as satisfied."""
    waiting = Case.objects.filter(kind=CaseKind.SUGGESTION, status=CaseStatus.ANSWERED)
    # Twenty working days are never fewer than twenty days.
    waiting = waiting.filter(answered_at__date__lt=today - timedelta(days=20))
    closed = 0
    for case in list(waiting.only("pk")):
        with transaction.atomic():
            closed += _close_unrated(case, today)
    return closed


def _close_unrated(case: Case, today: date) -> int:
    case = lock_case(case)
    if case.status != CaseStatus.ANSWERED:
        return 0
    answered = local_day(case.answered_at)
    rule = find_rule("suggestion_rating", answered)
    if count_deadline(rule, answered).due >= today:
        return 0
    handling = _last_answered(case)
    proposers = len(confirmed(case.suggestion))
    silent = proposers - handling.suggestion_ratings.count()
    say = (
        f"{proposers} 名代表中 {silent} 名没有反馈，到期办结；没有反馈的不计入满意率。"
    )
    move(case, Verb.CLOSE_UNRATED, by=None, public_note=say)
    case.closed_at = handling.ended_at = timezone.now()
    handling.save()
    case.save()
    return 1
