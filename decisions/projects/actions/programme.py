"""What may be done with a year's programme, by whom, and when: one table."""

from collections.abc import Callable
from dataclasses import dataclass

from decisions.projects import permissions as may
from decisions.projects.enums import PREPARED, ProjectState
from decisions.projects.models.programmes import Programme
from office.models import User


@dataclass(frozen=True)
class Act:
    label: str
    done: str
    rule: Callable[[User], bool]
    fits: Callable[[Programme], bool]

    def is_open(self, user: User, programme: Programme) -> bool:
        return self.rule(user) and self.fits(programme)


def _is_preparing(row: Programme) -> bool:
    return row.ballot_id is None


def _has(*states: ProjectState) -> Callable[[Programme], bool]:
    """Something in the list waits for this step, and the deputies do not have it yet."""
    return lambda row: (
        _is_preparing(row) and row.projects.filter(state__in=states).exists()
    )


def _may_nominate(row: Programme) -> bool:
    return row.is_livelihood and _has(ProjectState.PROPOSED)(row)


def _may_vote(row: Programme) -> bool:
    ready = ProjectState.REVIEWED if row.is_livelihood else ProjectState.PROPOSED
    return _has(ready)(row)


def _may_select(row: Programme) -> bool:
    return row.cut_at is not None and row.selected_at is None


def _has_chosen(row: Programme) -> bool:
    return row.projects.filter(state="chosen").exists()


_keeps = may.can_keep_programmes
ACTS: dict[str, Act] = {
    "add": Act("加项目", "加上了。", _keeps, _is_preparing),
    "import": Act("导入项目表", "导入了。", _keeps, _is_preparing),
    "nominate": Act("县政府常务会初定候选", "初定为候选了。", _keeps, _may_nominate),
    "review": Act(
        "常委会审议候选",
        "审议登记好了。",
        may.can_put_to_vote,
        _has(ProjectState.CANDIDATE),
    ),
    "vote": Act(
        "交代表投票",
        "票拟好了，在“票决”里核对、开始。",
        may.can_put_to_vote,
        _may_vote,
    ),
    "select": Act("县政府常务会选定", "选定了。", may.can_select, _may_select),
    "start": Act("公布并开始实施", "开始实施了。", _keeps, _has_chosen),
    "drop": Act("不列入，写去向", "去向写好了。", _keeps, _has(*PREPARED)),
    "edit": Act("改规则", "保存好了。", _keeps, _is_preparing),
}


def actions_of(user: User, programme: Programme) -> list[tuple[str, str]]:
    return [
        (name, one.label) for name, one in ACTS.items() if one.is_open(user, programme)
    ]
