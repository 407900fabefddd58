"""Making a case out of what somebody said: the rules that live intake and import share.

Nothing here writes. A form saves one of what these functions build; an import saves
thousands of the same.
"""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from cases.categories.models import Category, ConsentText
from cases.loop.enums import CaseKind, CaseStatus, IntakeChannel, Verb
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.submitters import Submitter
from deputies.models import LiaisonStation
from office.models import Division, Unit, User
from office.places.enums import DivisionLevel
from office.text.cleaning import clean_text
from office.text.masking import mask_text
from office.text.search import tsvector
from office.text.secrecy import keyed_hash
from office.units.enums import UnitKind

# No 0 O 1 I L U: a code is read aloud on the phone and typed on an old keyboard.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
TITLE_LENGTH = 40
# Real messages reach 7 000 characters: a limit is there against floods, not against people.
TEXT_LIMIT = 10_000
# A place in the search vector that no word of a text of that length has.
BEHIND_TEXT = 16_000
SUBMITTED = "提交了意见。"
_SENTENCE_END = re.compile(r"[。！？!?\n；;]")


@dataclass(frozen=True)
class Intake:
    """What somebody said, cleaned, before it has a number.

    ``factor`` is the last four digits of the phone or a word of the resident's own.
    ``source_key`` names where it came from, so that the same thing is taken in once.
    """

    channel: IntakeChannel
    text: str
    division: Division
    at: datetime
    title: str = ""
    place: str = ""
    station: LiaisonStation | None = None
    category: Category | None = None
    kind: CaseKind = CaseKind.OPINION
    name: str = ""
    phone: str = ""
    address: str = ""
    factor: str = ""
    may_publish: bool = False
    consent: ConsentText | None = None
    told_by: str = ""
    source_key: str | None = None
    by: User | None = None
    attachments: list = field(default_factory=list)


def title_of(text: str) -> str:
    """The first sentence of ``text``, short enough for a list."""
    first = next((part for part in _SENTENCE_END.split(text) if part.strip()), text)
    first = " ".join(first.split())
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


def new_code() -> str:
    """A tracking code of 39 random bits: guessed only by way of the throttle."""
    left = secrets.randbelow(len(CODE_ALPHABET) ** CODE_LENGTH)
    code = ""
    for _ in range(CODE_LENGTH):
        left, place = divmod(left, len(CODE_ALPHABET))
        code += CODE_ALPHABET[place]
    return code


def normal_code(typed: str) -> str:
    """``7k4m-q2td`` as typed → ``7K4MQ2TD``; "" when it cannot be a code."""
    code = re.sub(r"[\s\-－—]", "", typed.upper())
    fits = len(code) == CODE_LENGTH and all(c in CODE_ALPHABET for c in code)
    return code if fits else ""


def factor_hash(code: str, factor: str) -> str:
    """The keyed hash of a tracking code with its second factor; "" without one."""
    factor = "".join(factor.split()).lower()
    return keyed_hash(f"{code}\x1f{factor}", purpose="factor") if factor else ""


def phone_hash(phone: str) -> str:
    return keyed_hash(phone, purpose="phone") if phone else ""


def series_of(intake: Intake) -> str:
    """The prefix of the number: 探沂 for a town's case, 费县 for the county's."""
    town = intake.division.town
    if town is None:
        return intake.division.name
    return re.sub(r"(街道|镇|乡)$", "", town.name)


def number_of(prefix: str, year: int, sequence: int) -> str:
    return f"{prefix}〔{year}〕{sequence:03d}号"


def build_case(intake: Intake, *, number: str, code: str, holder: Unit) -> Case:
    """An unsaved case, received and held by ``holder``."""
    text = clean_text(intake.text)[:TEXT_LIMIT]
    # It stands in lists, notices and exports: no number of a person goes there.
    title = mask_text(clean_text(intake.title) or title_of(text))[:100]
    return Case(
        kind=intake.kind,
        number=number,
        tracking_code=code,
        channel=intake.channel,
        station=intake.station,
        division=intake.division,
        place=clean_text(intake.place),
        category=intake.category,
        title=title,
        text=text,
        status=CaseStatus.RECEIVED,
        level=level_of(intake.division),
        holder=holder,
        recorded_by=intake.by,
        source_key=intake.source_key,
        received_at=intake.at,
        search=staff_search(number, title, text, intake.place),
    )


def give_number(case: Case, number: str) -> None:
    """Give a case that was built without one its number, which can be searched for."""
    case.number = number
    # Behind the longest text, so that no phrase runs from the one into the other.
    case.search = f"{case.search} {tsvector(number, at=BEHIND_TEXT)}"


def build_submitter(case: Case, intake: Intake) -> Submitter:
    """An unsaved row of who spoke. Without a factor the last four of the phone serve."""
    factor = intake.factor or intake.phone[-4:]
    return Submitter(
        case=case,
        name=clean_text(intake.name),
        phone=intake.phone,
        phone_hash=phone_hash(intake.phone),
        address=clean_text(intake.address),
        factor_hash=factor_hash(case.tracking_code, factor),
        factor_hint="word" if intake.factor else ("phone" if intake.phone else ""),
        consent=intake.consent,
        may_publish=intake.may_publish,
        publish_answered_at=intake.at,
        told_by=intake.told_by,
    )


def build_submit_event(case: Case, intake: Intake) -> CaseEvent:
    return CaseEvent(
        case=case,
        verb=Verb.SUBMIT,
        from_status="",
        to_status=CaseStatus.RECEIVED,
        unit=case.holder,
        note=intake.told_by,
        # The words stand in the case; what the resident reads is read from there.
        public_note=SUBMITTED,
        by=intake.by,
        at=intake.at,
    )


def level_of(division: Division) -> DivisionLevel:
    """A matter of a village or a town starts with the town; others with the county."""
    if division.level == DivisionLevel.COUNTY:
        return DivisionLevel.COUNTY
    return DivisionLevel.TOWN


def first_holder(intake: Intake) -> Unit:
    """The station it was said at; else the congress of its town; else the county's."""
    if intake.station is not None:
        return intake.station.unit
    return congress_of(intake.division)


def congress_of(division: Division) -> Unit:
    """The congress body that supervises what happens in ``division``."""
    town = division.town
    if town is not None and town.successor is not None:
        town = town.successor
    kind = UnitKind.CONGRESS if town is None else UnitKind.TOWN_CONGRESS
    units = Unit.objects.active().filter(kind=kind)
    if town is not None:
        units = units.filter(division=town)
    return units.order_by("pk").first() or county_congress()


def county_congress() -> Unit:
    """县人大常委会代表工委: the last to whom a case can fall."""
    return Unit.objects.active().filter(kind=UnitKind.CONGRESS).order_by("pk")[0]


def staff_search(number: str, title: str, text: str, place: str = "") -> str:
    return tsvector(number, title, place, text)


def public_search(title: str, text: str, answer: str = "") -> str:
    return tsvector(title, text, answer)
