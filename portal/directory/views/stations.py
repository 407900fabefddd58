"""The directory of stations, and the poster for their entrance."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deputies.contact.page import coming_days, rhythm_said
from deputies.contact.rules.days import next_contact_day
from deputies.stations import page as county_map
from deputies.stations.forms import StationFilterForm
from deputies.stations.models import LiaisonStation
from office.web.access import public
from office.web.key_pages import KeyPage
from office.web.qr import draw_qr


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
    contact = next_contact_day(timezone.localdate())
    context = {
        "form": form,
        "page": page,
        "contact": contact,
        "map": county_map.map_of_stations(rows, whole=not form.is_used),
    }
    return render(request, "portal/directory/stations.html", context)


@public
@require_safe
def station_places(request):
    """All coordinates: the phone itself finds the nearest, its position is not sent."""
    rows = LiaisonStation.objects.open_to_public().placed().order_by("code")
    places = [
        [row.get_absolute_url(), row.name, float(row.longitude), float(row.latitude)]
        for row in rows
    ]
    return JsonResponse({"places": places})


@public
@require_safe
def poster(request, code: str):
    station = get_object_or_404(LiaisonStation.objects.open_to_public(), code=code)
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    address = f"{base}{station.get_absolute_url()}"
    seats = station.roster.in_office().select_related("deputy")
    context = {
        "station": station,
        "address": address,
        "qr": draw_qr(address, error="q"),
        "contacts": coming_days(station, timezone.localdate(), 3),
        "rhythm": rhythm_said(station),
        "deputies": [seat.deputy for seat in seats[:6]],
        "today": timezone.localdate(),
    }
    return render(request, "portal/directory/poster.html", context)
