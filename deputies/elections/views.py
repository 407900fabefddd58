"""选举: the register of elections in constituencies. Votes are cast on paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from deputies.elections.enums import ElectionKind, NominatedBy
from deputies.elections.forms import CallForm, CandidateForm, ResultForm, SettleForm
from deputies.elections.models import Candidate, Election
from deputies.elections.services import candidates as elections
from deputies.elections.services import results as election_results
from deputies.elections.services.rules import (
    candidates_wanted,
    free_seats,
    in_ballot_order,
)
from deputies.register.models import Constituency, Term
from deputies.register.permissions import can_keep_terms, can_read_register
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.forms import ReasonForm

ROWS_A_PAGE = 30
# What is asked where; 另行选举 has its own button on an election that left seats free.
ACT = "deputies/elections/act.html"


@needs(can_read_register)
@require_safe
def election_list(request):
    """The elections, and above them the seats that fell vacant in the present terms."""
    ended = Q(mandates__status="ended")
    vacant = Constituency.objects.filter(term__is_current=True).annotate(
        ended=Count("mandates", filter=ended, distinct=True),
        sitting=Count("mandates", filter=~ended, distinct=True),
    )
    vacant = vacant.filter(ended__gt=0, sitting__lt=F("seats"))
    vacant = vacant.exclude(elections__state__in=("open", "named"))
    context = {
        "page": Paginator(Election.objects.for_list(), ROWS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "vacant": vacant.select_related("town", "term").order_by("level", "number"),
        "may_keep": can_keep_terms(request.user),
    }
    return render(request, "deputies/elections/list.html", context)


@needs(can_keep_terms)
def election_new(request, pk: int, kind: str):
    """Call a by-election, or a rerun, in one constituency."""
    row = get_object_or_404(Constituency.objects.select_related("term", "town"), pk=pk)
    form = CallForm(request.POST or None)
    kind = ElectionKind.RERUN if kind == "rerun" else ElectionKind.BY

    def act():
        return elections.call_election(
            constituency=row, kind=kind, call=form.call, by=request.user
        )

    lead = f"{row}现在缺 {free_seats(row)} 名。登记以后公告选举日。"
    page = {"title": f"登记{kind.label}", "lead": lead, "button": "登记并公告"}
    return _acted(request, form, act, page=page)


@needs(can_keep_terms)
def election_general(request, pk: int):
    """Every constituency of the term in preparation elects on one day."""
    term = get_object_or_404(Term, pk=pk)
    form = CallForm(request.POST or None)

    def act():
        count = elections.call_general_elections(
            term=term, call=form.call, by=request.user
        )
        messages.success(request, f"{count} 个选区的选举日已公告。")
        return term

    lead = f"{term}的全部选区定在同一天选举，一次公告。已经在选的选区不重复登记。"
    page = {"title": "登记选举日", "lead": lead, "button": "登记并公告"}
    return _acted(request, form, act, page=page)


@needs(can_read_register)
@require_safe
def election(request, pk: int):
    """One election: candidates in the order of the ballot, the numbers, what comes next."""
    row = _election(pk)
    people = list(row.candidates.select_related("mandate"))
    finals = in_ballot_order([one for one in people if one.is_final])
    others = in_ballot_order([one for one in people if not one.is_final])
    least, most = candidates_wanted(row.kind, row.seats)
    may_rerun = row.state == "held" and free_seats(row.constituency) > 0
    context = {
        "row": row,
        "groups": [("正式候选人", finals), ("推荐的人", others)],
        "least": least,
        "most": most,
        "may_rerun": may_rerun and row.constituency.term.is_current,
        "may_keep": can_keep_terms(request.user),
    }
    return render(request, "deputies/elections/election.html", context)


@needs(can_keep_terms)
def candidate_new(request, pk: int):
    row = _election(pk)
    form = CandidateForm(request.POST or None, state=row.state)

    def act():
        elections.add_candidate(election=row, by=request.user, **form.facts)
        return row

    lead = "只登记法律要求公布的基本情况，不登记电话、身份证号和住址。"
    page = {"row": row, "title": "登记候选人", "lead": lead, "button": "登记"}
    return _acted(request, form, act, page=page)


@needs(can_keep_terms)
@require_POST
def candidate_remove(request, pk: int):
    row = get_object_or_404(Candidate.objects.select_related("election"), pk=pk)
    try:
        elections.remove_candidate(candidate=row, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect(row.election)


@needs(can_keep_terms)
def election_settle(request, pk: int):
    row = _election(pk)
    people = in_ballot_order(list(row.candidates.all()))
    form = SettleForm(request.POST or None, candidates=people)

    def act():
        cleaned = form.cleaned_data
        elections.settle_candidates(
            election=row,
            finals=form.chosen,
            on=cleaned["on"],
            document=cleaned["document"],
            by=request.user,
        )
        return row

    least, most = candidates_wanted(row.kind, row.seats)
    lead = (
        f"应选 {row.seats} 名，正式候选人 {least} 至 {most} 名，在选举日的七日以前公布"
        "（选举法第三十一条、第三十二条）。名单按姓名笔画排列；经过预选的，填得票，按得票排列。"
    )
    page = {"row": row, "title": "定正式候选人", "lead": lead, "button": "公布名单"}
    return _acted(request, form, act, page=page)


@needs(can_keep_terms)
def election_result(request, pk: int):
    row = _election(pk)
    counted = Q(is_final=True) | Q(nominated_by=NominatedBy.WRITTEN_IN)
    people = in_ballot_order(list(row.candidates.filter(counted)))
    form = ResultForm(request.POST or None, candidates=people)

    def act():
        elected = election_results.record_result(
            election=row, result=form.result, by=request.user
        )
        messages.success(request, f"当选 {len(elected)} 名，等代表资格审查。")
        return row

    lead = (
        "登记纸面投票的结果。全体选民过半数参加投票，选举有效；得参加投票的选民过半数的票，"
        "始得当选（选举法第四十五条）。另行选举以得票多的当选，不得少于选票的三分之一。"
    )
    page = {"row": row, "title": "登记选举结果", "lead": lead, "button": "公布结果"}
    return _acted(request, form, act, page=page)


@needs(can_keep_terms)
def election_drop(request, pk: int):
    row = _election(pk)
    form = ReasonForm(request.POST or None)

    def act():
        return elections.drop_election(
            election=row, by=request.user, **form.cleaned_data
        )

    page = {"row": row, "title": "取消选举", "button": "取消选举"}
    page["lead"] = "已经发出的公告不会自动撤回，请到公告页撤回。"
    return _acted(request, form, act, page=page)


def _election(pk):
    rows = Election.objects.select_related(
        "constituency__term", "constituency__town__parent"
    )
    return get_object_or_404(rows, pk=pk)


def _acted(request, form, act, *, page):
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记。")
            return redirect(done)
    return render(request, ACT, {"form": form, **page})
