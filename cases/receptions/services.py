"""Writing down what somebody said to a deputy at a station: once, however it is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.loop.enums import IntakeChannel
from cases.loop.models.cases import Case
from cases.loop.services import building
from cases.loop.services.building import Intake
from cases.loop.services.intake import submit_case
from cases.receptions.models import Outcome, Reception, ToldBy
from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import write_activity_record
from deputies.models import ContactDay, Deputy, LiaisonStation, Mandate
from office.calendar.services.deadlines import cn_date
from office.models import Division, User
from office.notices.services.outbox import notify
from office.text import cleaning
from office.text.errors import ServiceError

KEY_LENGTH = 60


class ReceptionError(ServiceError):
    """It cannot be written down like this. The message is written for the user."""


@dataclass(frozen=True)
class Conversation:
    """What was said. ``key`` names the form; ``at`` is when they spoke, not when it came."""

    key: str
    station: LiaisonStation
    deputy: Deputy
    division: Division
    words: str
    outcome: Outcome
    at: datetime
    answer: str = ""
    name: str = ""
    phone: str = ""
    factor: str = ""
    may_publish: bool = False

    def check(self) -> None:
        """Raises ReceptionError."""
        if not cleaning.clean_text(self.words):
            raise ReceptionError("请写下他说了什么。")
        if self.outcome == Outcome.ANSWERED_ON_SPOT:
            if not cleaning.clean_text(self.answer):
                raise ReceptionError("当场答复的，请写下怎么答复的。")
        elif not (self.phone or self.factor):
            raise ReceptionError("没有留手机号的，请写一个查询口令。")
        if not Mandate.objects.in_office().filter(deputy=self.deputy).exists():
            raise ReceptionError(f"{self.deputy}不是现任代表。")


def record_reception(*, data: Conversation, by: User) -> Reception:
    """Write it down, make a case of it or keep the answer, and tell the visitor.

    The same form from the same person is the same record: it is given back. Raises
    ReceptionError.
    """
    source_key = f"{by.pk}:{data.key[:KEY_LENGTH]}"
    if known := _known(source_key):
        return known
    data.check()
    try:
        return _create(data, source_key, by)
    except IntegrityError:
        # It arrived twice at once: the other one is stored already.
        if known := _known(source_key):
            return known
        raise


def _known(source_key: str) -> Reception | None:
    return Reception.objects.filter(source_key=source_key).first()


@transaction.atomic
def _create(data: Conversation, source_key: str, by: User) -> Reception:
    case = _case_of(data, source_key, by) if data.outcome == Outcome.CASE else None
    reception = Reception.objects.create(
        source_key=source_key,
        station=data.station,
        contact_day=_contact_day_of(data),
        deputy=data.deputy,
        division=data.division,
        name="" if case else cleaning.clean_text(data.name),
        phone="" if case else data.phone,
        words="" if case else cleaning.clean_text(data.words)[: building.TEXT_LIMIT],
        outcome=data.outcome,
        answer="" if case else cleaning.clean_text(data.answer)[:1000],
        case=case,
        told_by=_told_by(data),
        at=data.at,
        recorded_by=by,
    )
    _notify_visitor(reception, data.phone)
    write_activity_record(
        deputy=data.deputy,
        kind=RecordKind.RECEPTION,
        day=timezone.localdate(data.at),
        key=f"reception:{reception.pk}",
        title=f"在{data.station}接待选民",
        url=reception.get_absolute_url(),
        by=by,
    )
    return reception


def _case_of(data: Conversation, source_key: str, by: User) -> Case:
    return submit_case(
        intake=Intake(
            channel=IntakeChannel.DEPUTY,
            text=data.words,
            division=data.division,
            station=data.station,
            name=data.name,
            phone=data.phone,
            factor=data.factor,
            may_publish=data.may_publish,
            told_by=f"{data.deputy}在{data.station}接待",
            source_key=f"reception:{source_key}",
            by=by,
            at=data.at,
        )
    )


def _contact_day_of(data: Conversation) -> ContactDay | None:
    day = timezone.localdate(data.at)
    return data.station.contact_days.announced().filter(day=day).first()


def _told_by(data: Conversation) -> ToldBy:
    if data.phone:
        return ToldBy.SMS
    return ToldBy.SLIP if data.outcome == Outcome.CASE else ToldBy.SPOKEN


def _notify_visitor(reception: Reception, phone: str) -> None:
    """By SMS when a phone was left; others take the slip, or heard it."""
    if not phone:
        return
    when = cn_date(timezone.localdate(reception.at))
    case = reception.case
    if case is not None:
        title, url = "您说的事已经记下", case.get_track_url()
        text = (
            f"您{when}对代表{reception.deputy}说的事已转办，查询码 {case.code_shown}。"
        )
    else:
        title, url = "代表的答复", reception.station.get_absolute_url()
        text = (
            f"您{when}说的事，代表{reception.deputy}当场答复：{reception.answer[:200]}"
            "。没有解决的，可以再到站里提。"
        )
    key = f"reception:{reception.pk}"
    notify(key=key, kind="reception", title=title, text=text, url=url, phone=phone)
