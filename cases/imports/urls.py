"""Files of opinions: included below ``/desk/`` by ``cases.urls``."""

from django.urls import path

from cases.imports import views as imports

urlpatterns = [
    path("import/", imports.case_import, name="case_import"),
    path("import/<int:pk>", imports.case_import_batch, name="case_import_batch"),
    path(
        "import/<int:pk>/rows/<int:row_pk>",
        imports.case_import_row,
        name="case_import_row",
    ),
    path(
        "import/<int:pk>/remaining.xlsx",
        imports.case_import_remaining,
        name="case_import_remaining",
    ),
]
