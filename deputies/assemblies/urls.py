"""Sessions of the congress, below ``/desk/assemblies/``."""

from django.urls import path

from deputies.assemblies import views

urlpatterns = [
    path("", views.assemblies, name="assemblies"),
    path("new", views.assembly_new, name="assembly_new"),
    path("<int:pk>", views.assembly, name="assembly"),
    path("<int:pk>/close", views.assembly_close, name="assembly_close"),
    path("attendance/<int:pk>", views.attendance, name="attendance"),
]
