"""The page where the printed QR code lands."""

from datetime import date

from django.core.cache import cache
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.loop.figures import Counts, count_cases, figures_of, start_of_year
from cases.loop.models.cases import Case
from cases.loop.services.reference_cache import reference_cache
from deputies.contact.page import next_rota
from deputies.models import LiaisonStation
from deputies.stations.page import map_of_one
from office.web.access import public
from office.web.page_cache import public_page

SHOWN = 5
BACK = 3
FIGURES_SECONDS = 60


@public
@require_safe
@public_page()
def station(request, code: str):
    station = get_object_or_404(
        LiaisonStation.objects.open_to_public().select_related(
            "division__parent", "unit", "parent", "rhythm"
        ),
        code=code,
    )
    today = timezone.localdate()
    published = Case.objects.published().filter(station=station)
    heard = list(published.for_rows().order_by("-published_at", "-id")[:SHOWN])
    reference_cache().attach(heard)
    context = {
        "station": station,
        "today": today,
        "contact": next_rota(station, today),
        "heard": heard,
        "feedback": station.feedback.select_related("unit")[:BACK],
        "figures": figures_of(_counts(station, today), scope=f"station={station.code}"),
        "map": map_of_one(station),
        "roster": station.roster.in_office().select_related(
            "deputy", "constituency", "term"
        ),
    }
    return render(request, "portal/directory/station.html", context)


def _counts(station: LiaisonStation, today: date) -> Counts:
    """Kept for a minute: a station's year may be tens of thousands of rows."""
    return cache.get_or_set(
        f"station-counts:{station.pk}:{today}",
        lambda: count_cases(Case.objects.filter(station=station), start_of_year(today)),
        FIGURES_SECONDS,
    )
