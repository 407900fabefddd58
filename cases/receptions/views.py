"""接待记录: typed on a phone, with or without a net; the list; the page of one."""

import secrets

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from cases.intake.views.record import hand_slip
from cases.loop.permissions import can_take_in
from cases.receptions.forms import ReceptionForm, stations_of
from cases.receptions.models import Reception
from cases.receptions.services import Conversation, record_reception
from office.text.errors import ServiceError
from office.text.masking import mask_name, mask_phone
from office.web.access import needs
from office.web.key_pages import KeyPage


@needs(can_take_in)
@never_cache
@ensure_csrf_cookie
def reception_new(request):
    """The form. A script sends the same fields and asks for JSON; it may send them twice."""
    stations = list(stations_of(request.user).select_related("division__parent"))
    if not stations:
        return render(request, "cases/receptions/reception_nowhere.html")
    initial = {"key": secrets.token_urlsafe(16), "at": timezone.now().isoformat()}
    form = ReceptionForm(
        request.POST or None, initial=initial, user=request.user, stations=stations
    )
    by_script = "application/json" in request.headers.get("Accept", "")
    if request.method == "POST" and form.is_valid():
        try:
            cleaned = Conversation(**form.cleaned_data)
            record = record_reception(data=cleaned, by=request.user)
            if record.case:
                hand_slip(request, record.case, at=cleaned.at)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            where = record.get_absolute_url()
            return JsonResponse({"url": where}) if by_script else redirect(where)
    if by_script and request.method == "POST":
        cleaned = [str(one) for errors in form.errors.values() for one in errors]
        return JsonResponse({"errors": cleaned}, status=422)
    return render(request, "cases/receptions/reception_new.html", {"form": form})


@needs(can_take_in)
@require_safe
@never_cache
def reception_token(request):
    """What a kept record needs to be sent later, and whose session this is."""
    return JsonResponse({"token": get_token(request), "user": request.user.pk})


@needs(can_take_in)
@require_safe
def receptions(request):
    rows = Reception.objects.visible_to(request.user).for_list()
    page = KeyPage(
        rows,
        order=("-at", "-id"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "cases/receptions/receptions.html", {"page": page})


@needs(can_take_in)
@require_safe
def reception(request, pk: int):
    rows = Reception.objects.visible_to(request.user).for_list()
    record = get_object_or_404(rows, pk=pk)
    person = record.case.submitter if record.case else record
    context = {
        "record": record,
        "name": mask_name(person.name) or "没有留名",
        "phone": mask_phone(person.phone) or "没有留",
    }
    return render(request, "cases/receptions/reception.html", context)
