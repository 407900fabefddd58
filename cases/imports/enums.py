"""Enums of imports. Imported by all later modules."""

from django.db import models


class RowDisposition(models.TextChoices):
    """The disposition of one row of an imported file."""

    NEW = "new", "新建"
    KNOWN = "known", "已导入过"
    REFUSED = "refused", "有问题"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "cases.import.stage": "试读导入文件",
    "cases.import.correct": "改导入的一行",
    "cases.import.start": "确认导入",
}
