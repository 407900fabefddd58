"""检举通道: a door of its own, straight behind the wall."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.accusations import services as accusations_services
from cases.accusations.forms import AccuseForm
from cases.accusations.models import Accusation
from cases.intake.page import qr_of
from cases.intake.views.submission import remember
from cases.loop.services import building
from office.calendar.services.deadlines import time_allowed
from office.text.errors import ServiceError
from office.web.access import public
from office.web.forms import sent

# The code set aside for the form, and the one that was handed out.
ASIDE, RECEIPT = "accuse-code", "accusation"


@public
@never_cache
def accuse(request):
    form = AccuseForm(sent(request)[0])
    code = _code_aside(request)
    if request.method == "POST" and form.is_valid():
        try:
            accusations_services.submit_accusation(code=code, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            remember(request, code)
            request.session[RECEIPT] = code
            return redirect("cases:accuse_receipt")
    return render(request, "cases/accusations/accuse.html", {"form": form})


def _code_aside(request) -> str:
    """One code for one form, so that sending it twice makes one accusation."""
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
