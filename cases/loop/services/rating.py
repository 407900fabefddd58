"""The judgement of those who asked. Silence is not satisfaction."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import OPINIONS, Attitude, CaseKind, CaseStatus, Grade, Verb
from cases.loop.models.answers import Rating
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.loop.services import building
from cases.loop.services.clock import local_day
from cases.loop.services.moves import CaseError, check_kind, lock_case, move, record
from office.calendar.services.deadlines import count_deadline, find_rule
from office.models import Unit, User
from office.text import cleaning
from office.text.masking import mask_text
from office.units.enums import UnitKind


@transaction.atomic
def rate_case(
    *,
    case: Case,
    grade: Grade,
    attitude: Attitude | str = "",
    comment: str = "",
    by: User | None = None,
    at: datetime | None = None,
) -> Rating:
    """One submitter judges the last answer. ``case`` is their own, merged or not.

    ``by`` is the member of staff who entered it for them; it stands on every page.
    NOT_SOLVED opens the next round in the same transaction, with another supervisor;
    the answer that did not help stays beside it. Raises CaseError.
    """
    main = lock_case(case.merged_into or case)
    check_kind(main, OPINIONS)
    handling = _last_answered(main)
    at = at or timezone.now()
    rating = _write_rating(handling, case, grade, attitude, comment, by, at)
    if grade == Grade.NOT_SOLVED and main.round_no == handling.number:
        _open_next_round(main, handling, rating, by, at)
    elif main.status == CaseStatus.ANSWERED and case.pk == main.pk:
        move(main, Verb.RATE_CONTENT, by=by, at=at, **_said(rating))
        main.grade, main.closed_at = grade, at
        _end(handling, at)
    else:
        record(main, Verb.LATE_RATING, by=by, at=at, **_said(rating))
        if case.pk == main.pk:
            main.grade = grade
    main.save()
    return rating


def _said(rating: Rating) -> dict:
    """The grade for everybody; the words for those inside until they are released."""
    return {
        "public_note": f"提出人评价：{Grade(rating.grade).label}。",
        "note": mask_text(rating.comment),
        "speaker": rating.case,
    }


def _last_answered(main: Case) -> Round:
    handling = (
        main.rounds.select_for_update(of=("self",))
        .filter(answered_at__isnull=False)
        .order_by("-number")
        .first()
    )
    if handling is None:
        raise CaseError("还没有答复，不能评价。")
    return handling


def _write_rating(
    handling: Round,
    case: Case,
    grade: Grade,
    attitude: Attitude | str,
    comment: str,
    by: User | None,
    at: datetime,
) -> Rating:
    try:
        with transaction.atomic():
            return Rating.objects.create(
                round=handling,
                case=case,
                grade=grade,
                attitude=attitude,
                comment=cleaning.clean_text(comment)[: building.TEXT_LIMIT],
                entered_by=by,
                at=at,
            )
    except IntegrityError as error:
        raise CaseError("这次办理您已经评价过了。") from error


def _open_next_round(
    main: Case, handling: Round, rating: Rating, by: User | None, at: datetime
) -> None:
    """Round n+1, watched by another body than round n; round n keeps its answer."""
    _end(handling, at)
    said = _said(rating)
    move(main, Verb.RATE_NOT_SOLVED, by=by, at=at, unit=handling.lead, **said)
    supervisor = next_supervisor(handling.supervisor)
    main.round_no = handling.number + 1
    main.grade, main.holder = Grade.NOT_SOLVED, supervisor
    main.due_on = main.warn_on = main.closed_at = None
    Round.objects.create(
        case=main, number=main.round_no, supervisor=supervisor, started_at=at
    )
    notifications.notify_supervisor_of_new_round(main, supervisor, rating)


def next_supervisor(now: Unit) -> Unit:
    """Another body above the one that watched: town, county congress, its office.

    From the last rung on it stays there; a third round is closed by a meeting of the
    three sides.
    """
    congress = list(Unit.objects.active().filter(kind=UnitKind.CONGRESS).order_by("pk"))
    if now.kind != UnitKind.CONGRESS:
        return congress[0]
    above = [unit for unit in congress if unit.pk > now.pk]
    return above[0] if above else now


def _end(handling: Round, at: datetime) -> None:
    handling.ended_at = at
    handling.save()


@transaction.atomic
def close_after_meeting(
    *, case: Case, minutes: str, by: User, at: datetime | None = None
) -> Case:
    """三方会商: the supervisor closes what a second answer did not settle, with minutes.

    Never by the unit that handled it. Raises CaseError.
    """
    case = lock_case(case)
    if case.round_no < 2:
        raise CaseError("第一次办理由提出人评价，不能会商办结。")
    if not minutes.strip():
        raise CaseError("请写会商记录：谁参加，怎么说，怎么定。")
    handlers = case.assignments.values_list("unit_id", flat=True)
    if set(by.unit_ids()) & set(handlers):
        raise CaseError("承办单位自己不能结案，请督办单位办理。")
    at = at or timezone.now()
    say = f"三方会商：{mask_text(minutes.strip())}"
    move(case, Verb.CLOSE_AFTER_MEETING, by=by, at=at, note=minutes, public_note=say)
    case.closed_at, case.due_on, case.warn_on = at, None, None
    case.rounds.filter(number=case.round_no).update(ended_at=at)
    case.save()
    notifications.notify_submitters(
        case, "closed", "会商有结果了", say, key=f"{case.pk}:{case.round_no}"
    )
    return case


def close_unrated(*, today: date) -> int:
    """Close what nobody judged in time. It counts as closed, never as satisfied."""
    last = _last_day_still_open(today)
    waiting = Case.objects.filter(
        status=CaseStatus.ANSWERED, answered_at__date__lt=last
    ).exclude(kind=CaseKind.SUGGESTION)
    closed = 0
    for case in list(waiting.only("pk")):
        with transaction.atomic():
            closed += _close_unrated(case, last)
    return closed


def _last_day_still_open(today: date) -> date:
    """The earliest day of answer whose time to judge has not run out on ``today``."""
    rule = find_rule("case_rating", today)
    day = today - timedelta(days=rule.amount + 20)
    while count_deadline(rule, day).due < today:
        day += timedelta(days=1)
    return day


def _close_unrated(case: Case, last: date) -> int:
    case = lock_case(case)
    if case.status != CaseStatus.ANSWERED or local_day(case.answered_at) >= last:
        return 0
    move(
        case,
        Verb.CLOSE_UNRATED,
        by=None,
        public_note="提出人没有评价，到期办结。没有评价的不算满意。",
    )
    case.closed_at = timezone.now()
    case.rounds.filter(number=case.round_no).update(ended_at=case.closed_at)
    case.save()
    return 1
