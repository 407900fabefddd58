"""选举: the register of elections in constituencies. Votes are cast on paper."""

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deputies.elections.actions import (
    CANDIDATE_ACTIONS,
    CONSTITUENCY_ACTIONS,
    ELECTION_ACTIONS,
    TERM_ACTIONS,
)
from deputies.elections.models import Candidate, Election
from deputies.elections.services.rules import (
    candidates_wanted,
    free_seats,
    in_ballot_order,
)
from deputies.register.models import Constituency, Term
from deputies.register.permissions import can_keep_terms, can_read_register
from office.web.access import needs
from office.web.actions import action_page

ROWS_A_PAGE = 30


@needs(can_read_register)
@require_safe
def election_list(request):
    """The elections, preceded by the vacant seats of the present terms."""
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
    """Call a by-election or a rerun in one constituency."""
    rows = Constituency.objects.select_related("term", "town")
    row = get_object_or_404(rows, pk=pk)
    return action_page(request, CONSTITUENCY_ACTIONS, kind, row)


@needs(can_keep_terms)
def election_general(request, pk: int):
    """Call elections in every constituency of the term in preparation, on one day."""
    term = get_object_or_404(Term, pk=pk)
    return action_page(request, TERM_ACTIONS, "general", term)


@needs(can_read_register)
@require_safe
def election(request, pk: int):
    """One election: candidates in ballot order, numbers, next steps."""
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
def election_act(request, pk: int, name: str):
    return action_page(request, ELECTION_ACTIONS, name, _election(pk))


@needs(can_keep_terms)
def candidate_remove(request, pk: int):
    row = get_object_or_404(Candidate.objects.select_related("election"), pk=pk)
    return action_page(request, CANDIDATE_ACTIONS, "remove", row)


def _election(pk):
    rows = Election.objects.select_related(
        "constituency__term", "constituency__town__parent"
    )
    return get_object_or_404(rows, pk=pk)
