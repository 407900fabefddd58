"""辞职、责令辞职、罢免: the register of motions about seats and their votes."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deputies.mandates.actions import MOTION_ACTIONS, RECEIVE_ACTIONS
from deputies.mandates.models.motions import SeatMotion
from deputies.mandates.rules import deciding_body
from deputies.mandates.services.motions import CAUSES
from deputies.register.models import Mandate
from deputies.register.permissions import can_keep_mandates
from office.web.access import needs
from office.web.actions import action_page

ROWS_A_PAGE = 30
SEAT = "mandate__constituency__town__parent"


@needs(can_keep_mandates)
@require_safe
def motions(request):
    rows = SeatMotion.objects.select_related("mandate__deputy", "mandate__constituency")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "deputies/mandates/motions.html", {"page": page})


@needs(can_keep_mandates)
def motion_new(request, pk: int):
    """GET shows the form; POST registers a motion about this seat."""
    rows = Mandate.objects.select_related("deputy", "constituency", "term")
    seat = get_object_or_404(rows, pk=pk)
    return action_page(request, RECEIVE_ACTIONS, "motion", seat)


@needs(can_keep_mandates)
@require_safe
def motion(request, pk: int):
    row = _motion(pk)
    seat = row.mandate
    body = deciding_body(seat.level, seat.constituency.town, "end", CAUSES[row.kind])
    context = {"row": row, "body": body}
    return render(request, "deputies/mandates/motion.html", context)


@needs(can_keep_mandates)
def motion_act(request, pk: int, name: str):
    return action_page(request, MOTION_ACTIONS, name, _motion(pk))


def _motion(pk):
    rows = SeatMotion.objects.select_related("mandate__deputy", "mandate__term", SEAT)
    return get_object_or_404(rows, pk=pk)
