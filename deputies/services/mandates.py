"""Deputies and what they were elected to: elected, confirmed, suspended, ended."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deputies.enums import EndCause, Gender, MandateStatus
from deputies.models import Constituency, Deputy, Mandate
from office.errors import ServiceError
from office.models import User
from office.services import audit
from office.services.publishing import refresh_public_pages


class MandateError(ServiceError):
    """The mandate cannot be changed like this. The message is written for the user."""


@dataclass(frozen=True)
class Person:
    """What the law lets be shown of a deputy; ``born`` is ``1975-04``."""

    name: str
    gender: Gender
    occupation: str = ""
    ethnicity: str = "汉族"
    born: str = ""
    user: User | None = None


@transaction.atomic
def elect_deputy(
    *,
    constituency: Constituency,
    on: date,
    person: Person | None = None,
    deputy: Deputy | None = None,
    by: User | None,
) -> Mandate:
    """Write down who was elected in ``constituency``; the seat waits to be confirmed.

    Give ``deputy`` when the person is known from another level or term, else ``person``.
    ``by`` is None for the installation itself. Raises MandateError.
    """
    # The constituency's row is the lock: two clerks must not fill one seat twice.
    constituency = Constituency.objects.select_for_update().get(pk=constituency.pk)
    check_seat(constituency, deputy)
    if deputy is None:
        if person is None:
            raise MandateError("请写明当选的人。")
        deputy = _add_deputy(person)
    mandate = _take_seat(deputy, constituency, on)
    _write_down("elect_deputy", mandate, by)
    return mandate


def check_seat(constituency: Constituency, deputy: Deputy | None) -> None:
    """Raise MandateError when the seats are filled or the person has one this term.

    ``deputy`` is None for a person who was never elected before.
    """
    if constituency.term.is_over:
        raise MandateError(f"{constituency.term}已经届满，不能再登记当选。")
    sitting = Mandate.objects.exclude(status=MandateStatus.ENDED)
    taken = sitting.filter(constituency=constituency).count()
    if taken >= constituency.seats:
        raise MandateError(
            f"{constituency.name}应选 {constituency.seats} 名，已经选满。"
        )
    if deputy is None:
        return
    if sitting.filter(deputy=deputy, term=constituency.term_id).exists():
        # 选举法 第四十八条: one seat a level.
        raise MandateError(f"{deputy}在本届已有代表资格。")


def _take_seat(deputy: Deputy, constituency: Constituency, on: date) -> Mandate:
    try:
        with transaction.atomic():
            return Mandate.objects.create(
                deputy=deputy,
                term_id=constituency.term_id,
                level=constituency.level,
                constituency=constituency,
                starts_on=on,
            )
    except IntegrityError as error:
        raise MandateError(f"{deputy}在本届已有代表资格。") from error


def _add_deputy(person: Person) -> Deputy:
    deputy = Deputy(
        code=_next_code(),
        name=person.name.strip(),
        gender=person.gender,
        ethnicity=person.ethnicity,
        born=person.born,
        occupation=person.occupation,
        user=person.user,
    )
    try:
        deputy.full_clean()
    except ValidationError as error:
        raise MandateError(" ".join(error.messages)) from error
    deputy.save()
    return deputy


def _next_code() -> str:
    """``d0001``, ``d0002``…: stands in printed addresses and never changes."""
    last = Deputy.objects.filter(code__regex=r"^d\d{4}$").order_by("-code").first()
    return f"d{int(last.code[1:]) + 1 if last else 1:04d}"


@transaction.atomic
def confirm_mandate(*, mandate: Mandate, by: User | None) -> Mandate:
    """代表资格有效, as announced (代表法 第六十三条). Raises MandateError."""
    mandate = _locked(mandate)
    if mandate.status != MandateStatus.ELECTED:
        raise MandateError(f"现在是“{mandate.get_status_display()}”，不用再确认。")
    return _set_status(mandate, MandateStatus.VALID, "confirm_mandate", by)


@transaction.atomic
def suspend_mandate(*, mandate: Mandate, by: User) -> Mandate:
    """暂停执行代表职务. Raises MandateError unless the mandate is valid."""
    mandate = _locked(mandate)
    if mandate.status != MandateStatus.VALID:
        raise MandateError("只有资格有效的代表可以暂停执行职务。")
    return _set_status(mandate, MandateStatus.SUSPENDED, "suspend_mandate", by)


@transaction.atomic
def restore_mandate(*, mandate: Mandate, by: User) -> Mandate:
    """恢复执行代表职务. Raises MandateError unless it was suspended."""
    mandate = _locked(mandate)
    if mandate.status != MandateStatus.SUSPENDED:
        raise MandateError("只有暂停执行职务的代表可以恢复。")
    return _set_status(mandate, MandateStatus.VALID, "restore_mandate", by)


@transaction.atomic
def end_mandate(*, mandate: Mandate, cause: EndCause, on: date, by: User) -> Mandate:
    """终止: for a cause the law names (代表法 第六十二条). Raises MandateError."""
    mandate = _locked(mandate)
    if mandate.status == MandateStatus.ENDED:
        raise MandateError("这项代表资格已经终止。")
    if cause not in EndCause.values:
        raise MandateError("终止代表资格必须写明法定事由。")
    if on < mandate.starts_on:
        raise MandateError("终止日不能早于当选日。")
    mandate.end_cause, mandate.ends_on = cause, on
    return _set_status(mandate, MandateStatus.ENDED, "end_mandate", by)


def _locked(mandate: Mandate) -> Mandate:
    return Mandate.objects.select_for_update().get(pk=mandate.pk)


def _set_status(
    mandate: Mandate, status: MandateStatus, action: str, by: User | None
) -> Mandate:
    mandate.status = status
    mandate.save()
    _write_down(action, mandate, by)
    return mandate


def _write_down(action: str, mandate: Mandate, by: User | None) -> None:
    detail = {"status": str(mandate.status), "cause": str(mandate.end_cause)}
    audit.record(action=action, by=by, object=mandate, detail=detail)
    refresh_public_pages()
