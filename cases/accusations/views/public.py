"""检举通道: a public form of its own; submissions are stored as accusations only."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.accusations.forms import AccuseForm
from cases.accusations.models import Accusation
from cases.accusations.services import accusing
from cases.intake.page import qr_of
from cases.intake.rules import reads_like_accusation
from cases.intake.views.submission import DRAFT, remember
from cases.loop.services import building
from cases.loop.services.reference_cache import reference_cache
from office.calendar.services.deadlines import time_allowed
from office.files.services import clean_upload
from office.text.errors import ServiceError
from office.web.access import public
from office.web.forms import sent
from office.web.throttle import slow_down

# The code reserved for the form, and the one shown on the receipt.
ASIDE, RECEIPT = "accuse-code", "accusation"


@public
@never_cache
def accuse(request):
    form = AccuseForm(*sent(request), initial={"text": _typed_before(request)})
    code = _code_aside(request)
    if request.method == "POST" and form.is_valid():
        try:
            slow_down(request, "accusation")
            accusing.submit_accusation(code=code, **_said(form.cleaned_data))
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            remember(request, code)
            request.session[RECEIPT] = code
            request.session.pop(DRAFT, None)
            return redirect("cases:accuse_receipt")
    context = {"form": form, "consent": reference_cache().consent}
    return render(request, "cases/accusations/accuse.html", context)


def _typed_before(request) -> str:
    """What was typed at the ordinary door, when it reads as if it belonged here."""
    what = request.session.get(DRAFT, {}).get("what", {})
    text = what.get("text", "")
    return text if reads_like_accusation(text) else ""


def _said(cleaned: dict) -> dict:
    """Raises FileRefused."""
    said = dict(cleaned)
    agreed, files = said.pop("consent"), said.pop("files")
    return said | {
        "consent": reference_cache().consent if agreed else None,
        "evidence": [clean_upload(upload) for upload in files],
    }


def _code_aside(request) -> str:
    """One code per form, so that sending it twice makes one accusation."""
    code = request.session.get(ASIDE)
    used = code == request.session.get(RECEIPT)
    if code is None or (used and request.method != "POST"):
        code = request.session[ASIDE] = building.new_code()
    return code


@public
@never_cache
@require_safe
def accuse_receipt(request):
    code = request.session.get(RECEIPT)
    if not code:
        return redirect("cases:accuse")
    accusation = Accusation.objects.get(tracking_code=code)
    received = timezone.localdate(accusation.received_at)
    context = {
        "code": f"{code[:4]}-{code[4:]}",
        "qr": qr_of(request, f"/c/{code}"),
        "accusation": accusation,
        "allowed": time_allowed("petition_register", received),
    }
    return render(request, "cases/accusations/accuse_receipt.html", context)
