"""Files of opinions: addresses below ``/desk/``, in the namespace of the cases."""

from django.urls import path

from cases.views import imports

urlpatterns = [
    path("desk/import/", imports.case_import, name="case_import"),
    path("desk/import/<int:pk>", imports.case_import_batch, name="case_import_batch"),
    path(
        "desk/import/<int:pk>/rows/<int:row_pk>",
        imports.case_import_row,
        name="case_import_row",
    ),
    path(
        "desk/import/<int:pk>/remaining.xlsx",
        imports.case_import_remaining,
        name="case_import_remaining",
    ),
]
