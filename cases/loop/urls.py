"""One case at the desk, below ``/desk/cases/``."""

from django.urls import path

from cases.loop.views import actions, case

urlpatterns = [
    path("<int:pk>", case.desk_case, name="desk_case"),
    path("<int:pk>/<slug:name>", actions.case_act, name="case_act"),
]
