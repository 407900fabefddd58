"""Screening: accept, decline with guidance, merge, put behind the wall, publish."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.accusations.enums import AccusationState
from cases.accusations.models import Accusation, AccusationEvent
from cases.loop.enums import OPINIONS, Verb
from cases.loop.models.cases import Case
from cases.loop.services import building
from cases.loop.services.clock import local_day
from cases.loop.services.moves import CaseError, check_kind, lock_case, move
from office.calendar.services.deadlines import count_deadline, find_rule
from office.models import User
from office.text import cleaning


@transaction.atomic
def put_behind_wall(*, case: Case, by: User, at: datetime | None = None) -> Accusation:
    """It turned out to accuse somebody: move it behind the wall, leave nothing here.

    信访工作条例 第三十条. What was said and by whom goes to the accusation; the case keeps an
    empty shell that no queryset shows. The resident's code opens the accusation.
    """
    case = lock_case(case)
    check_kind(case, OPINIONS)
    at = at or timezone.now()
    person = case.submitter
    code, data = case.tracking_code, case.text
    move(case, Verb.WALL, by=by, at=at, unit=case.holder)
    accusation = _open_accusation(
        code=code,
        factor_hash=person.factor_hash,
        text=f"{case.title}\n{data}",
        accused="",
        name=person.name,
        phone=person.phone,
        at=at,
        by=None,
    )
    case.title, case.text, case.place = "（已转）", "", ""
    case.public_title = case.public_text = case.answer_brief = ""
    case.search = case.public_search = None
    case.is_public = False
    case.save()
    person.name = person.phone = person.phone_hash = person.address = ""
    person.factor_hash = person.told_by = ""
    person.save()
    return accusation


def submit_accusation(
    *,
    text: str,
    code: str = "",
    accused: str = "",
    name: str = "",
    phone: str = "",
    factor: str = "",
    at: datetime | None = None,
) -> Accusation:
    """检举控告 said at its own door. Raises CaseError when nothing was said.

    ``code`` was set aside for the form: sent twice, the first one is given back.
    """
    text = cleaning.clean_text(text)[: building.TEXT_LIMIT]
    if not text:
        raise CaseError("请写明要反映的问题。")
    code = code or building.new_code()
    given = Accusation.objects.filter(tracking_code=code)
    if known := given.first():
        return known
    try:
        with transaction.atomic():
            return _open_accusation(
                **_accusation_said(code, text, accused, name, phone, factor),
                at=at or timezone.now(),
                by=None,
            )
    except IntegrityError:
        return given.get()


def _accusation_said(
    code: str, text: str, accused: str, name: str, phone: str, factor: str
) -> dict[str, str]:
    return {
        "code": code,
        "factor_hash": building.factor_hash(code, factor or phone[-4:]),
        "text": text,
        "accused": cleaning.clean_text(accused),
        "name": cleaning.clean_text(name),
        "phone": phone,
    }


def _open_accusation(
    *,
    code: str,
    factor_hash: str,
    text: str,
    accused: str,
    name: str,
    phone: str,
    at: datetime,
    by: User | None,
) -> Accusation:
    day = local_day(at)
    accusation = Accusation.objects.create(
        tracking_code=code,
        factor_hash=factor_hash,
        text=text,
        accused=accused,
        name=name,
        phone=phone,
        received_at=at,
        # 信访工作条例 第二十三条: registered, and told in writing within fifteen days.
        due_on=count_deadline(find_rule("petition_register", day), day).due,
    )
    AccusationEvent.objects.create(
        accusation=accusation,
        state=AccusationState.RECEIVED,
        public_note="已收到，由专门人员处理，不会转给被反映的人或单位。",
        by=by,
        at=at,
    )
    return accusation


def find_accusation(*, code: str, factor: str) -> Accusation | None:
    """The accusation of a tracking code with the right second factor; else None."""
    normal = building.normal_code(code)
    offered = building.factor_hash(normal, factor)
    known = Accusation.objects.filter(tracking_code=normal).exclude(factor_hash="")
    found = known.first()
    if found is None or not secrets.compare_digest(found.factor_hash, offered):
        return None
    return found


@transaction.atomic
def advance_accusation(
    *,
    accusation: Accusation,
    state: AccusationState,
    note: str,
    public_note: str,
    by: User,
) -> Accusation:
    """Pass it on or tell the outcome; only forwards, by an officer named for it."""
    row = Accusation.objects.select_for_update().get(pk=accusation.pk)
    order = list(AccusationState)
    if order.index(AccusationState(state)) <= order.index(AccusationState(row.state)):
        raise CaseError("这件检举已经到了这一步，请刷新后再看。")
    row.state = state
    row.save()
    AccusationEvent.objects.create(
        accusation=row,
        state=state,
        note=note,
        public_note=public_note,
        by=by,
        at=timezone.now(),
    )
    return row
