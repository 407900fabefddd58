"""Kinds of reminder and case events of items handed over."""

from django.db import models


class RollupReminder(models.TextChoices):
    REPORT_WAITING = "report_waiting", "月报等核对或批准"
    ITEM_UNANSWERED = "item_unanswered", "月报移交事项没有签收或反馈"


class CaseNews(models.TextChoices):
    """Steps that the roll-up records on a case."""

    ROLLED_UP = "rolled_up", "写进月报，移交政府"
    ROLLUP_ANSWERED = "rollup_answered", "月报事项有了反馈"
