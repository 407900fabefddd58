"""Taking in what somebody says: once, whatever the network or the finger does."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from cases.loop import notifications
from cases.loop.enums import OPINIONS, CaseKind, Verb
from cases.loop.models.cases import Case, CaseEvent, CaseFile, NumberSeries
from cases.loop.models.submitters import Submitter
from cases.loop.services import building
from cases.loop.services.building import Intake
from cases.loop.services.copying import insert_rows
from cases.loop.services.moves import CaseError, check_kind, lock_case, move
from office.models import Attachment, User
from office.text import cleaning


def submit_case(*, intake: Intake) -> Case:
    """Take in one opinion; with the same ``source_key`` the first one is given back.

    Raises CaseError when nothing was said.
    """
    if not cleaning.clean_text(intake.text):
        raise CaseError("请写明是什么事。")
    try:
        return _create(intake)
    except IntegrityError:
        # The same form arrived twice: the other one is stored already.
        if known := _known(intake.source_key):
            return known
    # Or the tracking code is taken, as one in half a million is: another one.
    return _create(intake)


def _known(source_key: str | None) -> Case | None:
    if source_key is None:
        return None
    return Case.everything.filter(source_key=source_key).first()


@transaction.atomic
def _create(intake: Intake) -> Case:
    prefix, year = building.series_of(intake), timezone.localtime(intake.at).year
    case = building.build_case(
        intake,
        number="",
        code=building.new_code(),
        holder=building.first_holder(intake),
    )
    submitter = building.build_submitter(case, intake)
    event = building.build_submit_event(case, intake)
    # The series is locked from here to the commit, so that all who send something off at
    # once wait for each other: whatever can be built without the number is built before.
    sequence, *keys = reserve_numbers(prefix, year, 1, Case, Submitter, CaseEvent)
    building.give_number(case, building.number_of(prefix, year, sequence))
    # With the keys known beforehand the rows and the notices are one round trip.
    case.pk, submitter.pk, event.pk = keys
    submitter.case = event.case = case
    notice = notifications.new_case_notice(case)
    told = insert_rows(case, submitter, event, then=notice.statement)
    notice.send_outside(told)
    if intake.attachments:
        attach_files(case, intake.attachments, event=event, of_resident=True)
    return case


def reserve_numbers(
    prefix: str, year: int, count: int, *models: type[Model]
) -> list[int]:
    """Reserve ``count`` numbers of a series: the first of them, and a key of each model.

    The row of the series is the lock: two clerks at once get different numbers.
    """
    table = connection.ops.quote_name(NumberSeries._meta.db_table)
    keys = ", nextval(pg_get_serial_sequence(%s, %s))" * len(models)
    columns = [name for m in models for name in (m._meta.db_table, m._meta.pk.column)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} AS series (prefix, year, last) VALUES (%s, %s, %s)
            ON CONFLICT (prefix, year) DO UPDATE SET last = series.last + EXCLUDED.last
            RETURNING last - %s + 1{keys}
            """,  # noqa: S608 - the table's own name
            [prefix, year, count, count, *columns],
        )
        return list(cursor.fetchone())


def fresh_codes(count: int) -> list[str]:
    """``count`` tracking codes that no case carries yet."""
    codes: set[str] = set()
    while len(codes) < count:
        wanted = {building.new_code() for _ in range(count - len(codes))}
        taken = Case.everything.filter(tracking_code__in=wanted)
        codes |= wanted - set(taken.values_list("tracking_code", flat=True))
    return list(codes)


def attach_files(
    case: Case,
    attachments: list[Attachment],
    *,
    event: CaseEvent,
    of_resident: bool = False,
    is_public: bool = False,
) -> None:
    CaseFile.objects.bulk_create(
        CaseFile(
            case=case,
            attachment=attachment,
            event=event,
            of_resident=of_resident,
            is_public=is_public,
        )
        for attachment in attachments
    )


@transaction.atomic
def withdraw_case(
    *,
    case: Case,
    reason: str = "",
    by: User | None = None,
    at: datetime | None = None,
    kinds: Collection[CaseKind] = OPINIONS,
) -> Case:
    """The resident takes it back; before an answer only, and nothing is erased."""
    case = lock_case(case)
    check_kind(case, kinds)
    move(
        case,
        Verb.WITHDRAW,
        by=by,
        at=at,
        note=reason,
        public_note="提出人撤回了这件意见。",
    )
    case.is_public = False
    case.save()
    _end_round(case, at)
    notifications.notify_unit_of_withdrawal(case)
    return case


def _end_round(case: Case, at: datetime | None) -> None:
    case.rounds.filter(number=case.round_no, ended_at__isnull=True).update(
        ended_at=at or timezone.now()
    )


def find_by_code(*, code: str, factor: str) -> Case | None:
    """The case of a tracking code with the right second factor; else None.

    The same work is done for a wrong code as for a wrong factor, so that the time it
    takes does not tell which of the two was wrong.
    """
    normal = building.normal_code(code)
    offered = building.factor_hash(normal, factor)
    known = (
        Submitter.objects.filter(case__tracking_code=normal)
        .exclude(factor_hash="")
        .values_list("factor_hash", "case_id")
        .first()
    )
    if known is None or not secrets.compare_digest(known[0], offered):
        return None
    return Case.everything.filter(pk=known[1]).first()
