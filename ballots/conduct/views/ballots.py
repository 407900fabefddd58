"""Running a ballot: prepare, check, sign in, open, close, count, announce."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ballots.conduct.actions import (
    BALLOT_ACTIONS,
    PREPARING,
    STEP_ACTIONS,
    VOIDABLE,
    ballot_form,
)
from ballots.conduct.worklist import WORK_QUEUES
from ballots.counting import services as counting
from ballots.record.page.sheets import group_rows
from ballots.rules import permissions as may
from ballots.rules.enums import BallotState, Purpose
from ballots.rules.models import Ballot
from ballots.rules.rules import rule_words
from ballots.setup import services as ballots
from ballots.setup.rules import missing_for_opening
from ballots.voting import services as voting
from office.people.enums import Role
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.actions import action_page, button
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of

SIGNING_IN = (BallotState.CHECKED, BallotState.OPEN)


def seen_ballot(request, pk: int) -> Ballot:
    return get_object_or_404(Ballot.objects.visible_to(request.user), pk=pk)


def run_ballot(request, pk: int) -> Ballot:
    ballot = seen_ballot(request, pk)
    if not may.can_run_ballot(request.user, ballot):
        raise PermissionDenied
    return ballot


@needs(may.can_open_ballots)
@require_safe
def ballot_list(request):
    lists = queues_of(WORK_QUEUES, request.user, "ballots:ballots")
    waiting = lists.get(request.GET.get("show", ""))
    rows = Ballot.objects.visible_to(request.user)
    if waiting:
        rows = rows.filter(pk__in=waiting.rows(request.user).values("pk"))
    page = KeyPage(
        rows.select_related("town"),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    may_run = may.can_run_ballots(request.user)
    context = {"page": page, "may_run": may_run, "waiting": waiting}
    return render(request, "ballots/conduct/list.html", context)


@needs(may.can_open_ballots)
@require_safe
@never_cache
def ballot(request, pk: int):
    row = seen_ballot(request, pk)
    runs = may.can_run_ballot(request.user, row)
    context = {
        "ballot": row,
        "items": row.items.all(),
        "rules": rule_words(row, row.members),
        "turnout": voting.turnout(row),
        "groups": group_rows(row) if row.by_group else [],
        "tellers": row.tellers.select_related("user"),
        "events": row.events.select_related("by"),
        "missing": missing_for_opening(row) if row.state in PREPARING else [],
        "equations": counting.equations(row) if hasattr(row, "result") else [],
        "may_run": runs,
        "may_edit": runs and row.state == BallotState.DRAFT,
        "may_name": runs and row.state in PREPARING,
        "may_sign_in": runs and row.state in SIGNING_IN,
        "counts": may.can_count_ballot(request.user, row),
        "asks_close": row.is_open and row.close_asked_by_id is None,
        "may_void": runs and row.state in VOIDABLE,
        "votes": Ballot.objects.of_voter(request.user).filter(pk=row.pk).exists(),
    }
    return render(request, "ballots/conduct/ballot.html", context)


def _own_town(user):
    """The county's office runs the county's ballots; a town's congress its own."""
    if user.has_role(Role.CONGRESS_OFFICE):
        return None
    return next(p.unit.division for p in user.posts if p.role == Role.TOWN_CONGRESS)


@needs(may.can_run_ballots)
def ballot_new(request):
    form = ballot_form(request, _own_town(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            row = ballots.draft_ballot(
                purpose=Purpose.OTHER,
                frame=form.frame,
                rule=form.rule,
                items=[],
                by=request.user,
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("ballots:ballot_items", row.pk)
    return render(request, "ballots/conduct/edit.html", {"form": form})


@needs(may.can_run_ballots)
def ballot_act(request, pk: int, name: str):
    return action_page(request, BALLOT_ACTIONS, name, seen_ballot(request, pk))


@needs(may.can_open_ballots)
@never_cache
def ballot_step(request, pk: int, step: str):
    return action_page(request, STEP_ACTIONS, step, seen_ballot(request, pk))


@needs(may.can_run_ballots)
def ballot_presence(request, pk: int):
    """签到 and paper ballots, name by name."""
    row = run_ballot(request, pk)
    people = row.electors.select_related("mandate__deputy").order_by("group", "pk")
    if request.method == "POST":
        # Who was not ticked on this page may have signed in since: only a tick taken away
        # takes somebody out.
        ticked, shown = (set(request.POST.getlist(k)) for k in ("here", "shown"))
        came = [one for one in people if str(one.pk) in ticked]
        gone = [one for one in people if str(one.pk) in shown - ticked]
        return button(
            request,
            lambda: ballots.mark_present(
                ballot=row, came=came, gone=gone, by=request.user
            ),
            back=request.path,
            done="签到已经保存。",
        )
    context = {
        "ballot": row,
        "people": people,
        "may_sign_in": row.state in SIGNING_IN,
        "is_open": row.is_open,
    }
    return render(request, "ballots/conduct/presence.html", context)


@needs(may.can_run_ballots)
@require_POST
def ballot_paper(request, pk: int, elector_pk: int):
    """Give one paper ballot out."""
    row = run_ballot(request, pk)
    elector = get_object_or_404(row.electors.all(), pk=elector_pk)
    return button(
        request,
        lambda: voting.issue_paper(ballot=row, elector=elector, by=request.user),
        back=f"/desk/ballots/{row.pk}/presence#e{elector.pk}",
        done=f"已经发给{elector}一张纸票。",
    )


@needs(may.can_run_ballots)
@require_safe
def ballot_print(request, pk: int):
    """The paper ballot: the same items in the same order, no number, no name."""
    row = run_ballot(request, pk)
    context = {
        "ballot": row,
        "items": row.items.all(),
        "rules": rule_words(row, row.members),
    }
    return render(request, "ballots/conduct/print.html", context)
