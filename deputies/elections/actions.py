"""Actions on an election and its candidates."""

from functools import partial

from django.db.models import Q

from deputies.elections.enums import ElectionKind, ElectionState, NominatedBy
from deputies.elections.forms import CallForm, CandidateForm, ResultForm, SettleForm
from deputies.elections.models import Election
from deputies.elections.services import candidates, results
from deputies.elections.services.rules import (
    candidates_wanted,
    free_seats,
    in_ballot_order,
)
from deputies.register.models import Constituency
from deputies.register.permissions import can_keep_terms
from office.web.actions import Action, Actions, by_role, calls
from office.web.forms import ReasonForm, sent

_S = ElectionState
_with_election = partial(calls, argument="election")
_of_register = partial(
    Action,
    may=by_role(can_keep_terms),
    template="deputies/elections/act.html",
    done="已登记。",
    service_decides=True,
)
_of_election = partial(_of_register, more=lambda request, row: {"row": row})
_of_call = partial(
    _of_register,
    form=CallForm,
    arguments=lambda form: {"call": form.call},
    button="登记并公告",
)


def _in_state(*states: ElectionState):
    return lambda row: row.state in states


def _candidate_form(request, row: Election) -> CandidateForm:
    return CandidateForm(*sent(request), state=row.state)


def _settle_form(request, row: Election) -> SettleForm:
    people = in_ballot_order(list(row.candidates.all()))
    return SettleForm(*sent(request), candidates=people)


def _settled(form: SettleForm) -> dict:
    asked = form.cleaned_data
    return {"finals": form.chosen, "on": asked["on"], "document": asked["document"]}


def _result_form(request, row: Election) -> ResultForm:
    counted = Q(is_final=True) | Q(nominated_by=NominatedBy.WRITTEN_IN)
    people = in_ballot_order(list(row.candidates.filter(counted)))
    return ResultForm(*sent(request), candidates=people)


def _settle_lead(row: Election) -> str:
    least, most = candidates_wanted(row.kind, row.seats)
    return (
        f"应选 {row.seats} 名，正式候选人 {least} 至 {most} 名，在选举日的七日以前公布"
        "（选举法第三十一条、第三十二条）。名单按姓名笔画排列；经过预选的，填得票，按得票排列。"
    )


def _call_lead(row: Constituency) -> str:
    return f"{row}现在缺 {free_seats(row)} 名。登记以后公告选举日。"


RESULT_LEAD = (
    "登记纸面投票的结果。全体选民过半数参加投票，选举有效；得参加投票的选民过半数的票，"
    "始得当选（选举法第四十五条）。另行选举以得票多的当选，不得少于选票的三分之一。"
)

ELECTION_ACTIONS = Actions(
    _of_election(
        name="candidate",
        label="登记候选人",
        when=_in_state(_S.OPEN, _S.NAMED),
        form=_candidate_form,
        run=_with_election(candidates.add_candidate),
        arguments=lambda form: form.facts,
        lead=lambda row: "只登记法律要求公布的基本情况，不登记电话、身份证号和住址。",
        button="登记",
    ),
    _of_election(
        name="settle",
        label="定正式候选人",
        when=_in_state(_S.OPEN),
        form=_settle_form,
        run=_with_election(candidates.settle_candidates),
        arguments=_settled,
        lead=_settle_lead,
        button="公布名单",
    ),
    _of_election(
        name="result",
        label="登记选举结果",
        when=_in_state(_S.NAMED),
        form=_result_form,
        run=_with_election(results.record_result),
        arguments=lambda form: {"result": form.result},
        lead=lambda row: RESULT_LEAD,
        button="公布结果",
        done=lambda row, elected: f"当选 {len(elected)} 名，等代表资格审查。已登记。",
    ),
    _of_election(
        name="drop",
        label="取消选举",
        when=_in_state(_S.OPEN, _S.NAMED),
        form=ReasonForm,
        run=_with_election(candidates.drop_election),
        lead=lambda row: "已经发出的公告不会自动撤回，请到公告页撤回。",
    ),
)

CANDIDATE_ACTIONS = Actions(
    _of_register(
        name="remove",
        label="去掉",
        when=lambda row: row.election.state == _S.OPEN,
        run=calls(candidates.remove_candidate, "candidate"),
        back=lambda row: row.election,
        # No message: the candidate is gone from the list.
        done="",
    ),
)

CONSTITUENCY_ACTIONS = Actions(
    *(
        _of_call(
            name=kind.value,
            label=f"登记{kind.label}",
            when=lambda row: free_seats(row) > 0,
            run=partial(calls(candidates.call_election, "constituency"), kind=kind),
            lead=_call_lead,
            back=lambda row: row.term,
            then=lambda row, election: election,
        )
        for kind in (ElectionKind.BY, ElectionKind.RERUN)
    )
)

TERM_ACTIONS = Actions(
    _of_call(
        name="general",
        label="登记选举日",
        run=calls(candidates.call_general_elections, "term"),
        lead=lambda term: (
            f"{term}的全部选区定在同一天选举，一次公告。已经在选的选区不重复登记。"
        ),
        done=lambda term, count: f"{count} 个选区的选举日已公告。已登记。",
    ),
)
