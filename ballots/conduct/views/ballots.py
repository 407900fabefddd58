"""Running a ballot: prepare, check, sign in, open, close, count, announce."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ballots.conduct.forms import BallotForm, ItemsForm, OpenForm, TellersForm
from ballots.conduct.worklist import WORK_QUEUES
from ballots.counting import services as counting
from ballots.record import services as announcing
from ballots.record.page.sheets import group_rows
from ballots.rules import permissions as may
from ballots.rules.enums import BallotState, Purpose
from ballots.rules.models import Ballot
from ballots.rules.rules import rule_words
from ballots.setup import services as ballots
from ballots.voting import services as voting
from deputies.models import Assembly
from office.people.enums import Role
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.actions import button, form_page
from office.web.key_pages import KeyPage
from office.web.work_queue import queues_of

PREPARING = (BallotState.DRAFT, BallotState.CHECKED)
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
        "missing": ballots.missing_for_opening(row) if row.state in PREPARING else [],
        "equations": counting.equations(row) if hasattr(row, "result") else [],
        "may_run": runs,
        "may_edit": runs and row.state == BallotState.DRAFT,
        "may_name": runs and row.state in PREPARING,
        "may_sign_in": runs and row.state in SIGNING_IN,
        "counts": may.can_count_ballot(request.user, row),
        "votes": Ballot.objects.of_voter(request.user).filter(pk=row.pk).exists(),
    }
    return render(request, "ballots/conduct/ballot.html", context)


def _form(request, town, ballot=None):
    rows = Assembly.objects.filter(town=town, term__is_current=True)
    initial = {"quorum": "two_thirds", "threshold": "majority_of_members"}
    if ballot is not None:
        initial = {name: getattr(ballot, name) for name in BallotForm.base_fields}
    return BallotForm(request.POST or None, initial=initial, assemblies=rows, town=town)


def _own_town(user):
    """The county's office runs the county's ballots; a town's congress its own."""
    if user.has_role(Role.CONGRESS_OFFICE):
        return None
    return next(p.unit.division for p in user.posts if p.role == Role.TOWN_CONGRESS)


@needs(may.can_run_ballots)
def ballot_new(request):
    form = _form(request, _own_town(request.user))
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
def ballot_edit(request, pk: int):
    row = run_ballot(request, pk)
    form = _form(request, row.town, row)
    return form_page(
        request,
        form,
        lambda **_: ballots.edit_ballot(
            ballot=row, frame=form.frame, rule=form.rule, by=request.user
        ),
        title="改规则",
        lead=row.title,
        button="保存",
        back=row,
        done="规则已经保存。",
    )


@needs(may.can_run_ballots)
def ballot_items(request, pk: int):
    row = run_ballot(request, pk)
    if row.purpose != Purpose.OTHER:
        # Items that stand for projects come from the projects.
        raise Http404
    lines = [" | ".join(filter(None, (i.title, i.note))) for i in row.items.all()]
    return form_page(
        request,
        ItemsForm(request.POST or None, initial={"lines": "\n".join(lines)}),
        lambda lines: ballots.set_items(ballot=row, items=lines, by=request.user),
        title="表决事项",
        lead=row.title,
        button="保存",
        back=row,
        done="事项已经保存。",
    )


@needs(may.can_run_ballots)
@require_POST
def ballot_electorate(request, pk: int):
    """名单: every valid seat of the congress today."""
    row = run_ballot(request, pk)
    return button(
        request,
        lambda: ballots.set_electorate(
            ballot=row, mandates=ballots.congress_of(row), by=request.user
        ),
        back=row,
        done="名单已经按今天资格有效的代表生成。",
    )


@needs(may.can_run_ballots)
def ballot_tellers(request, pk: int):
    row = run_ballot(request, pk)
    named = list(row.tellers.all())
    initial = {
        "chief": next((t.user_id for t in named if t.is_chief), None),
        "tellers": [t.user_id for t in named if not t.is_chief],
    }
    return form_page(
        request,
        TellersForm(request.POST or None, initial=initial, ballot=row),
        lambda chief, tellers: ballots.set_tellers(
            ballot=row, tellers=tellers, chief=chief, by=request.user
        ),
        title="监票人",
        lead="各代表团推选，和表决事项没有利害关系；总监票人由主席团指定",
        button="保存",
        back=row,
        done="监票人已经定下。",
    )


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
def ballot_open(request, pk: int):
    row = run_ballot(request, pk)

    def begin(minutes):
        end = minutes and timezone.now() + timedelta(minutes=minutes)
        voting.open_ballot(ballot=row, by=request.user, closes_at=end or None)

    return form_page(
        request,
        OpenForm(request.POST or None),
        begin,
        title="开始投票",
        lead="开始以后，名单、全体人数、规则都不能再变",
        button="开始投票",
        back=row,
        done="投票开始了。",
    )


STEPS = {
    "check": (ballots.check_ballot, "核对完毕，规则和事项已经固定。"),
    "close": (voting.close_ballot, "投票截止。"),
    "count": (counting.count_ballot, "计票完毕，请监票人签字。"),
    "announce": (announcing.announce_ballot, "结果已经宣布。"),
}


@needs(may.can_run_ballots)
@require_POST
def ballot_step(request, pk: int, step: str):
    row = run_ballot(request, pk)
    if step == "back":
        reason = request.POST.get("reason", "").replace("\x00", "")
        return button(
            request,
            lambda: ballots.send_back_ballot(
                ballot=row, reason=reason, by=request.user
            ),
            back=row,
            done="已经退回修改。",
        )
    if step not in STEPS:
        raise Http404
    do, done = STEPS[step]
    return button(request, lambda: do(ballot=row, by=request.user), back=row, done=done)


@needs(may.can_run_ballots)
@require_safe
def ballot_print(request, pk: int):
    """The paper ballot: the same items in the same order, no number, no name."""
    row = run_ballot(request, pk)
    context = {"ballot": row, "items": row.items.all(), "rules": rule_words(row, 0)}
    return render(request, "ballots/conduct/print.html", context)
