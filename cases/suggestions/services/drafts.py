"""代表建议 before it is a case: written, joined by others, handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.loop import notifications as telling
from cases.loop.enums import CaseKind, CaseStatus, IntakeChannel, Verb
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.services import building
from cases.loop.services.building import Intake
from cases.loop.services.intake import reserve_numbers
from cases.loop.services.moves import CaseError, lock_case, record
from cases.suggestions import notifications as suggestion_telling
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
    """What a deputy writes. ``hidden`` gives the reason when it may not be public."""

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
    """A draft of ``lead``, who is its first proposer. Raises CaseError."""
    _check_seat(lead, by)
    said = Suggestion(lead=lead, from_case=from_case)
    _take_words(said, words)
    said.save()
    now = timezone.now()
    Proposer.objects.create(
        suggestion=said,
        mandate=lead,
        is_lead=True,
        state=ProposerState.CONFIRMED,
        asked_at=now,
        answered_at=now,
    )
    return said


def _check_seat(lead: Mandate, by: User) -> None:
    if not Mandate.objects.in_office().filter(pk=lead.pk).exists():
        raise CaseError("只有资格有效的本届代表可以提出建议。")
    if lead.deputy.user_id != by.pk:
        raise CaseError("代表建议由代表本人提出。")


def _take_words(said: Suggestion, words: Words) -> None:
    said.title = cleaning.clean_text(words.title)[:100]
    said.text = cleaning.clean_text(words.text)[: building.TEXT_LIMIT]
    if not said.title or not said.text:
        raise CaseError("请写明标题和内容：什么情况，怎么分析，建议怎么办。")
    if words.occasion == Occasion.IN_SESSION and not words.session.strip():
        raise CaseError("大会期间提出的，请写明是哪次会议。")
    said.division, said.occasion = words.division, words.occasion
    said.session = words.session.strip()[:60]
    said.session_closed_on, said.hidden = words.session_closed_on, words.hidden


@transaction.atomic
def change_suggestion(*, suggestion: Suggestion, words: Words, by: User) -> Suggestion:
    """Change a draft; whoever had confirmed the old words is asked again."""
    said = _lock_draft(suggestion, by)
    before = (said.title, said.text)
    _take_words(said, words)
    if (said.title, said.text) != before:
        said.text_version += 1
        signed = said.proposers.filter(is_lead=False, state=ProposerState.CONFIRMED)
        again = list(signed)
        signed.update(state=ProposerState.ASKED, answered_at=None)
        for proposer in again:
            suggestion_telling.ask_to_join(said, proposer)
    said.save()
    return said


def lock_suggestion(suggestion: Suggestion) -> Suggestion:
    """Always before its case, so that two steps never wait for each other."""
    locked = Suggestion.objects.select_for_update(of=("self",))
    return locked.select_related("lead__deputy").get(pk=suggestion.pk)


def _lock_draft(suggestion: Suggestion, by: User) -> Suggestion:
    said = lock_suggestion(suggestion)
    if said.lead.deputy.user_id != by.pk:
        raise CaseError("只有领衔代表可以改。")
    if said.case_id:
        raise CaseError("已经提交，不能再改。要改的，请书面撤回后另提。")
    return said


@transaction.atomic
def ask_proposers(
    *, suggestion: Suggestion, mandates: Sequence[Mandate], by: User
) -> list[Proposer]:
    """Ask deputies of the same congress to join; they count once they confirm."""
    said = lock_suggestion(suggestion)
    if said.lead.deputy.user_id != by.pk:
        raise CaseError("联名由领衔代表邀请。")
    _check_joinable(said)
    seats = Mandate.objects.in_office().filter(pk__in=[m.pk for m in mandates])
    asked = []
    for seat in seats.select_related("deputy__user"):
        if seat.term_id != said.lead.term_id:
            raise CaseError(f"{seat.deputy}不是同一届的代表，不能联名。")
        if said.proposers.filter(mandate=seat).exists():
            continue
        proposer = Proposer.objects.create(
            suggestion=said, mandate=seat, asked_at=timezone.now()
        )
        suggestion_telling.ask_to_join(said, proposer)
        asked.append(proposer)
    return asked


def _check_joinable(said: Suggestion) -> Case | None:
    """The locked case of a submitted suggestion; None while it is a draft."""
    if said.case_id is None:
        return None
    case = lock_case(said.case)
    if case.status not in JOINABLE:
        raise CaseError("已经交办，不能再联名。")
    return case


@transaction.atomic
def answer_invitation(
    *, suggestion: Suggestion, joins: bool, version: int, by: User
) -> Proposer:
    """A deputy says whether the suggestion, as they read it, is theirs too."""
    said = lock_suggestion(suggestion)
    case = _check_joinable(said)
    proposer = said.proposers.filter(mandate__deputy__user=by, is_lead=False).first()
    if proposer is None:
        raise CaseError("没有请您联名。")
    if proposer.state != ProposerState.ASKED:
        raise CaseError(f"您已经答复过：{proposer.get_state_display()}。")
    if version != said.text_version:
        raise CaseError("领衔代表刚改过内容，请重新看一遍再确认。")
    proposer.state = ProposerState.CONFIRMED if joins else ProposerState.REFUSED
    proposer.answered_at = timezone.now()
    proposer.save()
    if case is not None and joins:
        say = f"{proposer}代表联名。"
        record(case, Verb.CONFIRM_JOINT, by=by, public_note=say)
        if case.status == CaseStatus.ACCEPTED:
            write_proposers(said, on=timezone.localdate())
    suggestion_telling.tell_lead_of_answer(said, proposer)
    return proposer


@transaction.atomic
def submit_suggestion(
    *, suggestion: Suggestion, by: User, at: datetime | None = None
) -> Case:
    """Hand it in: from now on it is a case with a number, a holder and a clock."""
    said = _lock_draft(suggestion, by)
    _check_seat(said.lead, by)
    at = at or timezone.now()
    case = _build_case(said, by, at)
    case.save()
    building.build_submitter(case, _intake(said, by, at)).save()
    said.case = case
    said.save()
    names = "、".join(f"{p}" for p in confirmed(said))
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
    if said.from_case_id:
        _tie_to_opinion(said, case, by, at)
    telling.tell_unit_of_new_suggestion(case)
    return case


def confirmed(said: Suggestion) -> list[Proposer]:
    """The lead first, then those who confirmed; nobody else."""
    rows = said.proposers.filter(state=ProposerState.CONFIRMED)
    return list(rows.select_related("mandate__deputy__user"))


def _intake(said: Suggestion, by: User, at: datetime) -> Intake:
    return Intake(
        channel=IntakeChannel.DEPUTY,
        kind=CaseKind.SUGGESTION,
        text=said.text,
        title=said.title,
        division=said.division,
        at=at,
        name=said.lead.deputy.name,
        may_publish=not said.hidden,
        by=by,
        source_key=f"suggestion:{said.pk}",
    )


def _build_case(said: Suggestion, by: User, at: datetime) -> Case:
    of_county = said.level == Level.COUNTY
    place = said.lead.constituency.town
    prefix = "县人大建议" if of_county else f"{place.name}人大建议"
    year = timezone.localtime(at).year
    case = building.build_case(
        _intake(said, by, at),
        number=building.number_of(prefix, year, reserve_numbers(prefix, year, 1)[0]),
        code=building.new_code(),
        holder=_congress(said),
    )
    case.level = DivisionLevel.COUNTY if of_county else DivisionLevel.TOWN
    return case


def _congress(said: Suggestion) -> Unit:
    """代表法 第五十一条: the county's office, or the presidium of the town, hands over."""
    if said.level == Level.COUNTY:
        return building.county_congress()
    return building.congress_of(said.lead.constituency.town)


