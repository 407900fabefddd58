"""The count: one statement over the marks, decided by the file everybody may run.

Nothing here returns a number of an item to a page: the sheet lies in Result until the
announcement (ballots/record/services.py), and the tellers sign what balances.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction
from django.utils import timezone

from ballots.boxes.models import BallotPaper, Commitment
from ballots.boxes.rules import sealing
from ballots.boxes.rules.marks import as_cells, is_allowed
from ballots.boxes.rules.slots import HASH_BYTES
from ballots.papers.services import differences, miscounted_boxes, papers_returned
from ballots.rules.enums import BallotKind, BallotState, BallotVerb, VotingWay
from ballots.rules.errors import BallotError
from ballots.rules.models import Ballot, Result, Teller
from ballots.setup.services import lock_ballot, move_ballot
from ballots.tally import rules as tally
from ballots.voting.services import count_phones, empty_shards
from office.models import User

# A small ballot is counted again from its public file, in the same transaction.
COUNTED_TWICE = 20_000
LABEL_BYTES = 8

COUNT = """
SELECT count(*) FILTER (WHERE is_valid), count(*) FILTER (WHERE NOT is_valid),
    count(*) FILTER (WHERE is_valid AND 0 = ALL (marks)), {columns}
FROM ballots_ballotpaper WHERE ballot_id = %s
"""


@transaction.atomic
def count_ballot(*, ballot: Ballot, keys: Sequence[str], by: User | None) -> Ballot:
    """Paper and phone on one sheet. Raises BallotError with everything that differs.

    ``keys``: the codes of two tellers, which open the boxes and are not kept.
    """
    ballot = lock_ballot(ballot)
    if ballot.state == BallotState.CLOSED:
        count_phones(ballot)
        _refuse_unfinished_papers(ballot)
    move_ballot(ballot=ballot, verb=BallotVerb.COUNT, by=by)
    ballot.save()
    _mix(ballot, opening_key(ballot, keys))
    rule = rule_of(ballot)
    sheet = count_marks(ballot, rule)
    _count_again(ballot, rule, sheet)
    Result.objects.create(
        ballot=ballot,
        present=rule.present,
        issued=rule.issued,
        returned=rule.returned,
        valid=sheet.valid,
        invalid=sheet.invalid,
        abstained=sheet.abstained,
        outcome=sheet.outcome,
        sheet=sheet.as_json(),
        spoiled=sorted(rule.spoiled),
        fingerprint=fingerprint(csv_lines(ballot)),
    )
    return ballot


def _refuse_unfinished_papers(ballot: Ballot) -> None:
    if papers_returned(ballot) is None:
        issued = ballot.electors.filter(way=VotingWay.PAPER).count()
        raise BallotError(f"发出了 {issued} 张纸票，还没有登记收回多少张。")
    if found := differences(ballot):
        first = "；".join(f"第 {row.number} 张{row.said}" for row in found[:3])
        raise BallotError(f"纸票还有 {len(found)} 张没有对上：{first}。")
    if wrong := miscounted_boxes(ballot):
        raise BallotError("；".join(wrong) + "。")


def opening_key(ballot: Ballot, keys: Sequence[str]) -> bytes:
    """What opens the boxes, out of the shares of two tellers. Raises BallotError."""
    shares = {}
    for code in filter(None, keys):
        try:
            own = sealing.private_of_code(code)
            public = sealing.public_of(own).hex()
            teller = ballot.tellers.get(public=public)
            text = sealing.open_with(own, bytes.fromhex(teller.share))
        except (sealing.SealingError, Teller.DoesNotExist) as error:
            raise BallotError("有一把钥匙不是这次投票的监票人领的，请核对。") from error
        shares[int.from_bytes(text[:2], "big")] = text[2:]
    if len(shares) < sealing.NEEDED:
        raise BallotError("开箱要两名监票人各用自己的钥匙。")
    return sealing.join(shares)


def _mix(ballot: Ballot, private: bytes) -> None:
    """Urns and papers into one heap, written at once in the order of random labels.

    No row keeps the shard, the token, the nonce, the teller or the hour; a ballot on paper
    has a receipt like the others, so that not even the way it came can be told.
    """
    heap = empty_shards(ballot, private)
    typed = list(ballot.paper_entries.filter(hand=1))
    heap += [(row.box, row.marks, secrets.token_hex(HASH_BYTES)) for row in typed]
    spoiled = [False] * (len(heap) - len(typed)) + [row.is_spoiled for row in typed]
    papers, receipts = [], []
    for (box, marks, receipt), is_spoiled in zip(heap, spoiled, strict=True):
        label = secrets.token_hex(LABEL_BYTES)
        papers.append(
            BallotPaper(
                label=label,
                ballot=ballot,
                box=box,
                marks=marks,
                is_spoiled=is_spoiled,
                is_valid=not is_spoiled and is_allowed(ballot, marks),
            )
        )
        receipts.append(receipt)
    BallotPaper.objects.bulk_create(sorted(papers, key=_label), batch_size=5000)
    Commitment.objects.bulk_create(
        (Commitment(value=value, ballot=ballot) for value in sorted(receipts)),
        batch_size=5000,
    )
    # Number and teller would lead from a typed paper back to a hand.
    ballot.paper_entries.all().delete()


def _label(row: BallotPaper) -> str:
    return row.label


def rule_of(ballot: Ballot) -> tally.Rule:
    """The frozen rule and what was counted by hand at its end, as rule.json says it."""
    electors = ballot.electors.all()
    spoiled = ballot.papers.filter(is_spoiled=True).values_list("label", flat=True)
    return tally.Rule(
        kind=ballot.kind,
        seats=ballot.seats,
        max_marks=ballot.max_marks,
        exact_marks=ballot.exact_marks,
        members=ballot.members,
        present=electors.filter(is_present=True).count(),
        issued=electors.exclude(way="").count(),
        returned=ballot.papers.count(),
        quorum=ballot.quorum,
        threshold=ballot.threshold,
        spoiled=frozenset(spoiled),
    )


def count_marks(ballot: Ballot, rule: tally.Rule) -> tally.Sheet:
    """One pass of the database over the marks of every ballot."""
    codes = list(ballot.items.values_list("code", flat=True))
    columns = [column for at in range(1, len(codes) + 1) for column in _sums(rule, at)]
    with connection.cursor() as cursor:
        cursor.execute(
            # The columns are made of whole numbers alone.
            COUNT.format(columns=", ".join(columns)),
            [ballot.pk],
        )
        valid, invalid, abstained, *sums = cursor.fetchone()
    items = []
    for at, code in enumerate(codes):
        votes, named, against = (int(n or 0) for n in sums[3 * at : 3 * at + 3])
        items.append(tally.Item(code, votes=votes, against=against, named=named))
    sheet = tally.Sheet(
        rule.needed, items, valid=valid, invalid=invalid, abstained=abstained
    )
    return tally.settle(sheet, rule)


def _sums(rule: tally.Rule, at: int) -> tuple[str, str, str]:
    """Votes, ballots that name it, and votes against, of the item at place ``at``."""
    mark = f"marks[{int(at)}]"
    named = f"count(*) FILTER (WHERE is_valid AND {mark} > 0)"
    if rule.kind == BallotKind.RANK:
        worth = f"sum({int(rule.seats) + 1} - {mark})"
        return f"{worth} FILTER (WHERE is_valid AND {mark} > 0)", named, "0"
    if rule.kind == BallotKind.EACH:
        return named, named, f"count(*) FILTER (WHERE is_valid AND {mark} < 0)"
    return named, named, "0"


def _count_again(ballot: Ballot, rule: tally.Rule, sheet: tally.Sheet) -> None:
    """By the file that strangers run, from the rows they will read."""
    if rule.returned > COUNTED_TWICE:
        return
    again = tally.tally(paper_rows(ballot), rule)
    if again.as_json() != sheet.as_json():
        raise BallotError("两种方法数出来的不一样，没有计票。请联系系统管理员。")


def paper_rows(ballot: Ballot) -> Iterator[list[str]]:
    """ballots.csv: the header, then a row a ballot in the order of random labels."""
    yield ["ballot", *ballot.items.values_list("code", flat=True)]
    rows = ballot.papers.order_by("label").values_list("label", "marks")
    for label, marks in rows.iterator(chunk_size=5000):
        yield [label, *as_cells(ballot, marks)]


def fingerprint(lines: Iterable[str]) -> str:
    """SHA-256 of a public file."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()


