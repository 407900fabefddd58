"""A leaf: statuses and the one table of moves. Every later module may import it."""

from django.db import models

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "accusations.read": "查看检举",
    "accusations.renew": "换检举查询码",
}


class AccusationState(models.TextChoices):
    RECEIVED = "received", "已收到"
    TRANSFERRED = "transferred", "已移送"
    ANSWERED = "answered", "已告知结果"
