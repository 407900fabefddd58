"""How the year's twenty projects of the demonstration were built, and which were not."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from decisions.models import Milestone, Programme, Project, ProjectChange
from decisions.projects.enums import ChangeKind, ProjectState, ProjectVerb
from decisions.projects.services import changes, programmes, visits
from decisions.projects.services import construction as construction
from decisions.projects.services.construction import Progress
from decisions.resolutions.rules import Decided
from demo.as_of import as_of
from demo.cases.texts import MARK
from demo.county.places import County
from deputies.groups.enums import GroupingKind
from deputies.models import Grouping
from office.models import User

# By their rank: those that are finished, late since summer, moved with consent, stopped.
FINISHED, LATE, MOVED, STOPPED = range(12), (16, 17), 18, 19
SAID = ("队伍进场，已经开工", "完成了一半多", "主体完工", "验收合格")
PERCENT = (10, 55, 90, 100)


def build_projects(county: County, programme: Programme) -> None:
    rows = list(programme.projects.filter(state=ProjectState.CHOSEN).order_by("rank"))
    start = date(programme.year, 2, 10)
    with as_of(start):
        programmes.decide_projects(
            programme=programme,
            projects=rows,
            verb=ProjectVerb.START,
            decided=Decided("费县人民政府", start, "费政发 3 号（示例）"),
            by=county.users["zhengfuban"],
        )
    for place, project in enumerate(rows):
        _build(county, project, place)
    _visit(county, rows)


def _build(county: County, project: Project, place: int) -> None:
    """Reported at each node as far as this one came, by today."""
    nodes = list(project.milestones.order_by("planned_on"))
    reaches = 2 if place in (*LATE, STOPPED) else 4 if place in FINISHED else 3
    for at, node in enumerate(nodes[:reaches]):
        day = node.planned_on + timedelta(days=place % 5 - 3)
        if day < timezone.localdate():
            with as_of(day, 16):
                _report(county, project, at, node)
    if place == MOVED:
        _move(county, project, nodes[-1])
    if place == STOPPED:
        _stop(county, project)
    done = nodes[-1].planned_on + timedelta(days=place % 5)
    if place in FINISHED and done < timezone.localdate():
        with as_of(done, 17):
            construction.end_project(
                project=project,
                verb=ProjectVerb.FINISH,
                text=f"{project.content.removesuffix(MARK)}已全部完成并验收{MARK}。",
                on=done,
                by=_worker(county, project, "_fuze"),
            )


def _worker(county: County, project: Project, suffix: str = "") -> User:
    key = next(key for key, unit in county.units.items() if unit.pk == project.unit_id)
    return county.users[f"{key}{suffix}"]


def _report(county: County, project: Project, at: int, node: Milestone) -> None:
    percent = PERCENT[at]
    invested = (project.total * percent / 100).quantize(Decimal(1))
    construction.report_progress(
        project=project,
        progress=Progress(
            day=timezone.localdate(),
            text=f"{SAID[at]}{MARK}。",
            percent=percent,
            invested=invested,
            paid=(invested * (70 + at * 8) / 100).quantize(Decimal(1)),
            reached=[node],
        ),
        by=_worker(county, project),
    )


def _move(county: County, project: Project, node: Milestone) -> None:
    """A node put off, with the committee's consent."""
    with as_of(date(project.programme.year, 8, 12)):
        asked = changes.ask_change(
            project=project,
            kind=ChangeKind.CHANGE,
            reason=f"七月连续降雨，工地停了 24 天{MARK}。",
            milestone=node,
            milestone_on=node.planned_on + timedelta(days=30),
            by=_worker(county, project),
        )
    _consent(county, asked, date(project.programme.year, 8, 28))


def _stop(county: County, project: Project) -> None:
    with as_of(date(project.programme.year, 7, 20)):
        asked = changes.ask_change(
            project=project,
            kind=ChangeKind.STOP,
            reason=f"选址和上级规划冲突，要重新论证{MARK}。",
            by=_worker(county, project),
        )
    _consent(county, asked, date(project.programme.year, 8, 28))


def _consent(county: County, change: ProjectChange, day: date) -> None:
    with as_of(day):
        changes.consent_change(
            change=change,
            decided=Decided("费县人大常委会第 36 次会议", day, "会议纪要（示例）"),
            by=county.users["gongwei"],
        )


def _visit(county: County, rows: list[Project]) -> None:
    """季度督查: one with a finding that was answered, one that still waits, two good ones."""
    groups = Grouping.objects.filter(kind=GroupingKind.GROUP, term__is_current=True)
    seen = (
        (0, "灯杆 37 号到 52 号没有接地线。", "9 月 28 日已全部补齐，复测合格。"),
        (16, "工地没有人，进度牌停在六月。", ""),
        (1, "看了 6 个村，水压正常，群众反映好。", None),
        (4, "设备到位，有两处还没有培训操作人员，已说好时间。", None),
    )
    for number, (place, findings, answer) in enumerate(seen):
        project = rows[place]
        day = date(project.programme.year, 9, 20 + number)
        with as_of(day, 15):
            visit = visits.record_visit(
                project=project,
                group=groups.order_by("name")[number],
                visited_on=day,
                findings=findings + MARK,
                is_good=answer is None,
                by=county.users["daibiao"],
            )
        if answer:
            with as_of(day + timedelta(days=9)):
                visits.answer_visit(
                    visit=visit, answer=answer, by=_worker(county, project)
                )
                visits.release_visit_answer(visit=visit, by=county.users["daibiao"])
