"""``/desk/``: what waits for a unit, a station or a deputy; installable on a phone."""

from django.urls import path

from portal.desk.views import desk, installed

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("sw.js", installed.worker, name="desk_worker"),
    path("manifest.webmanifest", installed.manifest, name="desk_manifest"),
]
