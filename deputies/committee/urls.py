"""The standing committee's register, below ``/desk/committee/``."""

from django.urls import path

from deputies.committee import views

urlpatterns = [
    path("", views.committee, name="committee"),
    path("new", views.committee_new, name="committee_new"),
    path("<int:pk>/<slug:name>", views.committee_act, name="committee_act"),
]
