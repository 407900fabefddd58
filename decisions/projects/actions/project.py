"""What may be done with a project, by whom, and when: one table."""

from collections.abc import Callable
from dataclasses import dataclass

from decisions.projects import permissions as may
from decisions.projects.enums import (
    DECIDED,
    ENDED,
    PREPARED,
    PROJECT_MOVES,
    UNDER_WAY,
    ProjectState,
    ProjectVerb,
)
from decisions.projects.models.construction import Project
from office.models import User

_V, _S = ProjectVerb, ProjectState


@dataclass(frozen=True)
class Act:
    """``label`` is the button, ``done`` what is said afterwards."""

    label: str
    done: str
    rule: Callable[[User, Project], bool]
    states: tuple[ProjectState, ...]

    def is_open(self, user: User, project: Project) -> bool:
        return project.state in self.states and self.rule(user, project)


def _keeps(user: User, project: Project) -> bool:
    return may.can_keep_programmes(user)


def _judges(user: User, project: Project) -> bool:
    return may.can_record_satisfaction(user) and project.programme.is_livelihood


def _archives(user: User, project: Project) -> bool:
    return may.can_record_satisfaction(user)


TOLD = "写好了，提出的群众和投票的代表都会收到。"
ACTS: dict[str, Act] = {
    "report": Act("填报进度", "填好了，公开页上已有。", may.can_report, UNDER_WAY),
    "finish": Act("报告完成", TOLD, may.can_report, PROJECT_MOVES[_V.FINISH].sources),
    "finish-basically": Act(
        "报告基本完成",
        TOLD,
        may.can_report,
        PROJECT_MOVES[_V.FINISH_BASICALLY].sources,
    ),
    "fail": Act("报告未完成", TOLD, may.can_report, PROJECT_MOVES[_V.FAIL].sources),
    "carry-over": Act(
        "结转下年", TOLD, may.can_report, PROJECT_MOVES[_V.CARRY_OVER].sources
    ),
    "change": Act(
        "申请变更、中止",
        "交上去了，常委会同意以前什么都不变。",
        may.can_report,
        (_S.CHOSEN, *UNDER_WAY, _S.STOPPED),
    ),
    "visit": Act("写督查", "写好了。", may.can_visit, DECIDED),
    "edit": Act("改项目", "保存好了。", _keeps, PREPARED),
    "milestone": Act(
        "加节点", "加上了。", _keeps, (*PREPARED, _S.ON_BALLOT, _S.CHOSEN)
    ),
    "satisfaction": Act(
        "登记满意度测评", "登记好了。", _judges, (*ENDED, _S.CARRIED_OVER)
    ),
    "archive": Act("归档", "归档了。", _archives, PROJECT_MOVES[_V.ARCHIVE].sources),
}


def actions_of(user: User, project: Project) -> list[tuple[str, str]]:
    """Pairs of address part and button, the most usual first."""
    return [
        (name, one.label) for name, one in ACTS.items() if one.is_open(user, project)
    ]
