"""The public directory of deputies. Stations: ``stations``; one deputy: ``deputy``."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from deputies.register.forms.directory import DeputyFilterForm
from deputies.register.models import Mandate
from office.web.access import public
from office.web.key_pages import KeyPage

# Sorted by town, the county's deputies before the town's.
ORDER = ("constituency__town__code", "level", "constituency__number", "id")


@public
@require_safe
def deputies(request):
    form = DeputyFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = Mandate.objects.in_office()
    if asked.get("q"):
        rows = rows.named(asked["q"])
    if asked.get("town"):
        rows = rows.in_town(asked["town"])
    if asked.get("level"):
        rows = rows.filter(level=asked["level"])
    page = KeyPage(
        rows.for_directory(),
        order=ORDER,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"form": form, "page": page}
    return render(request, "portal/directory/deputies.html", context)
