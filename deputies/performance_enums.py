"""A leaf: words of the yearly evaluation (代表履职评价)."""

from django.db import models


class DeputyKind(models.TextChoices):
    """Deputies are compared only inside one kind (domain.md §7)."""

    GRASSROOTS = "grassroots", "基层代表"
    LEADER = "leader", "领导干部代表"
    ENTERPRISE = "enterprise", "企业代表"


class EvaluationState(models.TextChoices):
    COUNTING = "counting", "计分中"
    SHOWN = "shown", "公示"
    SETTLED = "settled", "已定档"


class Standing(models.TextChoices):
    """档次. A grade has no effect on a mandate: only the law's causes end one."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    WEAK = "weak", "差"
