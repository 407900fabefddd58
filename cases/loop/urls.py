"""The desk, below ``/desk/`` and in the namespace of the cases."""

from django.urls import path

from cases.accusations.views import desk as accusations_desk
from cases.imports import urls as urls_imports
from cases.intake.views import record as intake_record
from cases.loop.views import actions as views_actions
from cases.loop.views import case as desk
from cases.receptions import urls as urls_receptions
from cases.suggestions import urls as urls_suggestions
from office.notices import views as notices_views
from portal.desk.views import desk as desk_desk

urlpatterns = [
    path("", desk_desk.desk, name="desk"),
    path("cases/<int:pk>", desk.desk_case, name="desk_case"),
    path("cases/<int:pk>/slip", intake_record.case_slip, name="case_slip"),
    path("cases/<int:pk>/<slug:name>", views_actions.case_act, name="case_act"),
    path("new", intake_record.case_record, name="case_record"),
    path("notices/", notices_views.desk_notices, name="desk_notices"),
    path("notices/read", notices_views.desk_notices_read, name="desk_notices_read"),
    path("accusations/", accusations_desk.accusations, name="accusations"),
    path("accusations/<int:pk>", accusations_desk.accusation, name="accusation"),
    *urls_suggestions.urlpatterns,
    *urls_imports.urlpatterns,
    *urls_receptions.urlpatterns,
]
