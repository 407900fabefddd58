"""The voter's phone: sign in, get a hidden ticket signed, cast without saying who."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ballots.boxes.models import Box
from ballots.boxes.services import open_box
from ballots.conduct import services as hall_codes
from ballots.conduct.views.ballots import run_ballot
from ballots.record.page.plots import plot_of
from ballots.record.page.sheets import sheet_rows
from ballots.rules.models import Ballot
from ballots.rules.permissions import can_run_ballots, can_vote
from ballots.rules.rules import rule_words
from ballots.setup import services as ballots
from ballots.voting import services as voting
from office.text.errors import ServiceError
from office.text.json_input import read_json
from office.text.secrecy import keyed_hash
from office.web.access import needs, public
from office.web.actions import button
from office.web.qr import draw_qr

# 300 items with their places, a token and a signature.
MOST_BYTES = 32_768


def own_ballot(request, code: str) -> Ballot:
    return get_object_or_404(Ballot.objects.of_voter(request.user), code=code)


@needs(can_vote)
@require_safe
@never_cache
def voting_page(request, code: str):
    ballot = own_ballot(request, code)
    elector = ballot.electors.get(mandate__deputy__user=request.user)
    context = {
        "ballot": ballot,
        "items": ballot.items.all(),
        "elector": elector,
        "phone_mark": keyed_hash(f"{ballot.pk}:{elector.pk}", purpose="ballot-phone"),
        "box": ballot.boxes.filter(name=elector.box).first(),
        "rules": rule_words(ballot, ballot.members),
    }
    return render(request, "ballots/conduct/voting.html", context)


@needs(can_vote)
@require_POST
def voting_ticket(request, code: str):
    """The session says who asks; the ticket is signed without being seen."""
    ballot = own_ballot(request, code)
    hidden = request.POST.get("hidden", "")
    try:
        signed = voting.issue_ticket(ballot=ballot, user=request.user, hidden=hidden)
    except ServiceError as error:
        return JsonResponse({"error": str(error)}, status=409)
    return JsonResponse({"signed": signed})


# Sent without cookies: there is no session to protect, and none to tell who casts. The
# blind signature is the right to cast.
@csrf_exempt
@public
@require_POST
def voting_cast(request, code: str):
    try:
        text = read_json(request.body) if len(request.body) <= MOST_BYTES else {}
        box = open_box(code, str(text["box"]))
        cells = [str(cell) for cell in text["cells"]]
        receipt = voting.cast_ballot(
            box=box,
            token=str(text["token"]),
            signature=str(text["signature"]),
            cells=cells,
        )
    except ServiceError as error:
        return JsonResponse({"error": str(error)}, status=409)
    except (ValueError, KeyError, TypeError, Box.DoesNotExist):
        return JsonResponse({"error": "选票不完整，请刷新页面再试。"}, status=400)
    return JsonResponse({"receipt": receipt})


@needs(can_run_ballots)
@require_safe
@never_cache
def hall(request, pk: int):
    """For the projector: turnout and the code to sign in with; when the result has been
    announced, everybody as a bean and the votes of each item."""
    ballot, now = run_ballot(request, pk), timezone.now()
    path = f"/here/{ballot.code}/{hall_codes.code_of(ballot, now)}"
    context = {
        "ballot": ballot,
        "turnout": voting.turnout(ballot),
        "qr": draw_qr(request.build_absolute_uri(path)),
        "path": path,
    }
    if ballot.is_announced:
        context["plot"] = plot_of(ballot.members, ballot.result)
        context["rows"] = sheet_rows(ballot)
    return render(request, "ballots/conduct/hall.html", context)


@needs(can_vote)
@never_cache
def here(request, code: str, hall_code: str):
    """Where the hall's code leads: one button."""
    ballot = own_ballot(request, code)
    if not hall_codes.is_current(ballot, hall_code, timezone.now()):
        return render(request, "ballots/conduct/late.html", {"ballot": ballot})
    if request.method == "POST":
        return button(
            request,
            lambda: ballots.sign_in(ballot=ballot, user=request.user),
            back=ballot.get_voting_url(),
            done="签到成功。",
        )
    return render(request, "ballots/conduct/here.html", {"ballot": ballot})
