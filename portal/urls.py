"""URLs of no single pillar. ``/s/`` and ``/d/`` are printed on paper and never change."""

from django.urls import include, path

app_name = "portal"

urlpatterns = [
    path("", include("portal.home.urls")),
    path("", include("portal.directory.urls")),
    path("desk/", include("portal.desk.urls")),
]
