"""Actions on a project: one row per action."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

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
from decisions.projects.forms.projects import (
    ChangeForm,
    EndForm,
    MilestoneForm,
    ProgressForm,
    ProjectForm,
    SatisfactionForm,
    VisitForm,
)
from decisions.projects.models.construction import Project
from decisions.projects.services import changes, construction, satisfaction, visits
from decisions.projects.services.construction import Progress
from decisions.resolutions.forms import DecidedForm
from office.files.services import take_in_file
from office.models import User
from office.web.actions import Action, Actions, by_role, calls
from office.web.forms import sent

CARD = tuple(name for name in ProjectForm.base_fields if name != "assisting")
TOLD = "写好了，提出的群众和投票的代表都会收到。"
_S = ProjectState
_with_project = partial(calls, argument="project")
_keeps = by_role(may.can_keep_programmes)


@dataclass(frozen=True, kw_only=True)
class ProjectAction(Action):
    states: Collection[ProjectState]

    def is_due(self, obj: Project) -> bool:
        return obj.state in self.states and self.when(obj)


def _judges(user: User, project: Project) -> bool:
    return may.can_record_satisfaction(user) and project.programme.is_livelihood


def _progress_form(request, row: Project) -> ProgressForm:
    newest = row.reports.first()
    initial = {"day": timezone.localdate()}
    if newest:
        initial |= {"invested": newest.invested, "paid": newest.paid}
    return ProgressForm(*sent(request), initial=initial, project=row)


def _report(row: Project, *, evidence, by: User, **told):
    files = [take_in_file(upload=evidence, by=by)] if evidence else []
    progress = Progress(**told, attachments=files)
    construction.report_progress(project=row, progress=progress, by=by)


def _change_form(request, row: Project) -> ChangeForm:
    initial = {"kind": request.GET.get("kind")}
    return ChangeForm(*sent(request), project=row, initial=initial)


def _end_form(request, row: Project) -> EndForm:
    return EndForm(*sent(request), initial={"on": timezone.localdate()})


def _edit_form(request, row: Project) -> ProjectForm:
    initial = {name: getattr(row, name) for name in CARD}
    initial |= {"division": row.division_id, "assisting": row.assisting.all()}
    return ProjectForm(*sent(request), initial=initial)


def _ends(verb: ProjectVerb, name: str, label: str) -> ProjectAction:
    return ProjectAction(
        name=name,
        label=label,
        may=may.can_report,
        states=PROJECT_MOVES[verb].sources,
        form=_end_form,
        run=partial(_with_project(construction.end_project), verb=verb),
        done=TOLD,
    )


PROJECT_ACTIONS = Actions(
    ProjectAction(
        name="report",
        label="填报进度",
        may=may.can_report,
        states=UNDER_WAY,
        form=_progress_form,
        run=_report,
        done="填好了，公开页上已有。",
    ),
    _ends(ProjectVerb.FINISH, "finish", "报告完成"),
    _ends(ProjectVerb.FINISH_BASICALLY, "finish-basically", "报告基本完成"),
    _ends(ProjectVerb.FAIL, "fail", "报告未完成"),
    _ends(ProjectVerb.CARRY_OVER, "carry-over", "结转下年"),
    ProjectAction(
        name="change",
        label="申请变更、中止",
        may=may.can_report,
        states=(_S.CHOSEN, *UNDER_WAY, _S.STOPPED),
        form=_change_form,
        run=_with_project(changes.ask_change),
        done="交上去了，常委会同意以前什么都不变。",
    ),
    ProjectAction(
        name="visit",
        label="写督查",
        may=may.can_visit,
        states=DECIDED,
        form=VisitForm,
        run=_with_project(visits.record_visit),
        done="写好了。",
    ),
    ProjectAction(
        name="edit",
        label="改项目",
        may=_keeps,
        states=PREPARED,
        form=_edit_form,
        run=_with_project(construction.edit_project),
        done="保存好了。",
    ),
    ProjectAction(
        name="milestone",
        label="加节点",
        may=_keeps,
        states=(*PREPARED, _S.ON_BALLOT, _S.CHOSEN),
        form=MilestoneForm,
        run=_with_project(construction.add_milestone),
        done="加上了。",
    ),
    ProjectAction(
        name="satisfaction",
        label="登记满意度测评",
        may=_judges,
        states=(*ENDED, _S.CARRIED_OVER),
        form=SatisfactionForm,
        run=_with_project(satisfaction.record_satisfaction),
        done="登记好了。",
    ),
    ProjectAction(
        name="archive",
        label="归档",
        may=by_role(may.can_record_satisfaction),
        states=PROJECT_MOVES[ProjectVerb.ARCHIVE].sources,
        form=DecidedForm,
        run=_with_project(construction.archive_project),
        done="归档了。",
    ),
)
