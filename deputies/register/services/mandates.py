"""Deputies and what they were elected to. What becomes of a seat: ``mandate_steps``."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from deputies.register.enums import Gender, MandateStatus
from deputies.register.models import Constituency, Deputy, Mandate
from office.audit import services as audit
from office.models import User
from office.text.errors import ServiceError

# Any number; whoever gives a new deputy a code waits for the others who do.
_CODE_LOCK = 2_026_0116


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
    _write_down(mandate, by)
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
    with connection.cursor() as cursor:
        # Two clerks of two constituencies: the second waits for the first one's number.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CODE_LOCK])
    last = Deputy.objects.filter(code__regex=r"^d\d{4}$").order_by("-code").first()
    return f"d{int(last.code[1:]) + 1 if last else 1:04d}"


def _write_down(mandate: Mandate, by: User | None) -> None:
    audit.record(
        action="elect_deputy", by=by, object=mandate, detail={"status": mandate.status}
    )
