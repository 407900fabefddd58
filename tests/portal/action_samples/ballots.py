"""Ballots: those who run them, and their tellers."""

from ballots.conduct.actions import BALLOT_ACTIONS, STEP_ACTIONS, TELLER_ACTIONS
from ballots.voting import services as voting
from tests.ballots import congress
from tests.portal.action_samples.sample import Group, Sample, each, named


def drafted(county):
    congress.seat_deputies(county, 3)
    return congress.draft(county)


def listed(county):
    """A draft that lacks nothing but the check."""
    ballot = checked(county)
    return congress.ballots.send_back_ballot(ballot=ballot, reason="", by=county.office)


def checked(county):
    return congress.prepared(county, congress.seat_deputies(county, 3))


def opened(county):
    return congress.opened(county, congress.seat_deputies(county, 3))


def voted(county):
    people = congress.seat_deputies(county, 3)
    ballot = congress.opened(county, people)
    for one in people:
        congress.vote(ballot, one, "ab..")
    return ballot


def asked(county):
    return voting.ask_close(ballot=voted(county), by=county.office)


def closed(county):
    return congress.closed(voted(county), county.office)


def counted(county):
    return congress.counted(closed(county), county.office)


def certified(county):
    return congress.certified(voted(county), county.office)


def teller(county, ballot):
    """One who is not the chief: the chief signs last."""
    return congress.tellers()[1]


def rule(county, ballot):
    return {
        "title": ballot.title,
        "question": ballot.question,
        "body": ballot.body,
        "organ": ballot.organ,
        "kind": ballot.kind,
        "seats": 2,
        "quorum": ballot.quorum,
        "threshold": ballot.threshold,
    }


def two_deputies(county, ballot):
    """Of those who may vote."""
    mandates = congress.Mandate.objects.order_by("pk")[:2]
    first, second = (row.deputy.user_id for row in mandates)
    return {"chief": first, "tellers": [second]}


SAME = "the same again changes nothing"
BALLOT = {
    "edit": Sample(before=drafted, who="office", sent=rule, again=SAME, late=checked),
    "items": Sample(
        before=drafted,
        who="office",
        sent=lambda c, b: {"lines": "供水\n修路"},
        again=SAME,
        late=checked,
    ),
    "electorate": Sample(
        before=drafted, who="office", again="the list is made anew", late=opened
    ),
    "tellers": Sample(
        before=checked, who="office", sent=two_deputies, again=SAME, late=certified
    ),
    "open": Sample(before=checked, who="office"),
}
STEP = {
    "check": Sample(before=listed, who="office", late=checked),
    "back": Sample(before=checked, who="office"),
    "ask_close": Sample(before=opened, who="office", same=True),
    "close": Sample(before=asked, who=teller, late=closed),
    "count": Sample(
        before=closed,
        who="office",
        sent=lambda c, b: dict(zip(("first", "second"), congress.keys(b), strict=True)),
        late=counted,
    ),
    "void": Sample(
        before=voted, who="office", sent=lambda c, b: {"reason": "开错了"}, late=listed
    ),
    "announce": Sample(before=certified, who="office"),
}
TELLER = {
    "returned": Sample(
        before=closed,
        who=teller,
        sent=lambda c, b: {f"box_{b.boxes.get().pk}": 0},
        again=SAME,
        late=counted,
    ),
    "sign": Sample(before=counted, who=teller, same=True),
}

GROUPS = (
    Group(
        key="ballot",
        actions=BALLOT_ACTIONS,
        address=each(**{name: f"ballots:ballot_{name}" for name in BALLOT}),
        samples=BALLOT,
        late=opened,
    ),
    Group(
        key="step of a ballot",
        actions=STEP_ACTIONS,
        address=named("ballots:ballot_step"),
        samples=STEP,
        late=drafted,
        contested="check",
    ),
    Group(
        key="ballot of a teller",
        actions=TELLER_ACTIONS,
        address=each(returned="ballots:ballot_returned", sign="ballots:ballot_sign"),
        samples=TELLER,
        late=closed,
    ),
)
