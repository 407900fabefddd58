"""``/d/<code>``: the public page of one deputy (代表法 第五十八条)."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.loop.models.cases import Case
from cases.suggestions.enums import ProposerState
from deputies.models import Deputy, GroupingSeat, LiaisonStation, Mandate
from deputies.performance.page import coming_duties, record_of
from office.web.access import public

SHOWN = 20


@public
@require_safe
def deputy(request, code: str):
    """Never a phone number, an address or a birthday: the register does not store them."""
    listed = Mandate.objects.confirmed()
    deputy = get_object_or_404(
        Deputy.objects.filter(pk__in=listed.values("deputy")), code=code
    )
    today = timezone.localdate()
    seats = listed.filter(deputy=deputy).select_related("term", "constituency__town")
    context = {
        "deputy": deputy,
        "seats": seats.order_by("-term__is_current", "level", "-starts_on"),
        "stations": _stations(deputy),
        "groupings": GroupingSeat.objects.filter(
            mandate__in=Mandate.objects.in_office().filter(deputy=deputy)
        ).select_related("grouping"),
        "coming": coming_duties(deputy, today),
        "record": record_of(deputy, _year(request), today),
        "suggestions": _suggestions(deputy)[:SHOWN],
    }
    return render(request, "portal/directory/deputy.html", context)


def _year(request) -> int | None:
    asked = request.GET.get("year", "")
    return (
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else None
    )


def _stations(deputy):
    acting = Mandate.objects.in_office().filter(deputy=deputy)
    rows = LiaisonStation.objects.open_to_public().filter(roster__in=acting)
    return rows.distinct().for_list()


def _suggestions(deputy):
    """Published suggestions that they lead, or joined and confirmed."""
    joined = Q(
        suggestion__proposers__mandate__deputy=deputy,
        suggestion__proposers__state=ProposerState.CONFIRMED,
    )
    own = Case.objects.published().filter(joined).values("pk")
    rows = Case.objects.published().filter(pk__in=own).for_list()
    return rows.select_related("suggestion__lead__deputy").order_by(
        "-published_at", "-id"
    )
