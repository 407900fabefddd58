"""Preparing a ballot: the rule, the items, who may vote, who counts, what still prevents it."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from ballots.boxes.models import Elector
from ballots.boxes.rules import sealing
from ballots.rules.enums import (
    BALLOT_MOVES,
    BallotState,
    BallotVerb,
    Organ,
    Purpose,
)
from ballots.rules.errors import BallotError
from ballots.rules.models import Ballot, BallotEvent, BallotItem, Teller
from ballots.rules.rules import MOST_ITEMS, SMALLEST_GROUP, RuleDraft
from ballots.setup.rules import LEAST_TELLERS, missing_for_check
from deputies.groups.enums import GroupingKind
from deputies.models import Assembly, CommitteeMember, GroupingSeat, Mandate
from deputies.register.enums import Level, MandateStatus
from office.audit import services as audit
from office.models import Division, User

# Without letters and digits that are taken for one another on paper.
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8
SHARED_BOX = "合并票箱"


@dataclass(frozen=True)
class ItemDraft:
    """One line of the ballot; ``source`` is the row it stands for, of any model."""

    code: str
    title: str
    note: str = ""
    source: models.Model | None = None


@dataclass(frozen=True)
class Frame:
    """Whose ballot it is and at which session."""

    title: str
    question: str
    body: str
    town: Division | None = None
    assembly: Assembly | None = None
    by_group: bool = False
    organ: str = Organ.CONGRESS


def lock_ballot(ballot: Ballot) -> Ballot:
    return Ballot.objects.select_for_update().get(pk=ballot.pk)


def move_ballot(
    *, ballot: Ballot, verb: BallotVerb, by: User | None, note: str = ""
) -> None:
    """One move of a locked ballot, with its event. The caller saves. Raises BallotError."""
    move = BALLOT_MOVES[verb]
    if ballot.state not in move.sources:
        state = ballot.get_state_display()
        raise BallotError(f"这次投票现在是“{state}”，不能{verb.label}。")
    ballot.state = move.target
    record_step(ballot=ballot, verb=verb, by=by, note=note)


def record_step(
    *, ballot: Ballot, verb: BallotVerb, by: User | None, note: str = ""
) -> None:
    """What was done with the ballot, on its own record and in the audit log."""
    BallotEvent.objects.create(ballot=ballot, verb=verb, by=by, note=note[:300])
    audit.record(action=f"ballot_{verb.value}", by=by, object=ballot)


@transaction.atomic
def draft_ballot(
    *,
    purpose: str,
    frame: Frame,
    rule: RuleDraft,
    items: Sequence[ItemDraft],
    by: User | None,
    parent: Ballot | None = None,
) -> Ballot:
    """A new ballot with its items. Raises BallotError."""
    rule = rule.checked()
    if purpose not in Purpose.values:
        raise BallotError("没有这种用途。")
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    ballot = Ballot.objects.create(
        code=code, purpose=purpose, parent=parent, **vars(frame), **vars(rule)
    )
    _write_items(ballot, items)
    audit.record(action="ballot_draft", by=by, object=ballot)
    return ballot


@transaction.atomic
def edit_ballot(
    *, ballot: Ballot, frame: Frame, rule: RuleDraft, by: User | None
) -> Ballot:
    """Change what is asked and the rule, while it is a draft. Raises BallotError."""
    ballot = _lock_draft(ballot)
    for name, value in (vars(frame) | vars(rule.checked())).items():
        setattr(ballot, name, value)
    ballot.save()
    audit.record(action="ballot_draft", by=by, object=ballot)
    return ballot


@transaction.atomic
def set_items(*, ballot: Ballot, items: Sequence[ItemDraft], by: User | None) -> None:
    """Write the lines anew, in this order. Raises BallotError."""
    ballot = _lock_draft(ballot)
    ballot.items.all().delete()
    _write_items(ballot, items)
    audit.record(action="ballot_items", by=by, object=ballot)


def _lock_draft(ballot: Ballot) -> Ballot:
    ballot = lock_ballot(ballot)
    if ballot.state != BallotState.DRAFT:
        raise BallotError("核对以后不能再改。要改，先退回修改。")
    return ballot


def _write_items(ballot: Ballot, items: Sequence[ItemDraft]) -> None:
    if len(items) > MOST_ITEMS:
        raise BallotError(f"一张票最多 {MOST_ITEMS} 项。")
    for what, counted in (
        ("代码", Counter(item.code for item in items)),
        ("名称", Counter(item.title for item in items)),
    ):
        twice = [text for text, n in counted.items() if n > 1]
        if twice:
            raise BallotError(f"{what}“{twice[0]}”出现了两次。")
    if any(not item.code.strip() or not item.title.strip() for item in items):
        raise BallotError("每一项都要有代码和名称。")
    BallotItem.objects.bulk_create(
        BallotItem(
            ballot=ballot,
            position=at,
            code=item.code.strip()[:20],
            title=item.title.strip()[:120],
            note=item.note.strip()[:300],
            source_type=_type_of(item.source),
            source_id=item.source.pk if item.source else None,
        )
        for at, item in enumerate(items, 1)
    )


def _type_of(source: models.Model | None) -> ContentType | None:
    return ContentType.objects.get_for_model(source) if source else None


def members_of(ballot: Ballot) -> models.QuerySet[Mandate]:
    """全体: the body's own members, as of today.

    全体代表 are the valid seats of the congress, suspended ones left out (代表法 第六十一条);
    of the standing committee its 组成人员 (组织法 第四十七条、第五十一条).
    """
    rows = Mandate.objects.filter(status=MandateStatus.VALID, term__is_current=True)
    if ballot.organ == Organ.STANDING:
        members = CommitteeMember.objects.in_office()
        return rows.filter(level=Level.COUNTY, pk__in=members.values("mandate"))
    if ballot.town_id:
        return rows.filter(level=Level.TOWN, constituency__town=ballot.town_id)
    return rows.filter(level=Level.COUNTY)


@transaction.atomic
def set_electorate(
    *, ballot: Ballot, mandates: Iterable[Mandate], by: User | None
) -> int:
    """Who may vote, written anew with their delegations. Returns how many.

    Presence is kept for those who stay. Raises BallotError after the opening.
    """
    ballot = lock_ballot(ballot)
    if ballot.state not in (BallotState.DRAFT, BallotState.CHECKED):
        raise BallotError("投票已经开始，有表决权的人不能再变。")
    chosen = {mandate.pk for mandate in mandates}
    ballot.electors.exclude(mandate__in=chosen).delete()
    known = set(ballot.electors.values_list("mandate", flat=True))
    Elector.objects.bulk_create(
        Elector(ballot=ballot, mandate_id=pk) for pk in sorted(chosen - known)
    )
    _write_groups(ballot)
    audit.record(
        action="ballot_electorate",
        by=by,
        object=ballot,
        detail={"members": len(chosen)},
    )
    return len(chosen)


def _write_groups(ballot: Ballot) -> None:
    """Each elector's delegation, and the box: small delegations share one."""
    seats = GroupingSeat.objects.filter(
        kind=GroupingKind.DELEGATION, mandate__in=ballot.electors.values("mandate")
    )
    names = dict(seats.values_list("mandate", "grouping__name"))
    rows = list(ballot.electors.all())
    sizes = Counter(names.get(row.mandate_id, "") for row in rows)
    for row in rows:
        row.group = names.get(row.mandate_id, "")
        alone = row.group and sizes[row.group] >= SMALLEST_GROUP
        row.box = (row.group if alone else SHARED_BOX) if ballot.by_group else ""
    Elector.objects.bulk_update(rows, ["group", "box"], batch_size=2000)