def csv_lines(ballot: Ballot) -> Iterator[str]:
    """ballots.csv as it is published. No cell needs quoting: codes are checked."""
    for row in paper_rows(ballot):
        yield ",".join(row) + "\n"


def is_as_counted(ballot: Ballot) -> bool:
    """Whether the rows are those of the sheet, with a receipt for each."""
    result = ballot.result
    return (
        fingerprint(csv_lines(ballot)) == result.fingerprint
        and ballot.commitments.count() == result.returned
    )


def equations(ballot: Ballot) -> list[tuple[str, str, bool]]:
    """What has to balance before anybody signs: name, sentence, whether it does."""
    result = ballot.result
    members, present = ballot.members, result.present
    issued, returned = result.issued, result.returned
    return [
        (
            "代表",
            f"全体 {members} ＝ 实到 {present} ＋ 缺席 {members - present}",
            present <= members,
        ),
        (
            "票",
            f"发出 {issued} ＝ 收回 {returned} ＋ 未交 {issued - returned}",
            returned <= issued,
        ),
        (
            "有效",
            f"收回 {returned} ＝ 有效 {result.valid} ＋ 无效 {result.invalid}",
            returned == result.valid + result.invalid,
        ),
        ("领票", f"发出 {issued}，不多于实到 {present}", issued <= present),
    ]


