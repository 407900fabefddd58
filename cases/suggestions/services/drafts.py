"""代表建议 before it is a case: written, joined by others, submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import OPINIONS, CaseKind, CaseStatus, IntakeChannel, Verb
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.services import building
from cases.loop.services.building import Intake
from cases.loop.services.intake import reserve_numbers
from cases.loop.services.moves import CaseError, check_kind, lock_case, record
from cases.suggestions import notifications as suggestion_notifications
from cases.suggestions.enums import Hidden, Occasion, ProposerState
from cases.suggestions.models import Proposer, Suggestion
from cases.suggestions.services.records import write_proposers
from cases.thread.services import link_thread
from deputies.models import Mandate
from deputies.register.enums import Level
from office.models import Division, Unit, User
from office.places.enums import DivisionLevel
from office.text import cleaning
from office.text.masking import mask_text

JOINABLE = (CaseStatus.RECEIVED, CaseStatus.ACCEPTED)


@dataclass(frozen=True)
class Words:
    """The text of a suggestion. ``hidden`` is the reason why it may not be public."""

    title: str
    text: str
    division: Division
    occasion: Occasion = Occasion.BETWEEN
    session: str = ""
    session_closed_on: date | None = None
    hidden: Hidden | str = ""


@transaction.atomic
def write_suggestion(
    *, lead: Mandate, words: Words, from_case: Case | None = None, by: User
) -> Suggestion:
    """Create a draft of ``lead``, its first proposer. Raises CaseError."""
    _check_seat(lead, by)
    data = Suggestion(lead=lead, from_case=from_case)
    _take_words(data, words)
    data.save()
    now = timezone.now()
    Proposer.objects.create(
        suggestion=data,
        mandate=lead,
        is_lead=True,
        state=ProposerState.CONFIRMED,
        asked_at=now,
        answered_at=now,
    )
    return data


def _check_seat(lead: Mandate, by: User) -> None:
    if not Mandate.objects.in_office().filter(pk=lead.pk).exists():
        raise CaseError("只有资格有效的本届代表可以提出建议。")
    if lead.deputy.user_id != by.pk:
        raise CaseError("代表建议由代表本人提出。")


def _take_words(suggestion: Suggestion, words: Words) -> None:
    suggestion.title = cleaning.clean_text(words.title)[:100]
    suggestion.text = cleaning.clean_text(words.text)[: building.TEXT_LIMIT]
    if not suggestion.title or not suggestion.text:
        raise CaseError("请写明标题和内容：什么情况，怎么分析，建议怎么办。")
    if words.occasion == Occasion.IN_SESSION and not words.session.strip():
        raise CaseError("大会期间提出的，请写明是哪次会议。")
    suggestion.division, suggestion.occasion = words.division, words.occasion
    suggestion.session = words.session.strip()[:60]
    suggestion.session_closed_on, suggestion.hidden = (
        words.session_closed_on,
        words.hidden,
    )


@transaction.atomic
def change_suggestion(*, suggestion: Suggestion, words: Words, by: User) -> Suggestion:
    """Change a draft; those who had confirmed the old text are asked again."""
    row = _lock_draft(suggestion, by)
    before = (row.title, row.text)
    _take_words(row, words)
    if (row.title, row.text) != before:
        row.text_version += 1
        signed = row.proposers.filter(is_lead=False, state=ProposerState.CONFIRMED)
        again = list(signed)
        signed.update(state=ProposerState.ASKED, answered_at=None)
        for proposer in again:
            suggestion_notifications.ask_to_join(row, proposer)
    row.save()
    return row


def lock_suggestion(suggestion: Suggestion) -> Suggestion:
    """Locked before its case everywhere, to avoid deadlocks."""
    locked = Suggestion.objects.select_for_update(of=("self",))
    return locked.select_related("lead__deputy").get(pk=suggestion.pk)


def _lock_draft(suggestion: Suggestion, by: User) -> Suggestion:
    row = lock_suggestion(suggestion)
    if row.lead.deputy.user_id != by.pk:
        raise CaseError("只有领衔代表可以改。")
    if row.case_id:
        raise CaseError("已经提交，不能再改。要改的，请书面撤回后另提。")
    return row


@transaction.atomic
def ask_proposers(
    *, suggestion: Suggestion, mandates: Sequence[Mandate], by: User
) -> list[Proposer]:
    """Ask deputies of the same congress to join; they count once they confirm."""
    row = lock_suggestion(suggestion)
    if row.lead.deputy.user_id != by.pk:
        raise CaseError("联名由领衔代表邀请。")
    _check_joinable(row)
    seats = Mandate.objects.in_office().filter(pk__in=[m.pk for m in mandates])
    asked = []
    for seat in seats.select_related("deputy__user"):
        if seat.term_id != row.lead.term_id:
            raise CaseError(f"{seat.deputy}不是同一届的代表，不能联名。")
        if row.proposers.filter(mandate=seat).exists():
            continue
        proposer = Proposer.objects.create(
            suggestion=row, mandate=seat, asked_at=timezone.now()
        )
        suggestion_notifications.ask_to_join(row, proposer)
        asked.append(proposer)
    return asked


def _check_joinable(suggestion: Suggestion) -> Case | None:
    """The locked case of a submitted suggestion; None for a draft."""
    if suggestion.case_id is None:
        return None
    case = lock_case(suggestion.case)
    if case.status not in JOINABLE:
        raise CaseError("已经交办，不能再联名。")
    return case


@transaction.atomic
def answer_invitation(
    *, suggestion: Suggestion, joins: bool, version: int, by: User
) -> Proposer:
    """A deputy confirms or refuses to be a proposer of the text version they read."""
    row = lock_suggestion(suggestion)
    case = _check_joinable(row)
    proposer = row.proposers.filter(mandate__deputy__user=by, is_lead=False).first()
    if proposer is None:
        raise CaseError("没有请您联名。")
    if proposer.state != ProposerState.ASKED:
        raise CaseError(f"您已经答复过：{proposer.get_state_display()}。")
    if version != row.text_version:
        raise CaseError("领衔代表刚改过内容，请重新看一遍再确认。")
    proposer.state = ProposerState.CONFIRMED if joins else ProposerState.REFUSED
    proposer.answered_at = timezone.now()
    proposer.save()
    if case is not None and joins:
        say = f"{proposer}代表联名。"
        record(case, Verb.CONFIRM_JOINT, by=by, public_note=say)
        if case.status == CaseStatus.ACCEPTED:
            write_proposers(row, on=timezone.localdate())
    suggestion_notifications.notify_lead_of_answer(row, proposer)
    return proposer


@transaction.atomic
def submit_suggestion(
    *, suggestion: Suggestion, by: User, at: datetime | None = None
) -> Case:
    """Submit it: from now on it is a case with a number, a holder and a clock."""
    row = _lock_draft(suggestion, by)
    _check_seat(row.lead, by)
    at = at or timezone.now()
    case = _build_case(row, by, at)
    case.save()
    building.build_submitter(case, _intake(row, by, at)).save()
    row.case = case
    row.save()
    names = "、".join(f"{p}" for p in confirmed(row))
    CaseEvent.objects.create(
        case=case,
        verb=Verb.SUBMIT,
        to_status=CaseStatus.RECEIVED,
        unit=case.holder,
        note=f"提出：{names}",
        public_note=mask_text(case.text),
        by=by,
        at=at,
    )
    if row.from_case_id:
        _tie_to_opinion(row, case, by, at)
    notifications.notify_unit_of_new_suggestion(case)
    return case


def confirmed(suggestion: Suggestion) -> list[Proposer]:
    """The lead first, then the confirmed co-proposers."""
    rows = suggestion.proposers.filter(state=ProposerState.CONFIRMED)
    return list(rows.select_related("mandate__deputy__user"))


def _intake(suggestion: Suggestion, by: User, at: datetime) -> Intake:
    return Intake(
        channel=IntakeChannel.DEPUTY,
        kind=CaseKind.SUGGESTION,
        text=suggestion.text,
        title=suggestion.title,
        division=suggestion.division,
        at=at,
        name=suggestion.lead.deputy.name,
        may_publish=not suggestion.hidden,
        by=by,
        source_key=f"suggestion:{suggestion.pk}",
    )


def _build_case(suggestion: Suggestion, by: User, at: datetime) -> Case:
    of_county = suggestion.level == Level.COUNTY
    place = suggestion.lead.constituency.town
    prefix = "县人大建议" if of_county else f"{place.name}人大建议"
    year = timezone.localtime(at).year
    case = building.build_case(
        _intake(suggestion, by, at),
        number=building.number_of(prefix, year, reserve_numbers(prefix, year, 1)[0]),
        code=building.new_code(),
        holder=_congress(suggestion),
    )
    case.level = DivisionLevel.COUNTY if of_county else DivisionLevel.TOWN
    return case


def _congress(suggestion: Suggestion) -> Unit:
    """代表法 第五十一条: the county's office, or the presidium of the town, assigns."""
    if suggestion.level == Level.COUNTY:
        return building.county_congress()
    return building.congress_of(suggestion.lead.constituency.town)


