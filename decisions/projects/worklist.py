"""Work queues of the projects, for the workbench and the desk."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from decisions.projects.enums import ChangeState, ProposalState
from decisions.projects.models.construction import Project
from decisions.projects.models.livelihood import Proposal
from decisions.projects.models.oversight import ProjectChange, ProjectVisit
from decisions.projects.querysets import ANSWERING, SEEING_ALL
from office.models import User
from office.people.enums import Role
from office.web.work_queue import WorkQueue


def _late(user: User) -> QuerySet:
    own = Project.objects.late(timezone.localdate())
    if user.has_role(*SEEING_ALL):
        return own
    return own.of_unit(user.unit_ids(*ANSWERING))


def _to_consent(user: User) -> QuerySet:
    asked = ProjectChange.objects.filter(
        project=OuterRef("pk"), state=ChangeState.ASKED
    ).exclude(asked_by=user)
    return Project.objects.visible_to(user).filter(Exists(asked))


def _to_answer(user: User) -> QuerySet:
    visits = ProjectVisit.objects.filter(
        project=OuterRef("pk"), is_good=False, answered_at__isnull=True
    )
    own = Project.objects.of_unit(user.unit_ids(*ANSWERING))
    return own.filter(Exists(visits))


def _homeless(user: User) -> QuerySet:
    """In the ballot, not named, and without a disposition."""
    rows = Project.objects.visible_to(user)
    return rows.filter(
        state="on_ballot", rank__isnull=False, programme__cut_at__isnull=False
    )


def _to_screen(user: User) -> QuerySet:
    return Proposal.objects.visible_to(user).filter(state=ProposalState.NEW)


_DESK, _PROPOSALS = "decisions:desk_projects", "decisions:proposals"
WORK_QUEUES = (
    WorkQueue(
        "late", "项目节点逾期", _DESK, _late, (*SEEING_ALL, *ANSWERING), tone="late"
    ),
    WorkQueue(
        "consent", "项目变更待常委会", _DESK, _to_consent, (Role.CONGRESS_OFFICE,)
    ),
    WorkQueue("answer", "项目督查待答复", _DESK, _to_answer, ANSWERING),
    WorkQueue("homeless", "项目去向没有定", _DESK, _homeless, SEEING_ALL),
    WorkQueue("screen", "项目建议待筛选", _PROPOSALS, _to_screen, SEEING_ALL),
)
