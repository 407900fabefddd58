"""Who may do what with a ballot. When it may be done is the table of moves."""

from ballots.rules.models import Ballot
from office.models import User
from office.people.enums import Role

RUNNING = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


def can_open_ballots(user: User) -> bool:
    """Those who run ballots, and those who count or vote in one."""
    return (
        user.has_role(*RUNNING, Role.DEPUTY) or Ballot.objects.counted_by(user).exists()
    )


def can_run_ballots(user: User) -> bool:
    return user.has_role(*RUNNING)


def can_run_ballot(user: User, ballot: Ballot) -> bool:
    """The county's office its congress's, a town's congress its own."""
    return Ballot.objects.run_by(user).filter(pk=ballot.pk).exists()


def can_count_ballot(user: User, ballot: Ballot) -> bool:
    """监票人 of this ballot and nobody else."""
    return ballot.tellers.filter(user=user).exists()


def can_close_ballot(user: User, ballot: Ballot) -> bool:
    """Confirm that the voting ends, as another person asked."""
    return can_run_ballot(user, ballot) or can_count_ballot(user, ballot)


def can_vote(user: User) -> bool:
    return user.has_role(Role.DEPUTY)
