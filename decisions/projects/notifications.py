"""Who is told of a project: those who said it first, those who voted, those who build it."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cases.loop.notifications import WORKING_ROLES, notify_submitters
from cases.loop.services.moves import record
from cases.models import Case, ThreadLink
from cases.publishing.services import give_feedback
from decisions.projects.enums import CaseNews, ProposalState
from decisions.projects.models.construction import Project
from decisions.projects.models.livelihood import Proposal
from decisions.projects.models.oversight import ProjectChange
from office.models import User
from office.notices.services.outbox import notify, notify_posts
from office.text.masking import mask_text


def cases_behind(project: Project) -> list[Case]:
    """The cases out of which it grew, by the thread."""
    links = ThreadLink.objects.filter(
        earlier_type=ContentType.objects.get_for_model(Case),
        later_type=ContentType.objects.get_for_model(Project),
        later_id=project.pk,
    )
    rows = Case.objects.filter(pk__in=links.values("earlier_id"))
    return list(rows.select_related("station", "submitter").order_by("pk"))


def notify_of_end(project: Project, outcome: str, text: str, by: User | None) -> None:
    """Once for each outcome: on each case's thread, at its station, to every phone.

    The keys carry the state, so that a project that is first carried over and then
    finished is told twice, and the same news never.
    """
    key = f"project:{project.pk}:{project.state}"
    news = f"民生实事项目“{project}”{outcome}：{text}"
    if not project.programme.is_livelihood:
        news = f"政府投资项目“{project}”{outcome}：{text}"
    cases = cases_behind(project)
    _notify_cases(project, cases, news, key, by)
    _notify_proposers(project, news, key)
    _notify_voters(project, news, key)


def _notify_cases(
    project: Project, cases: list[Case], news: str, key: str, by: User | None
) -> None:
    at = timezone.now()
    for case in cases:
        record(
            case,
            CaseNews.PROJECT_NEWS,
            by=by,
            at=at,
            unit=project.unit,
            public_note=mask_text(news),
        )
        data = mask_text(f"您反映的 {case.number}：{news}")[:400]
        notify_submitters(
            case, "project_news", "您说的事有了结果", f"{data} ", key=f"{key}:{case.pk}"
        )
    stations = {c.station.parent_id or c.station_id for c in cases if c.station}
    if stations:
        give_feedback(
            key=key,
            stations={pk for pk in stations if pk is not None},
            unit=project.unit,
            title=project.name[:60],
            text=mask_text(news),
            at=at,
        )


def _notify_proposers(project: Project, news: str, key: str) -> None:
    """Those who wrote on the public form, and deputies who proposed it."""
    for row in project.proposals.filter(case__isnull=True).select_related("by"):
        notify_proposer(row, "您提的项目有了结果", news, f"{key}:p{row.pk}")


def notify_proposer(row: Proposal, title: str, text: str, key: str) -> None:
    if row.by is None and not row.phone:
        return
    notify(
        key=key,
        kind="project_news",
        title=title,
        text=text[:500],
        url=row.project.get_public_url() if row.project else "",
        user=row.by,
        phone=row.phone,
    )


def _notify_voters(project: Project, news: str, key: str) -> None:
    """Deputies who took a ballot when it was chosen; how they voted nobody knows."""
    ballot = project.programme.ballot
    if ballot is None:
        return
    voters = ballot.electors.exclude(way="").filter(mandate__deputy__user__isnull=False)
    for user in User.objects.filter(
        pk__in=voters.values("mandate__deputy__user")
    ).order_by("pk"):
        notify(
            key=f"{key}:v{user.pk}",
            kind="project_news",
            title="票决过的项目有了结果",
            text=news[:500],
            url=project.get_public_url(),
            user=user,
        )


def notify_of_screening(row: Proposal) -> None:
    """Taken or refused, with the reason, to whoever proposed it."""
    taken = row.state == ProposalState.TAKEN
    outcome = "列入了项目" if taken else f"没有列入：{row.get_refusal_display()}"
    text = mask_text(f"您提的“{row.title}”{outcome}。{row.reason}")
    key = f"proposal:{row.pk}:{row.state}"
    if row.case is None:
        notify_proposer(row, "项目建议有了结果", text, key)
        return
    record(
        row.case,
        CaseNews.PROJECT_NEWS,
        by=row.screened_by,
        public_note=text,
    )
    notify_submitters(
        row.case, "project_news", "项目建议有了结果", f"{text[:400]} ", key=key
    )


def notify_unit_of_change(change: ProjectChange) -> None:
    """The committee's answer, to those who work at the responsible unit."""
    text = f"“{change.project}”的{change.get_kind_display()}申请：{change.get_state_display()}。{change.answer}"
    notify_posts(
        unit=change.project.unit,
        roles=WORKING_ROLES,
        key=f"project_change:{change.pk}:{change.state}",
        kind="project_change",
        title="变更申请有了答复",
        text=text[:500],
        url=change.project.get_absolute_url(),
    )


def notify_unit_of_visit(project: Project, group: str, key: str) -> None:
    notify_posts(
        unit=project.unit,
        roles=WORKING_ROLES,
        key=f"project_visit:{key}",
        kind="project_visit",
        title="代表督查发现问题",
        text=f"{group}督查了“{project}”，请看后答复。",
        url=project.get_absolute_url(),
    )
