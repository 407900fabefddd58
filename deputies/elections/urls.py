"""Elections in constituencies, below ``/desk/elections/``."""

from django.urls import path

from deputies.elections import views

urlpatterns = [
    path("", views.election_list, name="elections"),
    path("by/<int:pk>", views.election_new, {"kind": "by"}, name="election_by"),
    path(
        "rerun/<int:pk>", views.election_new, {"kind": "rerun"}, name="election_rerun"
    ),
    path("general/<int:pk>", views.election_general, name="election_general"),
    path("<int:pk>", views.election, name="election"),
    path(
        "<int:pk>/candidate",
        views.election_act,
        {"name": "candidate"},
        name="candidate_new",
    ),
    path(
        "<int:pk>/settle",
        views.election_act,
        {"name": "settle"},
        name="election_settle",
    ),
    path(
        "<int:pk>/result",
        views.election_act,
        {"name": "result"},
        name="election_result",
    ),
    path("<int:pk>/drop", views.election_act, {"name": "drop"}, name="election_drop"),
    path("candidates/<int:pk>/remove", views.candidate_remove, name="candidate_remove"),
]