@transaction.atomic
def set_tellers(
    *, ballot: Ballot, tellers: Iterable[User], chief: User, by: User | None
) -> None:
    """Name who counts; one of them is 总监票人. Who stays keeps the key. Raises BallotError."""
    ballot = lock_ballot(ballot)
    if ballot.state not in (BallotState.DRAFT, BallotState.CHECKED):
        raise BallotError("投票开始以后不能换监票人：票箱要用他们的钥匙打开。")
    chosen = {user.pk: user for user in [chief, *tellers]}
    if len(chosen) < LEAST_TELLERS:
        raise BallotError(f"监票人至少要有 {LEAST_TELLERS} 名，总监票人在内。")
    ballot.tellers.exclude(user__in=chosen.values()).delete()
    ballot.tellers.update(is_chief=False)
    for user in chosen.values():
        Teller.objects.update_or_create(
            ballot=ballot, user=user, defaults={"is_chief": user == chief}
        )
    audit.record(action="ballot_tellers", by=by, object=ballot)


@transaction.atomic
def take_key(*, ballot: Ballot, by: User) -> str:
    """A new key for a teller: the code is returned once and stored nowhere.

    Taken again before the opening, the one before is of no use. Raises BallotError.
    """
    ballot = lock_ballot(ballot)
    if ballot.state not in (BallotState.DRAFT, BallotState.CHECKED):
        raise BallotError("投票开始以后不能再领钥匙。")
    teller = ballot.tellers.filter(user=by).first()
    if teller is None:
        raise BallotError("只有这次投票的监票人能领钥匙。")
    code = sealing.new_code()
    teller.public = sealing.public_of(sealing.private_of_code(code)).hex()
    teller.save(update_fields=["public"])
    audit.record(action="ballot_key", by=by, object=ballot)
    return code


