"""Records of conversations: included below ``/desk/`` by ``cases.urls_desk``."""

from django.urls import path

from cases.views import installed, receptions

urlpatterns = [
    path("receptions/", receptions.receptions, name="receptions"),
    path("receptions/new", receptions.reception_new, name="reception_new"),
    path("receptions/token", receptions.reception_token, name="reception_token"),
    path("receptions/<int:pk>", receptions.reception, name="reception"),
    path("sw.js", installed.worker, name="desk_worker"),
    path("manifest.webmanifest", installed.manifest, name="desk_manifest"),
]
