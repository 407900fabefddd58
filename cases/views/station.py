"""The page where the printed QR code lands."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.caching import public_page
from cases.figures import count_cases, figures_of, start_of_year
from cases.models import Case
from deputies.contact_days import next_contact_day
from deputies.models import LiaisonStation
from office.access import public

SHOWN = 5


@public
@require_safe
@public_page
def station(request, code: str):
    station = get_object_or_404(
        LiaisonStation.objects.open_to_public().select_related("division__parent", "unit"),
        code=code,
    )
    today = timezone.localdate()
    heard = Case.objects.published().filter(station=station)
    counts = count_cases(Case.objects.filter(station=station), start_of_year(today))
    context = {
        "station": station,
        "today": today,
        "contact": next_contact_day(today),
        "heard": heard.for_list().order_by("-published_at", "-id")[:SHOWN],
        "figures": figures_of(counts, scope=f"station={station.code}"),
        "roster": station.roster.in_office().select_related(
            "deputy", "constituency", "term"
        ),
    }
    return render(request, "cases/public/station.html", context)
