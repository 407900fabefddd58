"""代表履职评价, below ``/desk/performance/``."""

from django.urls import path

from deputies.performance.views import evaluations as views
from deputies.performance.views import files

urlpatterns = [
    path("", views.own_performance, name="own_performance"),
    path("years/", views.performance_years, name="performance_years"),
    path("years/open", views.performance_open, name="performance_open"),
    path("years/<int:year>", views.performance_year, name="performance_year"),
    path(
        "years/<int:year>/sheet.xlsx",
        files.performance_workbook,
        name="performance_workbook",
    ),
    path(
        "years/<int:year>/import", files.performance_import, name="performance_import"
    ),
    path("files/<int:pk>", files.performance_file, name="performance_file"),
    path("sheets/<int:pk>", views.performance_sheet, name="performance_sheet"),
    path(
        "objections/<int:pk>", views.performance_objection, name="performance_objection"
    ),
    path(
        "tables/<int:pk>/<slug:kind>", views.performance_rule, name="performance_rule"
    ),
]
