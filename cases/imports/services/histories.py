"""What was handled and answered before the portal was there, by the same rules.

Every move goes through MOVES and every due day through the same counting as live ones.
Nothing here writes; the moments are those of the record.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from cases.loop.enums import Duty, ReplyState, Verb
from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.rounds import Assignment, Round
from cases.loop.services import screening
from cases.loop.services.answer_rules import answer_rule
from cases.loop.services.answering import brief
from cases.loop.services.clock import local_day, set_due_day
from cases.loop.services.moves import build_move
from office.calendar.services.deadlines import (
    DeadlineError,
    WorkCalendar,
    cn_date,
    count_deadline,
    find_rule,
    load_calendar,
)
from office.models import DeadlineRule, Unit
from office.text import cleaning
from office.text.masking import mask_text

NOTE = "按导入的记录补记。"


@dataclass(frozen=True)
class PastAnswer:
    """What ``unit`` answered at ``at``."""

    unit: Unit
    text: str
    at: datetime


@dataclass
class History:
    """The unsaved rows of one handled case, in the order in which they are saved."""

    round: Round
    assignment: Assignment
    reply: Reply
    events: list[CaseEvent] = field(default_factory=list)


class RuleBook:
    """Deadline rules by name and day, and the bodies that watch; each read once."""

    def __init__(self) -> None:
        self.calendar: WorkCalendar = load_calendar()
        self._rules: dict[tuple[str, date], DeadlineRule] = {}
        self._supervisors: dict[tuple[str, int], Unit] = {}

    def rule(self, name: str, day: date) -> DeadlineRule:
        """The version in force on ``day``; before the first one, the first by analogy."""
        if (name, day) not in self._rules:
            try:
                found = find_rule(name, day)
            except DeadlineError:
                first = (
                    DeadlineRule.objects.filter(name=name).order_by("version").first()
                )
                if first is None:
                    raise
                found = first
            self._rules[name, day] = found
        return self._rules[name, day]

    def supervisor(self, case: Case) -> Unit:
        key = (case.level, case.division_id)
        if key not in self._supervisors:
            self._supervisors[key] = screening.supervisor_of(case)
        return self._supervisors[key]


def build_history(
    case: Case, answer: PastAnswer, book: RuleBook, now: datetime
) -> History:
    """Bring the unsaved ``case`` from received to answered, and closed when time is up.

    The record knows two moments: when it came in, which starts the clock, and when it
    was answered. Silence until the end of the time to judge closes it, unrated.
    """
    history = _hand_over(case, answer, book)
    _answer(case, history, answer)
    _close_when_time_is_up(case, history, answer, book, now)
    return history


def _hand_over(case: Case, answer: PastAnswer, book: RuleBook) -> History:
    at, unit = case.received_at, answer.unit
    supervisor = book.supervisor(case)
    handling = Round(
        case=case,
        number=case.round_no,
        supervisor=supervisor,
        lead=unit,
        started_at=at,
        assigned_at=at,
        signed_at=at,
        start_on=local_day(at),
    )
    case.holder = supervisor
    say = f"编为{case.number}，由{supervisor}定承办单位。"
    events = [_move(case, Verb.ACCEPT, at, supervisor, say)]
    handling.rule = book.rule(answer_rule(unit, case.round_no), local_day(at))
    set_due_day(case, handling, book.calendar)
    handling.first_due_on = handling.due_on
    case.holder = unit
    say = f"交给{unit}，答复期限{cn_date(handling.due_on)}。"
    events.append(_move(case, Verb.ASSIGN, at, unit, say))
    events.append(_move(case, Verb.SIGN, at, unit, f"{unit}签收，开始办理。"))
    part = Assignment(
        case=case,
        round=handling,
        unit=unit,
        duty=Duty.LEAD,
        due_on=handling.due_on,
        assigned_at=at,
        answered_at=answer.at,
    )
    # The result was not classified then, and is not guessed now.
    reply = Reply(round=handling, unit=unit, result_class="")
    return History(handling, part, reply, events)


def _answer(case: Case, history: History, answer: PastAnswer) -> None:
    reply = history.reply
    reply.text = cleaning.clean_text(answer.text)
    reply.public_text = mask_text(reply.text)
    reply.state = ReplyState.RELEASED
    reply.drafted_at = reply.released_at = answer.at
    history.round.answered_at = case.answered_at = answer.at
    history.events.append(_move(case, Verb.DRAFT, answer.at, answer.unit))
    say = f"{answer.unit}答复。"
    history.events.append(_move(case, Verb.RELEASE, answer.at, answer.unit, say))
    case.answer_brief = brief(reply)
    case.due_on = case.warn_on = None


def _close_when_time_is_up(
    case: Case, history: History, answer: PastAnswer, book: RuleBook, now: datetime
) -> None:
    day = local_day(answer.at)
    last = count_deadline(book.rule("case_rating", day), day, book.calendar).due
    if local_day(now) <= last:
        return
    zone = ZoneInfo(settings.TIME_ZONE)
    at = datetime.combine(last + timedelta(days=1), time(), zone)
    say = "提出人没有评价，到期办结。没有评价的不算满意。"
    history.events.append(_move(case, Verb.CLOSE_UNRATED, at, None, say))
    case.closed_at = history.round.ended_at = at


def _move(
    case: Case, verb: Verb, at: datetime, unit: Unit | None, say: str = ""
) -> CaseEvent:
    return build_move(case, verb, by=None, at=at, unit=unit, note=NOTE, public_note=say)