def _tie_to_opinion(said: Suggestion, case: Case, by: User, at: datetime) -> None:
    """Both timelines say so, and those who spoke are told."""
    opinion = said.from_case
    link_thread(earlier=opinion, later=case, note="写成代表建议", by=by)
    deputy = said.lead.deputy
    say = f"{deputy}代表把这件事写成代表建议（{case.number}），由人大交办，有答复时在这里告知。"
    event = record(opinion, Verb.TO_SUGGESTION, by=by, at=at, public_note=say)
    record(
        case,
        Verb.FROM_OPINION,
        by=by,
        at=at,
        public_note=f"来自社情民意{opinion.number}。",
    )
    telling.tell_submitters(
        opinion, "to_suggestion", "您提的事写成了代表建议", say, key=f"{event.pk}"
    )


@transaction.atomic
def turn_into_suggestion(
    *, case: Case, lead: Mandate, words: Words, by: User, at: datetime | None = None
) -> Case:
    """A resident's opinion becomes a deputy's suggestion, in one step; both go on."""
    opinion = lock_case(case)
    if opinion.kind == CaseKind.SUGGESTION:
        raise CaseError("这件本来就是代表建议。")
    if opinion.status in (CaseStatus.WITHDRAWN, CaseStatus.MERGED, CaseStatus.WALLED):
        raise CaseError("这件意见已经结束或者并案，请打开主件再写建议。")
    others = Suggestion.objects.filter(from_case=opinion, lead__deputy=lead.deputy)
    if others.exists():
        raise CaseError("您已经把这件意见写成了建议。")
    said = write_suggestion(lead=lead, words=words, from_case=opinion, by=by)
    return submit_suggestion(suggestion=said, by=by, at=at)
