"""The rule of a ballot, checked, and in the words that are printed on it."""

from dataclasses import dataclass, replace
from typing import Any

from ballots.rules.enums import BallotKind, Organ, Purpose, Quorum, Threshold
from ballots.rules.errors import BallotError

MOST_ITEMS = 300
# 全国人大组织、选举的通例: a smaller group would show how its people voted.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class LawfulRule:
    """Quorum and majority that a body has by law, and where they stand."""

    quorum: Quorum
    threshold: Threshold
    quorum_article: str
    threshold_article: str


LAW = {
    Organ.CONGRESS: LawfulRule(
        Quorum.TWO_THIRDS,
        Threshold.MAJORITY_OF_MEMBERS,
        "组织法第十四条",
        "组织法第二十五条",
    ),
    Organ.STANDING: LawfulRule(
        Quorum.MAJORITY,
        Threshold.MAJORITY_OF_MEMBERS,
        "组织法第五十一条",
        "组织法第五十一条",
    ),
}


@dataclass(frozen=True)
class RuleDraft:
    """What a ballot is decided by. ``max_marks`` speaks only of a pick; 0 means seats."""

    kind: str = BallotKind.PICK
    seats: int = 1
    max_marks: int = 0
    exact_marks: bool = False
    quorum: str = Quorum.TWO_THIRDS
    threshold: str = Threshold.MAJORITY_OF_MEMBERS
    basis: str = ""

    def checked(self) -> "RuleDraft":
        """The same with nothing left open. Raises BallotError."""
        if self.kind not in BallotKind.values:
            raise BallotError("没有这种投票方式。")
        if self.quorum not in Quorum.values or self.threshold not in Threshold.values:
            raise BallotError("没有这样的规则。")
        if not 1 <= self.seats <= MOST_ITEMS:
            raise BallotError(f"应选数应当在 1 和 {MOST_ITEMS} 之间。")
        marks = self.max_marks or self.seats
        if self.kind != BallotKind.PICK:
            return replace(
                self, max_marks=0, exact_marks=False, basis=self.basis.strip()
            )
        if not 1 <= marks <= MOST_ITEMS:
            raise BallotError("每张票最多可选的项数不对。")
        return replace(self, max_marks=marks, basis=self.basis.strip())


def departures(rule: Any) -> list[str]:
    """Where a Ballot's rule is not that of the law, in words; an empty list is lawful.

    Quorum and majority of a body cannot be changed. More marks than seats, or all of them,
    need a written basis. An asking of opinions decides nothing and has no rule by law.
    """
    law = LAW.get(rule.organ)
    if law is None:
        return []
    organ, found = Organ(rule.organ).label, []
    if rule.quorum != law.quorum:
        found.append(f"{organ}要{law.quorum.label}（{law.quorum_article}）")
    if rule.threshold != law.threshold and rule.purpose != Purpose.RUN_OFF:
        found.append(f"{organ}以{law.threshold.label}通过（{law.threshold_article}）")
    if rule.max_marks > rule.seats and not rule.basis:
        found.append(
            f"应选 {rule.seats} 项，每张票却可选 {rule.max_marks} 项，要写明票决办法的依据"
        )
    if rule.exact_marks and not rule.basis:
        found.append("少选也无效和选举法第四十四条不一样，要写明票决办法的依据")
    return found


def majority(members: int) -> int:
    """过半数 of ``members``: 151 of 300, and of 301."""
    return members // 2 + 1


def two_thirds(members: int) -> int:
    """三分之二以上 of ``members``, rounded up."""
    return -(-2 * members // 3)


def marking_words(rule: Any) -> str:
    """How the ballot is marked. ``rule``: a Ballot."""
    if rule.kind == BallotKind.EACH:
        return "逐项选择赞成、反对或者弃权。没有选的项，按弃权计。"
    if rule.kind == BallotKind.RANK:
        return (
            f"从 1 起排序，最多排 {rule.seats} 项，1 是最先选的。"
            f"重号、跳号、排过 {rule.seats} 的，整张无效。"
        )
    many = "正好" if rule.exact_marks else "最多"
    less = "多选、少选" if rule.exact_marks else "多选"
    return f"{many}选 {rule.max_marks} 项。{less}的，整张无效；一项不选的，是弃权票。"


def quorum_words(rule: Any, members: int) -> str:
    """From the rule alone; ``members`` 0, before the opening, only leaves the number out."""
    if rule.quorum == Quorum.NONE:
        return "这是征求意见，不设法定人数。"
    is_two_thirds = rule.quorum == Quorum.TWO_THIRDS
    share = "三分之二以上" if is_two_thirds else "过半数"
    need = two_thirds(members) if is_two_thirds else majority(members)
    least = f"（{need} 名）" if members else ""
    law = LAW.get(rule.organ)
    article = f"（{law.quorum_article}）" if law else ""
    return f"全体的{share}{least}到会，才能投票{article}。"


def threshold_words(rule: Any, members: int) -> str:
    if rule.threshold == Threshold.PLURALITY:
        return f"按得票从多到少，取前 {rule.seats} 项。"
    need = f"（{majority(members)} 票）" if members else ""
    counted = "列入的票数" if rule.kind == BallotKind.RANK else "赞成票"
    law = LAW.get(rule.organ)
    article = f"（{law.threshold_article}）" if law else ""
    return (
        f"{counted}超过全体的半数{need}才能入选{article}，缺席的也在全体之内；"
        f"超过半数的多于 {rule.seats} 项时，取票数最多的 {rule.seats} 项。"
    )


def tie_words(rule: Any) -> str:
    return (
        f"第 {rule.seats} 名票数相等、定不下来的，就相等的几项再投一次。"
        "过不了线的不补选。"
    )


def rule_words(rule: Any, members: int) -> list[str]:
    """The rule in sentences, from the same data the count is made with."""
    basis = [f"票面的选法依据：{rule.basis}。"] if rule.basis else []
    return [
        marking_words(rule),
        *basis,
        quorum_words(rule, members),
        threshold_words(rule, members),
        tie_words(rule),
        "收回的票多于发出的，整次无效，重新投票（选举法第四十四条）。不能委托别人投。",
    ]
