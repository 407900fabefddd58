"""列席: public below ``/decisions/``, the register below ``/desk/``."""

from django.urls import path

from decisions.sittings import views

urlpatterns = [
    path("decisions/sittings/", views.public_sittings, name="public_sittings"),
    path("desk/sittings/", views.sittings, name="sittings"),
    path("desk/sittings/new", views.sitting_new, name="sitting_new"),
    path("desk/sittings/<int:pk>", views.sitting, name="sitting"),
    path(
        "desk/sittings/<int:pk>/attendance",
        views.sitting_attendance,
        name="sitting_attendance",
    ),
    path(
        "desk/sittings/invites/<int:pk>/speech",
        views.invite_speech,
        name="invite_speech",
    ),
    path(
        "desk/sittings/suggestions/<int:pk>",
        views.sitting_suggestion,
        name="sitting_suggestion",
    ),
]
