"""Seats, motions about them, elections."""

from datetime import date

from deputies.committee.actions import COMMITTEE_ACTIONS
from deputies.committee.services import add_member, end_member
from deputies.elections.actions import (
    CANDIDATE_ACTIONS,
    CONSTITUENCY_ACTIONS,
    ELECTION_ACTIONS,
    TERM_ACTIONS,
)
from deputies.elections.services import candidates as elections
from deputies.mandates.actions import MOTION_ACTIONS, RECEIVE_ACTIONS, SEAT_ACTIONS
from deputies.mandates.services import motions
from deputies.mandates.services import steps as mandate_steps
from deputies.models import Constituency, Term
from tests.deputies.elections import test_elections as votes
from tests.deputies.mandates.test_motions import received
from tests.deputies.mandates.test_steps import LATER, suspend
from tests.deputies.people import decided, seat
from tests.deputies.terms.test_terms import NEXT
from tests.portal.action_samples.sample import Group, Sample, each, named

DECISION = {"on": "2026-03-01", "decided_on": "2026-03-02", "document": "公告 3 号"}


def elected(county):
    return seat(county, "d0001", "刘青", status="elected").mandate


def sitting(county):
    return seat(county, "d0001", "刘青").mandate


def suspended(county):
    mandate = sitting(county)
    suspend(mandate)
    mandate.refresh_from_db()
    return mandate


def ended(county):
    mandate = sitting(county)
    mandate_steps.end_mandate(
        mandate=mandate, cause="moved_away", decision=decided(LATER), by=None
    )
    mandate.refresh_from_db()
    return mandate


def decision(county, thing):
    return DECISION


SEAT = {
    "confirm": Sample(before=elected, who="office", sent=decision),
    "invalid": Sample(before=elected, who="office", sent=decision),
    "suspend": Sample(
        before=sitting, who="office", sent=lambda c, m: DECISION | {"cause": "detained"}
    ),
    "restore": Sample(before=suspended, who="office", sent=decision),
    "end": Sample(
        before=sitting,
        who="office",
        sent=lambda c, m: DECISION | {"cause": "moved_away"},
    ),
}
RECEIVE = {
    "motion": Sample(
        before=sitting,
        who="office",
        sent=lambda c, m: {"kind": "resignation", "on": "2026-03-01", "reason": "调走"},
    )
}


def resigning(county):
    return received(sitting(county))


def recalled(county):
    return received(sitting(county), kind="recall", signatures=50)


def withdrawn(county):
    return motions.withdraw_motion(motion=recalled(county), by=county.office)


MOTION = {
    "vote": Sample(
        before=resigning,
        who="office",
        sent=lambda c, m: {
            "on": "2026-04-01",
            "total": 31,
            "in_favour": 16,
            "document": "公告 3 号",
        },
    ),
    "defence": Sample(
        before=recalled,
        who="office",
        sent=lambda c, m: {"defence": "没有这回事。"},
        again="what was said may be written down anew until the vote",
        late=withdrawn,
    ),
    "withdraw": Sample(before=resigning, who="office"),
}


def vacancy(county):
    """Two seats: one deputy sits, one died."""
    mandate = ended(county)
    seat(county, "d0002", "陈禾")
    Constituency.objects.filter(pk=mandate.constituency_id).update(seats=2)
    return Constituency.objects.get(pk=mandate.constituency_id)


def full(county):
    row = vacancy(county)
    Constituency.objects.filter(pk=row.pk).update(seats=1)
    return row


def called(county):
    return votes.called(vacancy(county))


def nominated(county):
    election = called(county)
    for name in ("郭新", "丁一"):
        votes.nominate(election, name)
    return election


def settled(county):
    election = nominated(county)
    votes.settle(election, *election.candidates.all())
    election.refresh_from_db()
    return election


def dropped(county):
    return elections.drop_election(election=nominated(county), reason="合并", by=None)


def one_of(make):
    return lambda county: make(county).candidates.first()


