"""检举控告 said at their own door, and what the officers behind the wall do with them."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.accusations.enums import AccusationState
from cases.accusations.models import Accusation, AccusationEvent
from cases.accusations.services.evidence import keep_evidence
from cases.categories.models import ConsentText
from cases.loop.services import building
from cases.loop.services.clock import local_day
from cases.loop.services.moves import CaseError
from office.audit import services as audit
from office.calendar.services.deadlines import count_deadline, find_rule
from office.files.services import Cleaned
from office.models import User
from office.text import cleaning


def submit_accusation(
    *,
    text: str,
    code: str = "",
    accused: str = "",
    name: str = "",
    phone: str = "",
    factor: str = "",
    consent: ConsentText | None = None,
    evidence: Sequence[tuple[str, Cleaned]] = (),
    at: datetime | None = None,
) -> Accusation:
    """检举控告 said at its own door. Raises CaseError when nothing was said.

    ``evidence`` is names with cleaned contents; they are sealed. ``code`` was set aside for the form: sent twice, the first one is given back.
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
            accusation = open_accusation(
                **_accusation_said(code, text, accused, name, phone, factor),
                consent=consent,
                at=at or timezone.now(),
            )
            for file_name, cleaned in evidence:
                keep_evidence(
                    accusation=accusation,
                    name=file_name,
                    media_type=cleaned.media_type,
                    content=cleaned.content,
                )
            return accusation
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


def open_accusation(
    *,
    code: str,
    text: str,
    at: datetime,
    factor_hash: str = "",
    former_hash: str = "",
    accused: str = "",
    name: str = "",
    phone: str = "",
    address: str = "",
    consent: ConsentText | None = None,
) -> Accusation:
    """Write it down behind the wall, with the day by which it is registered."""
    day = local_day(at)
    accusation = Accusation.objects.create(
        tracking_code=code,
        factor_hash=factor_hash,
        former_hash=former_hash,
        text=text,
        accused=accused,
        name=name,
        phone=phone,
        address=address,
        consent=consent,
        received_at=at,
        # 信访工作条例 第二十三条: registered, and told in writing within fifteen days.
        due_on=count_deadline(find_rule("petition_register", day), day).due,
    )
    AccusationEvent.objects.create(
        accusation=accusation,
        state=AccusationState.RECEIVED,
        public_note="已收到，由专门人员处理，不会转给被反映的人或单位。",
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


def find_former(*, code: str, factor: str) -> Accusation | None:
    """The accusation that a case became, by the code and factor the case once had.

    They open nothing any more: a keeper may have seen both. They only tell which one.
    """
    offered = building.factor_hash(building.normal_code(code), factor)
    return Accusation.objects.filter(former_hash=offered).first() if offered else None


def read_accusation(*, accusation: Accusation, reason: str, by: User) -> None:
    """Open one, for a reason that stays. Raises CaseError without one."""
    if len(reason.strip()) < 2:
        raise CaseError("请写明为什么要看这件检举。")
    audit.record(
        action="accusations.read", by=by, object=accusation, reason=reason.strip()
    )


@transaction.atomic
def renew_code(*, accusation: Accusation, factor: str, by: User) -> Accusation:
    """Give the accuser another code and factor, which nobody at a station has seen."""
    row = Accusation.objects.select_for_update().get(pk=accusation.pk)
    row.tracking_code = building.new_code()
    row.factor_hash = building.factor_hash(row.tracking_code, factor)
    row.former_hash = ""
    row.save(update_fields=["tracking_code", "factor_hash", "former_hash"])
    audit.record(action="accusations.renew", by=by, object=row)
    return row


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
