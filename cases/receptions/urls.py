"""Records of conversations: included below ``/desk/`` by ``cases.loop.urls``."""

from django.urls import path

from cases.receptions import views as receptions
from cases.views import installed

urlpatterns = [
    path("receptions/", receptions.receptions, name="receptions"),
    path("receptions/new", receptions.reception_new, name="reception_new"),
    path("receptions/token", receptions.reception_token, name="reception_token"),
    path("receptions/<int:pk>", receptions.reception, name="reception"),
    path("sw.js", installed.worker, name="desk_worker"),
    path("icon-<int:size>.png", installed.icon, name="desk_icon"),
    path("manifest.webmanifest", installed.manifest, name="desk_manifest"),
]