CALL = {"day": "2026-06-20", "decided_on": "2026-05-01", "document": "公告 5 号"}
NUMBERS = {
    "on": "2026-06-21",
    "document": "结果公告",
    "electors": 1000,
    "voters": 600,
    "ballots": 600,
    "invalid": 10,
}


def counted(county, election):
    first, second = election.candidates.order_by("pk")
    return NUMBERS | {f"votes_{first.pk}": 400, f"votes_{second.pk}": 100}


ELECTION = {
    "candidate": Sample(
        before=called,
        who="office",
        sent=lambda c, e: {"name": "郭新", "gender": "male", "nominated_by": "party"},
    ),
    "settle": Sample(
        before=nominated,
        who="office",
        sent=lambda c, e: {
            "on": "2026-06-10",
            "document": "名单公告",
            "finals": [row.pk for row in e.candidates.all()],
        },
    ),
    "result": Sample(before=settled, who="office", sent=counted),
    "drop": Sample(before=called, who="office", sent=lambda c, e: {"reason": "合并"}),
}
CANDIDATE = {
    "remove": Sample(before=one_of(nominated), who="office", late=one_of(settled))
}
CONSTITUENCY = {
    "by": Sample(before=vacancy, who="office", sent=lambda c, r: CALL),
    "rerun": Sample(before=vacancy, who="office", sent=lambda c, r: CALL),
}


def coming(county):
    sitting(county)
    term = Term.objects.create(level="county", number=20, starts_on=NEXT)
    Constituency.objects.create(
        term=term,
        level="county",
        town=county.town,
        number=1,
        name="第 1 选区",
        seats=2,
        population=5000,
    )
    return term


TERM = {"general": Sample(before=coming, who="office", sent=lambda c, t: CALL)}


def in_committee(county):
    return add_member(
        mandate=sitting(county),
        post="member",
        started_on=date(2026, 1, 20),
        basis="公告 1 号",
        by=None,
    )


def out_of_committee(county):
    return end_member(
        member=in_committee(county),
        ended_on=date(2026, 1, 21),
        end_basis="辞职",
        by=None,
    )


COMMITTEE = {
    "end": Sample(
        before=in_committee,
        who="office",
        sent=lambda c, m: {"ended_on": "2026-01-21", "end_basis": "辞职"},
    ),
}

GROUPS = (
    Group(
        key="member of the committee",
        actions=COMMITTEE_ACTIONS,
        address=named("deputies:committee_act"),
        samples=COMMITTEE,
        late=out_of_committee,
        contested="end",
    ),
    Group(
        key="seat",
        actions=SEAT_ACTIONS,
        address=named("deputies:mandate_act"),
        samples=SEAT,
        late=ended,
        contested="confirm",
    ),
    Group(
        key="seat of a motion",
        actions=RECEIVE_ACTIONS,
        address=each(motion="deputies:motion_new"),
        samples=RECEIVE,
        late=ended,
    ),
    Group(
        key="motion",
        actions=MOTION_ACTIONS,
        address=each(
            vote="deputies:motion_vote",
            defence="deputies:motion_defence",
            withdraw="deputies:motion_withdraw",
        ),
        samples=MOTION,
        late=withdrawn,
        contested="withdraw",
    ),
    Group(
        key="election",
        actions=ELECTION_ACTIONS,
        address=each(
            candidate="deputies:candidate_new",
            settle="deputies:election_settle",
            result="deputies:election_result",
            drop="deputies:election_drop",
        ),
        samples=ELECTION,
        late=dropped,
        contested="settle",
    ),
    Group(
        key="candidate",
        actions=CANDIDATE_ACTIONS,
        address=each(remove="deputies:candidate_remove"),
        samples=CANDIDATE,
    ),
    Group(
        key="constituency",
        actions=CONSTITUENCY_ACTIONS,
        address=each(by="deputies:election_by", rerun="deputies:election_rerun"),
        samples=CONSTITUENCY,
        late=full,
    ),
    Group(
        key="term",
        actions=TERM_ACTIONS,
        address=each(general="deputies:election_general"),
        samples=TERM,
    ),
)
