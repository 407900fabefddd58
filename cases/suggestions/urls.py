"""代表建议: public at ``/suggestions/``, the work below ``/desk/suggestions/``."""

from django.urls import path

from cases.suggestions import views

urlpatterns = [
    path("suggestions/", views.public_suggestions, name="public_suggestions"),
    path("desk/suggestions/", views.suggestions, name="suggestions"),
    path("desk/suggestions/new", views.suggestion_new, name="suggestion_new"),
    path(
        "desk/suggestions/promises",
        views.suggestion_promises,
        name="suggestion_promises",
    ),
    path("desk/suggestions/<int:pk>", views.suggestion, name="suggestion"),
    path(
        "desk/suggestions/<int:pk>/change",
        views.suggestion_change,
        name="suggestion_change",
    ),
    path(
        "desk/suggestions/<int:pk>/step/<slug:name>",
        views.suggestion_step,
        name="suggestion_step",
    ),
    path(
        "desk/suggestions/cases/<int:pk>/print",
        views.suggestion_print,
        name="suggestion_print",
    ),
    path(
        "desk/suggestions/replies/<int:reply_pk>/<int:proposer_pk>/letter.docx",
        views.suggestion_letter,
        name="suggestion_letter",
    ),
]
