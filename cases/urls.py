"""URLs of the cases. ``/c/`` is printed on paper and never changes."""

from django.urls import include, path

app_name = "cases"

urlpatterns = [
    path("", include("cases.intake.urls")),
    path("", include("cases.tracking.urls")),
    path("", include("cases.publishing.urls")),
    path("", include("cases.suggestions.urls")),
    path("", include("cases.accusations.urls")),
    path("desk/", include("cases.receptions.urls")),
    path("desk/", include("cases.imports.urls")),
    # Last: one of its patterns matches any word as the name of an action.
    path("desk/cases/", include("cases.loop.urls")),
]
