"""代表资格: who holds a seat in a term, and the steps of each seat."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from deputies.mandates.actions import SEAT_ACTIONS
from deputies.mandates.forms.steps import ConfirmManyForm, SeatsForm
from deputies.mandates.services import steps as service
from deputies.register.enums import MandateStatus
from deputies.register.models import Mandate, Term
from deputies.register.permissions import can_keep_mandates, can_read_register
from office.text.errors import ServiceError
from office.text.stroke_order import in_stroke_order
from office.web.access import needs
from office.web.actions import action_page

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
    context = {
        "term": term,
        "form": form,
        "page": page,
        "waiting": term.mandates.filter(status=MandateStatus.ELECTED).count(),
        "may_keep": can_keep_mandates(request.user),
    }
    return render(request, "deputies/terms/seats.html", context)


def _seat(pk: int) -> Mandate:
    rows = Mandate.objects.select_related(
        "deputy", "term", "constituency__town__parent"
    )
    return get_object_or_404(rows, pk=pk)


@needs(can_read_register)
@require_safe
def mandate(request, pk: int):
    """One seat: the person, its start, and every step with its legal basis and body."""
    row = _seat(pk)
    attendances = row.attendances.select_related("assembly__term", "assembly__town")
    context = {
        "row": row,
        "acts": SEAT_ACTIONS.pairs(request.user, row),
        "changes": row.changes.select_related("by"),
        "attendances": attendances.order_by("-assembly__starts_on"),
        "missed": row.absences,
        "motions": row.motions.all() if can_keep_mandates(request.user) else (),
    }
    return render(request, "deputies/mandates/mandate.html", context)


@needs(can_keep_mandates)
def mandate_act(request, pk: int, act: str):
    """GET shows the decision form; POST carries out the step."""
    return action_page(request, SEAT_ACTIONS, act, _seat(pk))


@needs(can_keep_mandates)
def seats_confirm(request, pk: int):
    """Confirm by one document everybody who was elected together."""
    term = get_object_or_404(Term, pk=pk)
    waiting = term.mandates.filter(status=MandateStatus.ELECTED)
    waiting = in_stroke_order(
        waiting.select_related("deputy", "constituency"), lambda row: row.deputy.name
    )
    form = ConfirmManyForm(request.POST or None, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        try:
            count = service.confirm_mandates(
                mandates=list(form.cleaned_data["mandates"]),
                decision=form.decision,
                by=request.user,
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"确认了 {count} 名代表的资格。")
            return redirect("deputies:term_seats", term.pk)
    context = {"term": term, "form": form, "waiting": waiting}
    return render(request, "deputies/mandates/confirm.html", context)
