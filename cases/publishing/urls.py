"""Published cases and their files."""

from django.urls import path

from cases.publishing import views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<int:pk>", views.case, name="case"),
    path("files/<int:pk>", views.case_file, name="case_file"),
]
