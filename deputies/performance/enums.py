"""A leaf: words of the yearly evaluation (代表履职评价)."""

from django.db import models


class EvaluationState(models.TextChoices):
    COUNTING = "counting", "计分中"
    SHOWN = "shown", "公示"
    SETTLED = "settled", "已定档"


class Standing(models.TextChoices):
    """档次. A grade has no effect on a mandate: only the law's causes end one."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    WEAK = "weak", "差"