@transaction.atomic
def mark_present(
    *,
    ballot: Ballot,
    came: Iterable[Elector],
    gone: Iterable[Elector] = (),
    by: User | None,
) -> int:
    """签到: these came, and those were ticked by mistake; who has a ballot stays.

    Nobody else is touched: others sign in by themselves meanwhile. Returns how many are
    present. Raises BallotError.
    """
    ballot = lock_ballot(ballot)
    if ballot.state not in (BallotState.CHECKED, BallotState.OPEN):
        raise BallotError("核对以后、截止以前才能签到。")
    rows = ballot.electors.select_for_update(of=("self",)).order_by("pk")
    here = {elector.pk for elector in came}
    away = {elector.pk for elector in gone} - here
    known = {row.pk: row for row in rows.filter(pk__in=here | away)}
    free = [pk for pk in away if pk in known and not known[pk].way]
    ballot.electors.filter(pk__in=here & known.keys()).update(is_present=True)
    ballot.electors.filter(pk__in=free).update(is_present=False)
    present = ballot.electors.filter(is_present=True).count()
    audit.record(
        action="ballot_present", by=by, object=ballot, detail={"present": present}
    )
    return present


@transaction.atomic
def sign_in(*, ballot: Ballot, user: User) -> Elector:
    """A deputy signs in with the hall's code. Twice is once. Raises BallotError."""
    if ballot.state not in (BallotState.CHECKED, BallotState.OPEN):
        raise BallotError("现在不在签到时间。")
    elector = (
        ballot.electors.select_for_update(of=("self",))
        .filter(mandate__deputy__user=user)
        .first()
    )
    if elector is None:
        raise BallotError("您不在这次投票的名单里。")
    if not elector.is_present:
        elector.is_present = True
        elector.save(update_fields=["is_present"])
    return elector


@transaction.atomic
def check_ballot(*, ballot: Ballot, by: User | None) -> Ballot:
    """The rule and the items are right and are frozen. Raises BallotError."""
    ballot = lock_ballot(ballot)
    refuse(missing_for_check(ballot))
    move_ballot(ballot=ballot, verb=BallotVerb.CHECK, by=by)
    ballot.save()
    return ballot


@transaction.atomic
def send_back_ballot(*, ballot: Ballot, reason: str, by: User | None) -> Ballot:
    """Back to a draft, with the reason. Raises BallotError."""
    ballot = lock_ballot(ballot)
    move_ballot(ballot=ballot, verb=BallotVerb.SEND_BACK, by=by, note=reason)
    ballot.save()
    return ballot


def refuse(missing: list[str]) -> None:
    if missing:
        raise BallotError("；".join(missing) + "。")
