"""The thread of one case, oldest first: each step with who, when, what, how long."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.loop.enums import (
    RATINGS,
    READ_FIRST,
    CaseKind,
    Grade,
    IntakeChannel,
    Verb,
    step_label,
)
from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case, CaseEvent, CaseFile
from cases.loop.page.history import History, history_of
from cases.loop.page.step import Reader, Step
from cases.loop.page.upcoming import upcoming_steps
from office.calendar.services.deadlines import load_calendar
from office.text.masking import mask_text

# Inside matters: on the staff's page only.
INSIDE = {
    Verb.DRAFT,
    Verb.SEND_BACK,
    Verb.ASSIST_ANSWER,
    Verb.ASK_EXTENSION,
    Verb.REFUSE_EXTENSION,
    Verb.URGE,
    Verb.PUBLISH,
    Verb.UNPUBLISH,
    Verb.RELEASE_WORDS,
    Verb.HIDE_WORDS,
}
# How a step of a suggestion is called; "" is the first sentence of what was said.
BY_DEPUTIES = {
    Verb.SUBMIT: "代表提出建议",
    Verb.WITHDRAW: "领衔代表撤回",
    Verb.RATE_CONTENT: "",
    Verb.RATE_NOT_SOLVED: "",
    Verb.LATE_RATING: "",
}
RELEASES = (Verb.RELEASE, Verb.RELEASE_PART)


@dataclass(frozen=True)
class Chapter:
    """One handling, or what came before it."""

    title: str
    year: int
    steps: list[Step]


@dataclass(frozen=True)
class Timeline:
    chapters: list[Chapter]
    upcoming: list[Step]
    workdays: int
    units: int

    @property
    def span(self) -> str:
        """``13 个工作日``; ``当天`` when it began today."""
        return _took(self.workdays)

    @property
    def last_answers(self) -> list[Reply]:
        """What has been answered in the present handling."""
        steps = self.chapters[-1].steps if self.chapters else []
        return [step.answer for step in steps if step.answer]


def timeline_of(
    case: Case, *, reader: Reader, today: date, history: History | None = None
) -> Timeline:
    """The whole thread in a constant number of queries.

    The public reads what was released to it; the resident reads their own words as they
    wrote them; staff read everything with the numbers of people covered
    (个人信息保护法 第五十一条: who needs one looks at it for a reason, on record).
    """
    history = history or history_of(case)
    replies = {(reply.round.number, reply.unit_id): reply for reply in history.replies}
    files = _files(history, reader)
    words = {row.event_id: row.text for row in history.words}
    calendar = load_calendar()
    chapters: list[Chapter] = []
    before: date | None = None
    for event in history.events:
        if not _shown(event, reader):
            continue
        day = timezone.localtime(event.at).date()
        step = _step(case, event, reader, replies, files, words)
        took = _took(calendar.workdays_between(before, day)) if before else ""
        _chapter(chapters, event.round_no, day).steps.append(_with(step, took))
        before = day
    if chapters:
        # A round that has just been opened stands there before its first step.
        _chapter(chapters, case.round_no, today)
    first = timezone.localtime(case.received_at).date()
    end = timezone.localtime(case.closed_at).date() if case.closed_at else today
    units = {event.unit_id for event in history.events if event.unit_id}
    return Timeline(
        chapters,
        upcoming_steps(case, reader),
        calendar.workdays_between(first, end),
        len(units),
    )


def _files(history: History, reader: Reader) -> dict[int | None, list[CaseFile]]:
    by_event: dict[int | None, list[CaseFile]] = {}
    for row in history.files:
        own = reader == Reader.RESIDENT and row.of_resident
        if reader == Reader.STAFF or row.is_public or own:
            by_event.setdefault(row.event_id, []).append(row)
    return by_event


def _shown(event: CaseEvent, reader: Reader) -> bool:
    if reader == Reader.STAFF:
        return True
    return event.verb not in INSIDE and (
        bool(event.public_note) or event.verb in RELEASES
    )


def _step(case, event, reader, replies, files, words) -> Step:
    verb = event.verb
    staff = reader == Reader.STAFF
    who = f"{event.by}" if staff and event.by else ""
    answer = replies.get((event.round_no, event.unit_id)) if verb in RELEASES else None
    text, quote = mask_text(event.public_note), ""
    if reader == Reader.PUBLIC and verb == Verb.SUSPEND:
        # The unit's reason is for whoever asked.
        text = text.partition("：")[0] + "。"
    if verb in READ_FIRST:
        text, quote = _said(case, event, reader, words)
    elif staff and event.note and event.note != event.public_note:
        text = f"{text}\n{mask_text(event.note)}".strip()
    if verb == Verb.SUBMIT:
        who = _came_by(case, event, reader)
        text, quote = "", _words(case, event, reader)
    return Step(
        title=_title(case, event, reader),
        at=event.at,
        who=who,
        text="" if answer else text,
        quote=quote,
        tone="bad" if verb in (Verb.RATE_NOT_SOLVED, Verb.BREAK_PROMISE) else "",
        answer=answer,
        files=files.get(event.pk, []),
    )


def _came_by(case: Case, event: CaseEvent, reader: Reader) -> str:
    place = case.station.name if case.station else ""
    way = IntakeChannel(case.channel).label
    # The public need not know which clerk took the call.
    by = f"，{event.by}代录" if reader != Reader.PUBLIC and event.by else ""
    return f"{place}　{way}{by}".strip()


def _said(case: Case, event: CaseEvent, reader: Reader, words) -> tuple[str, str]:
    """Text and quote of a step with free text: released for all, whole for its own."""
    shown = words.get(event.pk, "")
    if event.verb == Verb.NOTE:
        if reader == Reader.PUBLIC:
            return shown, ""
        if reader == Reader.RESIDENT:
            return mask_text(event.public_note), ""
        return mask_text(event.note or event.public_note), ""
    if reader == Reader.STAFF:
        return "", mask_text(event.note)
    if reader == Reader.RESIDENT and event.speaker_id == case.pk:
        return "", event.note
    return "", shown


def _words(case: Case, event: CaseEvent, reader: Reader) -> str:
    if reader == Reader.PUBLIC:
        return case.public_text if case.is_public else ""
    return case.text if reader == Reader.RESIDENT else mask_text(case.text)


def _title(case: Case, event: CaseEvent, reader: Reader) -> str:
    verb, unit = event.verb, event.unit
    own = reader == Reader.RESIDENT
    if case.kind == CaseKind.SUGGESTION and verb in BY_DEPUTIES:
        return BY_DEPUTIES[Verb(verb)] or event.public_note.partition("。")[0]
    if verb == Verb.SUBMIT:
        return "您提交了意见" if own else "居民提交了意见"
    if verb in RATINGS:
        text = event.public_note.partition("：")[2].partition("。")[0]
        known = text if text in Grade.labels else ""
        by = "（工作人员代录）" if event.by_id else ""
        return f"{'您' if own else '提出人'}评价：{known}{by}"
    if verb == Verb.SUPPLEMENT:
        by = "（工作人员代录）" if event.by_id else ""
        return f"{'您' if own else '提出人'}补充了情况{by}"
    if verb == Verb.ASSIGN and unit:
        return f"交给{unit}"
    if verb == Verb.SIGN and unit:
        return f"{unit}签收"
    if verb in RELEASES and unit:
        again = "再次" if event.round_no > 1 else ""
        return f"{unit}{again}答复"
    if verb == Verb.NOTE and unit:
        return f"{unit}的办理记录"
    return step_label(verb)


def _took(days: int) -> str:
    return f"{days} 个工作日" if days else "当天"


def _with(step: Step, took: str) -> Step:
    return Step(**{**step.__dict__, "took": took})


_NUMERALS = "零一二三四五六七八九十"


def _chapter(chapters: list[Chapter], number: int, day: date) -> Chapter:
    """The last chapter, or a new one when ``number`` has come."""
    # The rating that opens round n+1 is the end of round n.
    title = f"第{_NUMERALS[min(number, 10)]}次办理"
    if not chapters or chapters[-1].title != title:
        chapters.append(Chapter(title, day.year, []))
    return chapters[-1]
