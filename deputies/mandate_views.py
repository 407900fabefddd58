"""代表资格: who has a seat in a term, in the order of official lists."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deputies.mandate_forms import SeatsForm
from deputies.models import Term
from deputies.register_permissions import can_read_register
from office.access import needs
from office.stroke_order import in_stroke_order

SEATS_A_PAGE = 50


@needs(can_read_register)
@require_safe
def seats(request, pk: int):
    """The deputies of a term in stroke order (姓氏笔画)."""
    term = get_object_or_404(Term, pk=pk)
    form = SeatsForm(request.GET)
    rows = form.narrow(term.mandates.select_related("deputy", "constituency__town"))
    rows = in_stroke_order(rows, lambda mandate: mandate.deputy.name)
    page = Paginator(rows, SEATS_A_PAGE).get_page(request.GET.get("page"))
    context = {"term": term, "form": form, "page": page}
    return render(request, "deputies/terms/seats.html", context)
