"""Imported by all later modules."""

from django.db import models


class GroupingKind(models.TextChoices):
    """代表团 in session (代表法 第十四条), 代表小组 between sessions (第二十七条)."""

    DELEGATION = "delegation", "代表团"
    GROUP = "group", "代表小组"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "create_grouping": "建代表团或小组",
    "assign_to_grouping": "编代表团或小组",
}
