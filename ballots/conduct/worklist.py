"""What of the ballots waits for a person; shown on the workbench and the desk.

A reminder of a ballot would reach a phone in the middle of a session: who is in the hall
sees it on the desk, and the presiding officer says it aloud.
"""

from django.db.models import Exists, OuterRef, QuerySet

from ballots.rules.enums import BallotState
from ballots.rules.models import Ballot, Teller
from ballots.rules.permissions import RUNNING
from office.models import User
from office.people.enums import Role
from office.web.work_queue import WorkQueue

TO_RUN = (BallotState.CHECKED, BallotState.CLOSED, BallotState.CERTIFIED)


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


_PAGE = "ballots:ballots"
WORK_QUEUES = (
    WorkQueue("vote", "请投票", _PAGE, _to_vote, (Role.DEPUTY,), tone="soon"),
    # Anybody of the staff may be named a teller; nobody but who is one learns of it.
    WorkQueue("sign", "计票单待签字", _PAGE, _to_sign),
    WorkQueue("run", "票决待主持", _PAGE, _to_run, RUNNING),
)
