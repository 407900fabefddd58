"""A leaf: statuses and the one table of moves. Every later module may import it."""

from django.db import models


class RowFate(models.TextChoices):
    """What becomes of one row of an imported file."""

    NEW = "new", "新建"
    KNOWN = "known", "已导入过"
    REFUSED = "refused", "有问题"
