"""监票人: papers typed twice, what differs, the signature."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from ballots.conduct.actions import TELLER_ACTIONS
from ballots.conduct.forms import PaperForm
from ballots.conduct.views.ballots import seen_ballot
from ballots.papers import services as papers
from ballots.papers.services import Paper
from ballots.rules import permissions as may
from ballots.setup import services as setup
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.actions import action_page


def counted_ballot(request, pk: int):
    ballot = seen_ballot(request, pk)
    if not may.can_count_ballot(request.user, ballot):
        raise PermissionDenied
    return ballot


@needs(may.can_open_ballots)
def ballot_teller_act(request, pk: int, name: str):
    return action_page(request, TELLER_ACTIONS, name, seen_ballot(request, pk))


@needs(may.can_open_ballots)
@never_cache
def ballot_key(request, pk: int):
    """A teller's key, on the answer to this POST and nowhere else."""
    ballot = counted_ballot(request, pk)
    context = {"ballot": ballot, "teller": papers.teller_of(ballot, request.user)}
    if request.method == "POST":
        try:
            context["code"] = setup.take_key(ballot=ballot, by=request.user)
        except ServiceError as error:
            context["error"] = str(error)
    return render(request, "ballots/conduct/key.html", context)


@needs(may.can_open_ballots)
@never_cache
def ballot_papers(request, pk: int):
    """Type one paper after the other; the next number is filled in."""
    ballot = counted_ballot(request, pk)
    teller = papers.teller_of(ballot, request.user)
    own = set(
        ballot.paper_entries.filter(teller=teller).values_list("number", flat=True)
    )
    form = PaperForm(
        request.POST or None, ballot=ballot, initial={"number": _next(own)}
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        paper = Paper(
            cleaned["number"], form.cells, cleaned["is_spoiled"], cleaned.get("box", "")
        )
        try:
            papers.enter_paper(ballot=ballot, paper=paper, by=request.user)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("ballots:ballot_papers", ballot.pk)
    context = {
        "ballot": ballot,
        "form": form,
        "own": len(own),
        "counts": papers.paper_counts(ballot),
        "differences": papers.differences(ballot),
    }
    return render(request, "ballots/conduct/papers.html", context)


def _next(typed: set[int]) -> int:
    number = 1
    while number in typed:
        number += 1
    return number