@transaction.atomic
def sign_count(*, ballot: Ballot, by: User) -> Teller:
    """A teller says that the sheet is right; the chief signs last. Raises BallotError.

    Refused when the ballots are not those that were counted. With the last signature the
    tellers' shares are cleared; their keys were never here.
    """
    ballot = lock_ballot(ballot)
    if ballot.state != BallotState.COUNTED:
        raise BallotError("计票以后、宣布以前才能签字。")
    tellers = list(ballot.tellers.select_for_update().order_by("pk"))
    own = next((teller for teller in tellers if teller.user_id == by.pk), None)
    if own is None:
        raise BallotError("只有这次投票的监票人能签字。")
    if own.signed_at is not None:
        return own
    others = [t for t in tellers if t.pk != own.pk and t.signed_at is None]
    if own.is_chief and others:
        raise BallotError(f"总监票人最后签字，还有 {len(others)} 名监票人没有签。")
    if not is_as_counted(ballot):
        raise BallotError("选票和计票时的不一样，不能签字。")
    own.signed_at = timezone.now()
    own.save(update_fields=["signed_at"])
    move = BallotVerb.CERTIFY if not others else None
    if move:
        move_ballot(ballot=ballot, verb=move, by=by)
        ballot.save()
        ballot.tellers.update(share="")
    return own


def rule_json(ballot: Ballot) -> dict:
    """rule.json as docs/open-formats.md describes it; after the announcement only."""
    rule, result = rule_of(ballot), ballot.result
    return {
        "version": tally.FORMAT_VERSION,
        "kind": rule.kind,
        "seats": rule.seats,
        "max_marks": rule.max_marks,
        "exact_marks": rule.exact_marks,
        "members": rule.members,
        "present": result.present,
        "issued": result.issued,
        "returned": result.returned,
        "quorum": rule.quorum,
        "threshold": rule.threshold,
        "spoiled": result.spoiled,
    }
