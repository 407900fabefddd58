"""代表建议, below ``/desk/suggestions/``."""

from django.urls import path

from cases.suggestions import views

urlpatterns = [
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/new", views.suggestion_new, name="suggestion_new"),
    path("suggestions/promises", views.suggestion_promises, name="suggestion_promises"),
    path("suggestions/<int:pk>", views.suggestion, name="suggestion"),
    path(
        "suggestions/<int:pk>/change", views.suggestion_change, name="suggestion_change"
    ),
    path(
        "suggestions/<int:pk>/step/<slug:name>",
        views.suggestion_step,
        name="suggestion_step",
    ),
    path(
        "suggestions/cases/<int:pk>/print",
        views.suggestion_print,
        name="suggestion_print",
    ),
    path(
        "suggestions/replies/<int:reply_pk>/<int:proposer_pk>/letter.docx",
        views.suggestion_letter,
        name="suggestion_letter",
    ),
]
