"""Imported by any module of the project; imports none of them."""

from django.db import models


class DivisionLevel(models.TextChoices):
    COUNTY = "county", "县"
    TOWN = "town", "乡镇街道"
    VILLAGE = "village", "村居"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "import_divisions": "导入区划",
    "import_outline": "导入区划轮廓",
}
