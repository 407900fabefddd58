"""The desk of units, stations and deputies: what I owe, one case, what I was told."""

import secrets
from datetime import datetime

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.intake.forms.record import RecordForm
from cases.intake.page import may_show_slip, qr_of, show_slip_once
from cases.intake.rules import reads_like_accusation
from cases.intake.services import AT_ONCE, open_slip
from cases.intake.views.submission import AS_OPINION
from cases.loop.models.cases import Case
from cases.loop.permissions import can_take_in
from cases.loop.services.building import Intake
from cases.loop.services.intake import submit_case
from cases.loop.services.reference_cache import reference_cache
from deputies.models import LiaisonStation
from office.text.errors import ServiceError
from office.web.access import needs


@needs(can_take_in)
def case_record(request):
    """代录: what somebody said by phone, at the counter, in a letter, in a group."""
    station = _own_station(request.user)
    town = station.division.town if station else None
    initial = {"key": secrets.token_urlsafe(16), "channel": "phone"}
    form = RecordForm(request.POST or None, initial=initial, town=town)
    accuses = False
    if request.method == "POST" and form.is_valid() and AS_OPINION not in request.POST:
        accuses = reads_like_accusation(form.cleaned_data["text"])
    if request.method == "POST" and form.is_valid() and not accuses:
        cleaned = dict(form.cleaned_data)
        key = cleaned.pop("key")
        agreed = cleaned.pop("consent")
        intake = Intake(
            at=timezone.now(),
            station=station,
            by=request.user,
            consent=reference_cache().consent if agreed else None,
            source_key=f"record:{key}",
            **cleaned,
        )
        try:
            case = submit_case(intake=intake)
            hand_slip(request, case, at=intake.at)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:case_slip", case.pk)
    consent = reference_cache().consent
    context = {"form": form, "accuses": accuses, "consent": consent}
    return render(request, "cases/intake/record.html", context)


def _own_station(user) -> LiaisonStation | None:
    stations = LiaisonStation.objects.filter(unit__in=user.unit_ids())
    return stations.select_related("division__parent").order_by("kind", "pk").last()


def hand_slip(request, case: Case, *, at: datetime) -> None:
    """Open the slip once for a case that was taken in just now, at ``at``.

    The form that is sent again finds the case of before, and opens nothing.
    """
    if case.received_at == at:
        open_slip(case=case, reason=AT_ONCE, by=request.user)
        show_slip_once(request, case)


@needs(can_take_in)
@require_safe
@never_cache
def case_slip(request, pk: int):
    """The slip to hand to the person at the counter: once, later for a reason."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    if not may_show_slip(request, case):
        return redirect("cases:case_act", case.pk, "open_slip")
    hint = case.submitter.factor_hint
    context = {
        "case": case,
        "kept": {"factor": hint, "last": "（提出人自己的）"},
        "qr": qr_of(request, case.get_track_url()),
        "files_said": "没有",
    }
    return render(request, "cases/intake/slip.html", context)
