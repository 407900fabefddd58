"""The directory of stations and the poster at their door."""

import io

import segno
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from deputies.contact_days import coming_contact_days
from deputies.forms import StationFilterForm
from deputies.models import LiaisonStation
from office.access import public
from office.key_pages import KeyPage


@public
@require_safe
def stations(request):
    form = StationFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = LiaisonStation.objects.open_to_public()
    if asked.get("q"):
        rows = rows.named(asked["q"])
    if asked.get("town"):
        rows = rows.in_town(asked["town"])
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    page = KeyPage(
        rows.for_list(),
        order=("code", "id"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "deputies/stations.html", {"form": form, "page": page})


@public
@require_safe
def poster(request, code: str):
    station = get_object_or_404(
        LiaisonStation.objects.open_to_public().select_related("division__parent"),
        code=code,
    )
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    address = f"{base}{station.get_absolute_url()}"
    drawn = io.BytesIO()
    segno.make(address, error="q").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        svgclass="qr",
        border=2,
    )
    context = {
        "station": station,
        "address": address,
        "contacts": coming_contact_days(timezone.localdate(), 3),
        "qr": mark_safe(drawn.getvalue().decode()),  # noqa: S308 - drawn from our address
    }
    return render(request, "deputies/poster.html", context)
