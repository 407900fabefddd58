"""What the law says about candidates and votes, as sums.

选举法（2020）第三十条、第三十一条、第四十四条、第四十五条、第五十七条; 山东选举细则
第三十六条（2015，待核） on the order of candidates. Votes are cast on paper; numbers come here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from deputies.elections.enums import ElectionKind
from deputies.elections.models import Candidate, Election
from deputies.register.enums import Level, MandateStatus
from deputies.register.models import Constituency, Mandate
from office.text.stroke_order import in_stroke_order

# By which article the day of an election is announced.
CALL_LAWS = {
    ElectionKind.GENERAL: "选举法第十一条",
    ElectionKind.BY: "选举法第五十七条",
    ElectionKind.RERUN: "选举法第四十五条",
}
LEAST_BACKERS = 10
# 选举法 第三十二条: final candidates are announced so many days before the election.
DAYS_BEFORE = 7


class Tie(Exception):
    """Candidates with equal votes stand at the last seat: they are voted on again."""

    def __init__(self, names: list[str]):
        super().__init__("、".join(names))


@dataclass(frozen=True)
class Count:
    """The numbers of a poll: ``electors`` all voters of the constituency, ``voters`` who
    took part, ``ballots`` collected, ``invalid`` of them."""

    electors: int
    voters: int
    ballots: int
    invalid: int

    @property
    def objection(self) -> str:
        """Why these numbers cannot be; empty when they can."""
        if self.voters > self.electors:
            return "参加投票的不能多于全体选民。"
        if self.invalid > self.ballots:
            return "废票不能多于收回的票。"
        return ""

    @property
    def failure(self) -> str:
        """Why the election is not valid (第四十四条、第四十五条); empty when it is."""
        if self.voters * 2 <= self.electors:
            return "参加投票的选民没有过全体选民的半数"
        if self.ballots > self.voters:
            return "所投的票数多于投票人数"
        return ""


def issuing_body(constituency: Constituency, kind: str) -> str:
    """Who announces: the election committee; of a by-election who presides over it."""
    town = constituency.town
    is_county = constituency.level == Level.COUNTY
    if kind == ElectionKind.BY:
        return f"{town.parent}人大常委会" if is_county else f"{town}人大主席团"
    return f"{town.parent if is_county else town}选举委员会"


def free_seats(constituency: Constituency) -> int:
    sitting = Mandate.objects.filter(constituency=constituency)
    return constituency.seats - sitting.exclude(status=MandateStatus.ENDED).count()


def candidates_wanted(kind: str, seats: int) -> tuple[int, int]:
    """The least and the most final candidates for ``seats``."""
    if kind == ElectionKind.BY:
        return seats, 2 * seats
    # A third more, rounded up; for one seat it makes two.
    return seats + -(-seats // 3), 2 * seats


def in_ballot_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """By strokes; after a preliminary election by its votes."""
    rows = in_stroke_order(candidates, lambda row: row.name)
    if rows and all(row.preliminary_votes is not None for row in rows):
        rows.sort(key=lambda row: -(row.preliminary_votes or 0))
    return rows


def winners(
    election: Election, candidates: Sequence[Candidate], count: Count
) -> list[Candidate]:
    """Who is elected, most votes first. Raises Tie where the votes do not say.

    More than half of those who took part; in a rerun (另行选举) a third of the ballots.
    """

    def enough(row: Candidate) -> bool:
        votes = row.votes or 0
        if election.kind == ElectionKind.RERUN:
            return votes * 3 >= count.ballots
        return votes * 2 > count.voters

    ranked = sorted(filter(enough, candidates), key=_rank)
    if len(ranked) > election.seats:
        last, next_one = ranked[election.seats - 1], ranked[election.seats]
        if _rank(last) == _rank(next_one):
            raise Tie([row.name for row in ranked if _rank(row) == _rank(last)])
    return ranked[: election.seats]


def _rank(row: Candidate) -> tuple[int, int]:
    return -(row.votes or 0), -(row.runoff_votes or 0)
