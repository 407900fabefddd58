"""Who may do what with programmes, projects and proposals."""

from decisions.projects.models.construction import Project
from decisions.projects.models.oversight import ProjectVisit
from decisions.projects.querysets import ANSWERING, SEEING_ALL
from office.models import User
from office.people.enums import Role


def can_open_projects(user: User) -> bool:
    return user.has_role(*SEEING_ALL, *ANSWERING, Role.DEPUTY, Role.TOWN_CONGRESS)


def can_keep_programmes(user: User) -> bool:
    """Lists, cards, screening, the government's decisions: both offices write them down."""
    return user.has_role(*SEEING_ALL)


def can_put_to_vote(user: User) -> bool:
    """The congress asks its deputies; the government does not."""
    return user.has_role(Role.CONGRESS_OFFICE)


def can_select(user: User) -> bool:
    """Write down what the government's standing meeting chose."""
    return user.has_role(*SEEING_ALL)


def can_record_satisfaction(user: User) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE)


def can_consent(user: User) -> bool:
    """Register what the standing committee said of a change."""
    return user.has_role(Role.CONGRESS_OFFICE)


def can_propose(user: User) -> bool:
    return user.has_role(Role.DEPUTY, *SEEING_ALL)


def can_propose_case(user: User) -> bool:
    """List a case among the proposals: those who supervise cases."""
    return user.has_role(Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS, Role.DEPUTY)


def can_report(user: User, project: Project) -> bool:
    """Progress, changes and the end: those who answer for the responsible unit."""
    return project.unit_id in user.unit_ids(*ANSWERING)


def can_visit(user: User, project: Project) -> bool:
    return user.has_role(Role.DEPUTY, Role.CONGRESS_OFFICE)


def can_release_answer(user: User, visit: ProjectVisit) -> bool:
    return can_visit(user, visit.project)


def can_answer_visit(user: User, visit: ProjectVisit) -> bool:
    return can_report(user, visit.project)
