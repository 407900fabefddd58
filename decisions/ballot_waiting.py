"""What of the ballots waits for a person; shown on the workbench and the desk.

A reminder of a ballot would reach a phone in the middle of a session: who is in the hall
sees it on the desk, and the presiding officer says it aloud.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from decisions.ballot_enums import BallotState
from decisions.ballot_permissions import RUNNING
from decisions.models import Ballot, Teller
from office.enums import Role
from office.models import User
from office.workbench import Tile, count_at_once

TO_RUN = (BallotState.CHECKED, BallotState.CLOSED, BallotState.CERTIFIED)


@dataclass(frozen=True)
class WaitingBallots:
    """One list; the page of ballots shows exactly these rows under ``?show=``."""

    label: str
    rows: Callable[[User], QuerySet[Ballot]]


def _to_vote(user: User) -> QuerySet[Ballot]:
    open_now = Ballot.objects.filter(state=BallotState.OPEN)
    return open_now.filter(
        electors__mandate__deputy__user=user,
        electors__is_present=True,
        electors__way="",
    )


def _to_sign(user: User) -> QuerySet[Ballot]:
    unsigned = Teller.objects.filter(
        ballot=OuterRef("pk"), user=user, signed_at__isnull=True
    )
    counted = Ballot.objects.filter(state=BallotState.COUNTED)
    return counted.filter(Exists(unsigned))


def _to_run(user: User) -> QuerySet[Ballot]:
    return Ballot.objects.run_by(user).filter(state__in=TO_RUN)


WAITING = {
    "vote": WaitingBallots("请投票", _to_vote),
    "sign": WaitingBallots("计票单待签字", _to_sign),
    "run": WaitingBallots("票决待主持", _to_run),
}


def waiting_ballots(user: User) -> dict[str, WaitingBallots]:
    """The lists that concern this person. Anybody of the staff may be named a teller."""
    keys = ["sign"]
    keys += ["vote"] if user.has_role(Role.DEPUTY) else []
    keys += ["run"] if user.has_role(*RUNNING) else []
    return {key: WAITING[key] for key in keys}


def ballot_tiles(request: HttpRequest) -> Iterator[Tile]:
    user = request.user
    rows = waiting_ballots(user) if user.is_authenticated else {}
    counts = count_at_once([row.rows(user) for row in rows.values()])
    for (key, row), count in zip(rows.items(), counts, strict=True):
        # Nobody but who is one learns of tellers.
        if count or key != "sign":
            url = f"{reverse('decisions:ballots')}?show={key}"
            yield Tile(row.label, count, url, "soon" if key == "vote" else "")
