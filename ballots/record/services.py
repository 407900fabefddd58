"""The announcement: from here on the numbers are everybody's, and what follows begins."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.utils import timezone

from ballots.rules.enums import BallotVerb, Purpose, Threshold
from ballots.rules.errors import BallotError
from ballots.rules.models import Ballot
from ballots.rules.rules import RuleDraft
from ballots.setup.services import (
    Frame,
    ItemDraft,
    draft_ballot,
    lock_ballot,
    move_ballot,
    set_electorate,
    set_tellers,
)
from deputies.models import Mandate
from office.models import User

# What a purpose does with its sheet: ballots/tally/rules.py's JSON. In the same transaction.
Outcome = Callable[[Ballot, dict[str, Any]], None]
_outcomes: dict[str, Outcome] = {}


def register_outcome(purpose: Purpose, outcome: Outcome) -> None:
    """``outcome(ballot, sheet)`` runs once, when a ballot of ``purpose`` is announced.

    After a run-off it runs again with the sheet of the run-off and its ``ballot.parent``.
    """
    _outcomes[purpose.value] = outcome


# What a purpose does when its ballot is void and is held again: ``(ballot, again)``.
Repeat = Callable[[Ballot, Ballot], None]
_repeats: dict[str, Repeat] = {}


def register_repeat(purpose: Purpose, repeat: Repeat) -> None:
    """``repeat(ballot, again)`` runs when a ballot of ``purpose`` is declared void."""
    _repeats[purpose.value] = repeat


@transaction.atomic
def announce_ballot(*, ballot: Ballot, by: User | None) -> Ballot:
    """Make the sheet public; a tie prepares the run-off. Raises BallotError."""
    ballot = lock_ballot(ballot)
    move_ballot(ballot=ballot, verb=BallotVerb.ANNOUNCE, by=by)
    ballot.announced_at = timezone.now()
    ballot.save()
    sheet = ballot.result.sheet
    if sheet["run_off"]:
        _prepare_run_off(ballot, sheet["run_off"], by)
    if outcome := _outcomes.get(first_of(ballot).purpose):
        outcome(ballot, sheet)
    return ballot


def first_of(ballot: Ballot) -> Ballot:
    """The ballot that a chain of run-offs began with."""
    while ballot.purpose == Purpose.RUN_OFF and ballot.parent is not None:
        ballot = ballot.parent
    return ballot


@transaction.atomic
def void_ballot(*, ballot: Ballot, reason: str, by: User) -> Ballot:
    """作废: nothing of it counts, the reason stays in public, the voting is drafted anew.

    Possible from the opening until the announcement. Raises BallotError.
    """
    ballot = lock_ballot(ballot)
    reason = reason.strip()
    if not reason:
        raise BallotError("请写明作废的理由。")
    move_ballot(ballot=ballot, verb=BallotVerb.VOID, by=by, note=reason)
    ballot.voided_at, ballot.void_reason = timezone.now(), reason[:300]
    ballot.save()
    ballot.boxes.update(key="")
    ballot.tellers.update(share="")
    again = _draft_again(ballot, by)
    if repeat := _repeats.get(ballot.purpose):
        repeat(ballot, again)
    return ballot


def _draft_again(ballot: Ballot, by: User) -> Ballot:
    """The same rule, items, electors and tellers; the tellers take new keys."""
    is_run_off = ballot.purpose == Purpose.RUN_OFF
    again = draft_ballot(
        purpose=ballot.purpose,
        frame=Frame(
            **{field.name: getattr(ballot, field.name) for field in fields(Frame)}
        ),
        rule=RuleDraft(
            **{field.name: getattr(ballot, field.name) for field in fields(RuleDraft)}
        ),
        items=[
            ItemDraft(item.code, item.title, item.note, item.source)
            for item in ballot.items.all()
        ],
        by=by,
        parent=ballot.parent if is_run_off else ballot,
    )
    _same_people(ballot, again, by)
    return again


def _same_people(ballot: Ballot, again: Ballot, by: User | None) -> None:
    mandates = Mandate.objects.filter(pk__in=ballot.electors.values("mandate"))
    set_electorate(ballot=again, mandates=mandates, by=by)
    tellers = list(ballot.tellers.select_related("user"))
    chief = next(teller.user for teller in tellers if teller.is_chief)
    set_tellers(ballot=again, tellers=[t.user for t in tellers], chief=chief, by=by)


def _prepare_run_off(ballot: Ballot, tied: dict[str, Any], by: User | None) -> Ballot:
    """选举法 第四十五条: the tied ones again, the most votes win; drafted, opened by people."""
    rows = {item.code: item for item in ballot.items.all()}
    items = [
        ItemDraft(code, rows[code].title, rows[code].note, rows[code].source)
        for code in tied["items"]
    ]
    rule = RuleDraft(
        kind=ballot.kind,
        seats=tied["seats"],
        max_marks=tied["seats"],
        exact_marks=False,
        quorum=ballot.quorum,
        threshold=Threshold.PLURALITY,
    )
    frame = Frame(
        title=f"{ballot.title}：再次投票"[:80],
        question=f"就票数相等的 {len(items)} 项再投一次，取 {tied['seats']} 项"[:200],
        body=ballot.body,
        town=ballot.town,
        assembly=ballot.assembly,
        by_group=ballot.by_group,
        organ=ballot.organ,
    )
    again = draft_ballot(
        purpose=Purpose.RUN_OFF,
        frame=frame,
        rule=rule,
        items=items,
        by=by,
        parent=ballot,
    )
    _same_people(ballot, again, by)
    return again


def elected_codes(ballot: Ballot) -> list[str]:
    """What was chosen in the end: by the first ballot, and by its run-offs."""
    found = [item["code"] for item in ballot.result.sheet["items"] if item["elected"]]
    for again in ballot.further.announced():
        found += elected_codes(again)
    return found
