"""Bulk assignment, below ``/desk/assign/``."""

from django.urls import path

from deputies.groups import views

urlpatterns = [
    path("", views.assign, name="assign"),
    path("many", views.assign_many, name="assign_many"),
    path("new", views.grouping_new, name="grouping_new"),
]
