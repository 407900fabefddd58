"""The desk, below ``/desk/`` and in the namespace of the cases."""

from django.urls import path

from cases import urls_imports, urls_receptions, urls_suggestions
from cases.views import actions, desk

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("cases/<int:pk>", desk.desk_case, name="desk_case"),
    path("cases/<int:pk>/slip", desk.case_slip, name="case_slip"),
    path("cases/<int:pk>/<slug:name>", actions.case_act, name="case_act"),
    path("new", desk.case_record, name="case_record"),
    path("notices/", desk.desk_notices, name="desk_notices"),
    path("notices/read", desk.desk_notices_read, name="desk_notices_read"),
    path("accusations/", desk.accusations, name="accusations"),
    path("accusations/<int:pk>", desk.accusation, name="accusation"),
    *urls_suggestions.urlpatterns,
    *urls_imports.urlpatterns,
    *urls_receptions.urlpatterns,
]
