"""What may be done with a change that was asked for, and with a deputies' visit."""

from functools import partial

from decisions.projects import permissions as may
from decisions.projects.enums import ChangeState
from decisions.projects.forms.projects import AnswerVisitForm, RefuseChangeForm
from decisions.projects.models.oversight import ProjectChange, ProjectVisit
from decisions.projects.services import changes, visits
from decisions.resolutions.forms import DecidedForm
from office.web.actions import Action, Actions, by_role, calls

_with_change = partial(calls, argument="change")


def _change_words(change: ProjectChange) -> str:
    return f"{change}：{change.reason}"


def _visit_words(visit: ProjectVisit) -> str:
    return f"{visit}：{visit.findings[:100]}"


_of_change = partial(
    Action,
    may=by_role(may.can_consent),
    when=lambda change: change.state == ChangeState.ASKED,
    lead=_change_words,
    button="登记",
    back=lambda change: change.project,
    done="登记了，责任单位收到了通知。",
    service_decides=True,
)

CHANGE_ACTIONS = Actions(
    _of_change(
        name="consent",
        label="登记常委会同意",
        form=DecidedForm,
        run=_with_change(changes.consent_change),
    ),
    _of_change(
        name="refuse",
        label="登记不同意",
        form=RefuseChangeForm,
        run=_with_change(changes.refuse_change),
    ),
)

VISIT_ACTIONS = Actions(
    Action(
        name="answer",
        label="答复督查",
        may=may.can_answer_visit,
        when=lambda visit: not (visit.is_good or visit.answer),
        form=AnswerVisitForm,
        run=calls(visits.answer_visit, "visit"),
        lead=_visit_words,
        button="答复",
        back=lambda visit: visit.project,
        done="答复了，有人看过以后公开。",
        service_decides=True,
    ),
    Action(
        name="release",
        label="公开这份答复",
        may=may.can_release_answer,
        when=lambda visit: bool(visit.answered_at and not visit.released_at),
        run=calls(visits.release_visit_answer, "visit"),
        back=lambda visit: visit.project,
        done="公开了。",
        service_decides=True,
    ),
)
