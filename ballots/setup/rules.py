"""What a ballot still lacks before its check and before its opening, in words."""

from django.utils import timezone

from ballots.rules.enums import BallotKind, Organ, Purpose
from ballots.rules.models import Ballot
from ballots.rules.rules import departures
from deputies.models import CommitteeMember
from deputies.register.enums import MandateStatus

LEAST_TELLERS = 2


def missing_for_check(ballot: Ballot) -> list[str]:
    """What the text of the ballot still lacks, in words."""
    found = []
    count = ballot.items.count()
    if not count:
        found.append("还没有表决事项")
    elif ballot.purpose == Purpose.LIVELIHOOD and count <= ballot.seats:
        # 差额票决: more candidates than places.
        found.append(f"差额票决要多于 {ballot.seats} 项，现在是 {count} 项")
    elif ballot.seats > count:
        found.append(f"应选 {ballot.seats} 项，只有 {count} 项")
    if ballot.kind == BallotKind.PICK and ballot.max_marks > count > 0:
        found.append(f"每张票可选 {ballot.max_marks} 项，只有 {count} 项")
    return found + departures(ballot) + _missing_session(ballot)


def _missing_session(ballot: Ballot) -> list[str]:
    """组织法 第十四条、第二十五条: the congress decides in session, and nowhere else."""
    if ballot.organ == Organ.STANDING and ballot.town_id:
        return ["乡镇没有常委会，请选由谁表决"]
    if ballot.organ != Organ.CONGRESS:
        return []
    if ballot.assembly is None:
        return ["人民代表大会的表决要在会议上，请选是哪次会议"]
    if ballot.assembly.town_id != ballot.town_id:
        return [f"{ballot.assembly}不是这个人代会的会议"]
    return []


def _missing_sitting(ballot: Ballot) -> list[str]:
    """Today the session has to be sitting."""
    session = ballot.assembly
    if ballot.organ != Organ.CONGRESS or session is None:
        return []
    if session.starts_on <= timezone.localdate() <= session.ends_on:
        return []
    first, last = (
        f"{d.month}月{d.day}日" for d in (session.starts_on, session.ends_on)
    )
    return [f"{session}是{first}至{last}，今天不在举行"]


def missing_for_opening(ballot: Ballot) -> list[str]:
    """What still prevents the voting, in words."""
    found = missing_for_check(ballot) + _missing_sitting(ballot)
    members = ballot.electors.count()
    if not members:
        found.append("还没有有表决权的人的名单")
    ended = ballot.electors.exclude(mandate__status=MandateStatus.VALID).count()
    if ended:
        found.append(f"名单里有 {ended} 人的代表资格已经变化，要重新生成名单")
    elif members and (left := _not_of_the_body(ballot)):
        found.append(f"名单里有 {left} 人不是常委会组成人员，要重新生成名单")
    tellers = list(ballot.tellers.select_related("user"))
    if len(tellers) < LEAST_TELLERS or not any(one.is_chief for one in tellers):
        found.append("还没有定监票人和总监票人")
    if keyless := [str(one) for one in tellers if not one.public]:
        found.append(f"监票人{'、'.join(keyless)}还没有领开箱钥匙")
    if ballot.by_group and ballot.electors.filter(group="").exists():
        found.append("有代表没有编入代表团")
    present = ballot.electors.filter(is_present=True).count()
    if members and (words := quorum_missing(ballot.quorum, members, present)):
        found.append(words)
    return found


def _not_of_the_body(ballot: Ballot) -> int:
    """Of a standing committee's ballot: electors who are not its members."""
    if ballot.organ != Organ.STANDING:
        return 0
    members = CommitteeMember.objects.in_office()
    return ballot.electors.exclude(mandate__in=members.values("mandate")).count()


def quorum_missing(quorum: str, members: int, present: int) -> str:
    """Why there are too few, or "". 组织法 第十四条、第五十一条."""
    enough = {
        "two_thirds": 3 * present >= 2 * members,
        "majority": 2 * present > members,
        "none": present > 0,
    }[quorum]
    return "" if enough else f"全体 {members} 人，签到 {present} 人，人数不够"
