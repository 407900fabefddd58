"""The desk of the accusation officers."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cases.accusations import services as accusations_services
from cases.accusations.forms import AccusationForm
from cases.accusations.models import Accusation
from cases.loop.permissions import can_read_accusations
from office.text.errors import ServiceError
from office.web.access import any_user, needs
from office.web.key_pages import KeyPage


@needs(any_user)
@require_safe
def accusations(request):
    """For everybody but the officers this page is 404."""
    if not can_read_accusations(request.user):
        raise Http404
    page = KeyPage(
        Accusation.objects.visible_to(request.user),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "cases/accusations/accusations.html", {"page": page})


@needs(any_user)
def accusation(request, pk: int):
    found = get_object_or_404(Accusation.objects.visible_to(request.user), pk=pk)
    form = AccusationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accusations_services.advance_accusation(
                accusation=found, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:accusation", pk)
    context = {"accusation": found, "form": form, "events": found.events.order_by("pk")}
    return render(request, "cases/accusations/accusation.html", context)
