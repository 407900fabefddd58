"""``/b/<code>``: the public record, and everything a stranger needs to count again."""

import json
from pathlib import Path

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ballots.counting import services as counting
from ballots.record.page.plots import plot_of
from ballots.record.page.sheets import group_rows, sheet_rows
from ballots.record.sheets import notice_of
from ballots.rules.enums import BallotState
from ballots.rules.models import Ballot
from ballots.rules.rules import rule_words
from ballots.tally import rules as tally
from ballots.voting import services as voting
from office.sheets.letters import DOCX
from office.web.access import public

RECEIPT_LENGTH = 64


def public_ballot(code: str) -> Ballot:
    rows = Ballot.objects.public().select_related("assembly", "parent", "town")
    return get_object_or_404(rows, code=code)


def announced_ballot(code: str) -> Ballot:
    """404 before the announcement: nothing of an item leaves the house earlier."""
    ballot = public_ballot(code)
    if not ballot.is_announced:
        raise Http404
    return ballot


@public
@require_safe
@never_cache
def ballot_record(request, code: str):
    ballot = public_ballot(code)
    context = {
        "ballot": ballot,
        "items": ballot.items.all(),
        "rules": rule_words(ballot, ballot.members),
    }
    if ballot.is_announced:
        context |= _announced(ballot)
    return render(request, "ballots/record/record.html", context)


def _announced(ballot: Ballot) -> dict:
    rows = sheet_rows(ballot)
    return {
        "result": ballot.result,
        "rows": rows,
        "elected": [row for row in rows if row.is_elected],
        "others": [row for row in rows if not row.is_elected],
        "absent": ballot.members - ballot.result.present,
        "plot": plot_of(ballot.members, ballot.result),
        "equations": counting.equations(ballot),
        "tellers": ballot.tellers.select_related("user"),
        "groups": group_rows(ballot) if ballot.by_group else [],
        "further": ballot.further.announced().select_related("result").first(),
        "rule_print": counting.fingerprint([_rule_text(ballot)]),
    }


# The middleware answers it before sessions, accounts and the log: there is no cookie to
# protect, and who asks is not known. A receipt travels in the body, never in an address.
@csrf_exempt
@public
@require_POST
@never_cache
def ballot_receipt(request, code: str):
    """Whether a receipt is on the list; a wrong one is told the same way."""
    asked = request.POST.get("receipt", "").strip()
    ballot = Ballot.objects.public().filter(code=code).first()
    found = (
        ballot is not None
        and len(asked) == RECEIPT_LENGTH
        and voting.has_receipt(ballot=ballot, receipt=asked)
    )
    # Without the request: nothing on the page asks who is logged in.
    page = render_to_string(
        "ballots/record/receipt.html", {"ballot": ballot, "is_found": found}
    )
    return HttpResponse(page, status=200 if ballot else 404)


def _file(content, name: str, kind: str):
    respond = (
        HttpResponse if isinstance(content, str | bytes) else StreamingHttpResponse
    )
    answer = respond(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public
@require_safe
def ballot_csv(request, code: str):
    """One ballot a row, in the order of random labels."""
    lines = counting.csv_lines(announced_ballot(code))
    return _file(lines, "ballots.csv", "text/csv; charset=utf-8")


def _rule_text(ballot: Ballot) -> str:
    return json.dumps(counting.rule_json(ballot), ensure_ascii=False, indent=1) + "\n"


@public
@require_safe
def ballot_rule(request, code: str):
    return _file(_rule_text(announced_ballot(code)), "rule.json", "application/json")


@public
@require_safe
def ballot_sheet(request, code: str):
    """The announced sheet, as tally.py prints it."""
    sheet = announced_ballot(code).result.sheet
    return JsonResponse(sheet, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def ballot_receipts(request, code: str):
    """Every receipt of the box, sorted: one finds one's own and learns nothing more."""
    ballot = public_ballot(code)
    if ballot.state in (BallotState.OPEN, BallotState.CLOSED):
        # Before the count the list would grow while people vote.
        raise Http404
    values = ballot.commitments.order_by("value").values_list("value", flat=True)
    lines = (f"{value}\n" for value in values.iterator())
    return _file(lines, "receipts.txt", "text/plain; charset=utf-8")


@public
@require_safe
def tally_script(request):
    """The file that counts without the portal."""
    text = Path(tally.__file__).read_text(encoding="utf-8")
    return _file(text, "tally.py", "text/x-python; charset=utf-8")


@public
@require_safe
def ballot_notice(request, code: str):
    """公告: the seven numbers and every item, as a Word document."""
    ballot = announced_ballot(code)
    return _file(notice_of(ballot), f"notice-{ballot.code}.docx", DOCX)