def _tie_to_opinion(suggestion: Suggestion, case: Case, by: User, at: datetime) -> None:
    """Record it on both timelines and notify the opinion's submitters."""
    opinion = suggestion.from_case
    link_thread(earlier=opinion, later=case, note="写成代表建议", by=by)
    deputy = suggestion.lead.deputy
    say = f"{deputy}代表把这件事写成代表建议（{case.number}），由人大交办，有答复时在这里告知。"
    event = record(opinion, Verb.TO_SUGGESTION, by=by, at=at, public_note=say)
    record(
        case,
        Verb.FROM_OPINION,
        by=by,
        at=at,
        public_note=f"来自社情民意{opinion.number}。",
    )
    notifications.notify_submitters(
        opinion, "to_suggestion", "您提的事写成了代表建议", say, key=f"{event.pk}"
    )


@transaction.atomic
def turn_into_suggestion(
    *, case: Case, lead: Mandate, words: Words, by: User, at: datetime | None = None
) -> Case:
    """Make a suggestion from a resident's opinion, in one step; both stay open."""
    opinion = lock_case(case)
    check_kind(opinion, OPINIONS)
    if opinion.status in (CaseStatus.WITHDRAWN, CaseStatus.MERGED, CaseStatus.WALLED):
        raise CaseError("这件意见已经结束或者并案，请打开主件再写建议。")
    others = Suggestion.objects.filter(from_case=opinion, lead__deputy=lead.deputy)
    if others.exists():
        raise CaseError("您已经把这件意见写成了建议。")
    suggestion = write_suggestion(lead=lead, words=words, from_case=opinion, by=by)
    return submit_suggestion(suggestion=suggestion, by=by, at=at)
