"""Actions on a year's programme: one row per action."""

from collections.abc import Callable
from functools import partial

from decisions.projects import permissions as may
from decisions.projects.enums import PREPARED, ProjectState, ProjectVerb
from decisions.projects.forms.programmes import (
    DropForm,
    ProgrammeForm,
    SomeProjectsForm,
)
from decisions.projects.forms.projects import ProjectForm
from decisions.projects.forms.selection import SelectionForm
from decisions.projects.models.programmes import Programme
from decisions.projects.services import ballots, construction, programmes, selection
from decisions.resolutions.forms import DecidedForm
from office.web.actions import Action, Actions, by_role, calls
from office.web.forms import sent

FRAME = tuple(ProgrammeForm.base_fields)
_S = ProjectState
_with_programme = partial(calls, argument="programme")
_keeps = by_role(may.can_keep_programmes)
_puts_to_vote = by_role(may.can_put_to_vote)


def _is_preparing(row: Programme) -> bool:
    return row.ballot_id is None


def _has(*states: ProjectState) -> Callable[[Programme], bool]:
    """Projects of the list wait for this step, and the ballot has not begun."""
    return lambda row: (
        _is_preparing(row) and row.projects.filter(state__in=states).exists()
    )


def _may_nominate(row: Programme) -> bool:
    return row.is_livelihood and _has(_S.PROPOSED)(row)


def _may_vote(row: Programme) -> bool:
    ready = _S.REVIEWED if row.is_livelihood else _S.PROPOSED
    return _has(ready)(row)


def _may_select(row: Programme) -> bool:
    return row.cut_at is not None and row.selected_at is None


def _has_chosen(row: Programme) -> bool:
    return row.projects.filter(state=_S.CHOSEN).exists()


def _of_states(form: type[SomeProjectsForm], *states: ProjectState):
    """Form that selects among the projects in these states."""
    return lambda request, row: form(
        *sent(request), rows=row.projects.filter(state__in=states)
    )


def _decides(verb: ProjectVerb):
    return partial(_with_programme(programmes.decide_projects), verb=verb)


def _selection_form(request, row: Programme) -> SelectionForm:
    """All projects of the ballot, by rank: take each, or state its disposition."""
    voted = row.projects.filter(state__in=(_S.SHORTLISTED, _S.ON_BALLOT))
    rows = list(voted.order_by("rank", "number"))
    return SelectionForm(*sent(request), programme=row, rows=rows)


def _edit_form(request, row: Programme) -> ProgrammeForm:
    initial = {name: getattr(row, name) for name in FRAME}
    return ProgrammeForm(*sent(request), initial=initial)


PROGRAMME_ACTIONS = Actions(
    Action(
        name="add",
        label="加项目",
        may=_keeps,
        when=_is_preparing,
        form=ProjectForm,
        run=_with_programme(construction.add_project),
        done="加上了。",
    ),
    # Previewed before it is written: two steps, on a page of its own.
    Action(name="import", label="导入项目表", may=_keeps, when=_is_preparing, run=None),
    Action(
        name="nominate",
        label="县政府常务会初定候选",
        may=_keeps,
        when=_may_nominate,
        form=_of_states(SomeProjectsForm, _S.PROPOSED),
        run=_decides(ProjectVerb.NOMINATE),
        done="初定为候选了。",
    ),
    Action(
        name="review",
        label="常委会审议候选",
        may=_puts_to_vote,
        when=_has(_S.CANDIDATE),
        form=_of_states(SomeProjectsForm, _S.CANDIDATE),
        run=_decides(ProjectVerb.REVIEW),
        done="审议登记好了。",
    ),
    Action(
        name="vote",
        label="交代表投票",
        may=_puts_to_vote,
        when=_may_vote,
        form=DecidedForm,
        run=_with_programme(ballots.draft_vote),
        done="票拟好了，在“票决”里核对、开始。",
    ),
    Action(
        name="select",
        label="县政府常务会选定",
        may=by_role(may.can_select),
        when=_may_select,
        form=_selection_form,
        run=_with_programme(selection.select_projects),
        template="decisions/projects/select.html",
        more=lambda request, row: {"programme": row},
        done=lambda row, taken: f"选定 {taken} 项，其余的去向已经公开。",
    ),
    Action(
        name="start",
        label="公布并开始实施",
        may=_keeps,
        when=_has_chosen,
        form=_of_states(SomeProjectsForm, _S.CHOSEN),
        run=_decides(ProjectVerb.START),
        done="开始实施了。",
    ),
    Action(
        name="drop",
        label="不列入，写去向",
        may=_keeps,
        when=_has(*PREPARED),
        form=_of_states(DropForm, _S.PROPOSED, _S.CANDIDATE, _S.REVIEWED),
        run=_with_programme(programmes.drop_projects),
        done="去向写好了。",
    ),
    Action(
        name="edit",
        label="改规则",
        may=_keeps,
        when=_is_preparing,
        form=_edit_form,
        run=_with_programme(programmes.edit_programme),
        done="保存好了。",
    ),
)
