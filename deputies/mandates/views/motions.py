"""辞职、责令辞职、罢免: the register of what was asked about seats and what was voted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from deputies.mandates.forms.motions import DefenceForm, MotionForm, VoteForm
from deputies.mandates.models.motions import SeatMotion
from deputies.mandates.rules import deciding_body
from deputies.mandates.services import motions as service
from deputies.mandates.services.motions import CAUSES, SIGNATURES
from deputies.register.models import Mandate
from deputies.register.permissions import can_keep_mandates
from office.text.errors import ServiceError
from office.web.access import needs

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
    """GET asks; POST registers what was handed in about this seat."""
    rows = Mandate.objects.select_related("deputy", "constituency", "term")
    seat = get_object_or_404(rows, pk=pk)
    form = MotionForm(request.POST or None)

    def receive():
        cleaned = form.cleaned_data
        return service.receive_motion(mandate=seat, by=request.user, **cleaned)

    if request.method == "POST" and form.is_valid() and (row := _try(form, receive)):
        messages.success(request, "已登记。")
        return redirect(row)
    context = {"seat": seat, "form": form, "needed": SIGNATURES[seat.level]}
    return render(request, "deputies/mandates/motion_new.html", context)


@needs(can_keep_mandates)
@require_safe
def motion(request, pk: int):
    row = _motion(pk)
    seat = row.mandate
    body = deciding_body(seat.level, seat.constituency.town, "end", CAUSES[row.kind])
    context = {"row": row, "body": body}
    return render(request, "deputies/mandates/motion.html", context)


@needs(can_keep_mandates)
def motion_defence(request, pk: int):
    row = _motion(pk)
    form = DefenceForm(request.POST or None, initial={"defence": row.defence})

    def save():
        cleaned = form.cleaned_data
        return service.record_defence(motion=row, by=request.user, **cleaned)

    return _acted(request, row, form, save, "登记申辩意见")


@needs(can_keep_mandates)
def motion_vote(request, pk: int):
    row = _motion(pk)
    form = VoteForm(request.POST or None)

    def save():
        return service.record_vote(motion=row, vote=form.vote, by=request.user)

    return _acted(request, row, form, save, "登记表决结果")


@needs(can_keep_mandates)
@require_POST
def motion_withdraw(request, pk: int):
    row = _motion(pk)
    try:
        service.withdraw_motion(motion=row, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已登记撤回。")
    return redirect(row)


def _motion(pk):
    rows = SeatMotion.objects.select_related("mandate__deputy", "mandate__term", SEAT)
    return get_object_or_404(rows, pk=pk)


def _try(form, act):
    """What ``act`` gave; None when it was refused, and the form says why."""
    try:
        return act()
    except ServiceError as error:
        form.add_error(None, str(error))
    return None


def _acted(request, row, form, act, title):
    if request.method == "POST" and form.is_valid() and (done := _try(form, act)):
        messages.success(request, f"已登记：{done.get_state_display()}。")
        return redirect(row)
    context = {"row": row, "form": form, "title": title}
    return render(request, "deputies/mandates/motion_act.html", context)
