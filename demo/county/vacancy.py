"""One seat of the demonstration becomes vacant and is filled: resignation, by-election."""

from datetime import date

from deputies.elections.enums import ElectionKind, NominatedBy
from deputies.elections.services.candidates import (
    Call,
    add_candidate,
    call_election,
    settle_candidates,
)
from deputies.elections.services.results import Result, record_result
from deputies.elections.services.rules import Count
from deputies.mandates.enums import MotionKind
from deputies.mandates.services.motions import Vote, receive_motion, record_vote
from deputies.models import Constituency, Mandate
from deputies.register.enums import Gender, Level
from deputies.register.services.mandates import Person, elect_deputy

LEFT = Person("荆树林", Gender.MALE, "运输公司经理", born="1972-03")
STOOD = (
    Person("柳青禾", Gender.FEMALE, "社区卫生服务站护士", born="1986-09"),
    Person("万春田", Gender.MALE, "果品合作社理事长", born="1979-12"),
)
MARK = "（示例）"


def elect_who_leaves(on: date) -> None:
    """In a constituency with one seat that no other demonstration data uses."""
    rows = Constituency.objects.filter(
        level=Level.COUNTY, term__is_current=True, seats=1, mandates=None
    )
    elect_deputy(constituency=rows.order_by("number")[0], on=on, person=LEFT, by=None)


def play_vacancy() -> None:
    """Resigned in March, a by-election in June of the present year."""
    mandate = Mandate.objects.get(deputy__name=LEFT.name)
    motion = receive_motion(
        mandate=mandate,
        kind=MotionKind.RESIGNATION,
        on=date(2026, 3, 2),
        reason=f"到外地工作，不能履行代表职务。{MARK}",
        by=None,
    )
    vote = Vote(date(2026, 3, 27), 31, 29, f"关于接受辞职的决定{MARK}")
    record_vote(motion=motion, vote=vote, by=None)
    _by_election(mandate.constituency)


def _by_election(constituency: Constituency) -> None:
    call = Call(date(2026, 6, 20), date(2026, 5, 8), f"关于补选的决定{MARK}")
    election = call_election(
        constituency=constituency, kind=ElectionKind.BY, call=call, by=None
    )
    rows = [
        add_candidate(
            election=election, person=person, nominated_by=NominatedBy.PARTY, by=None
        )
        for person in STOOD
    ]
    settle_candidates(
        election=election,
        finals=dict.fromkeys(row.pk for row in rows),
        on=date(2026, 6, 10),
        document=f"正式候选人公告{MARK}",
        by=None,
    )
    result = Result(
        count=Count(electors=2310, voters=1874, ballots=1870, invalid=21),
        votes={rows[0].pk: 1203, rows[1].pk: 611},
        runoff={},
        on=date(2026, 6, 21),
        document=f"选举结果公告{MARK}",
    )
    record_result(election=election, result=result, by=None)
