"""A leaf: words of activities and leave."""

from django.db import models


class DecisionState(models.TextChoices):
    WAITING = "waiting", "等核实"
    GRANTED = "granted", "已核实"
    REFUSED = "refused", "没有通过"


class LeaveKind(models.TextChoices):
    SICK = "sick", "病假"
    MATERNITY = "maternity", "产假"
    DUTY = "duty", "公差"
    OTHER = "other", "事假"
