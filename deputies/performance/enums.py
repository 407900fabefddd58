"""Enums of the yearly evaluation (代表履职评价)."""

from django.db import models


class EvaluationState(models.TextChoices):
    COUNTING = "counting", "计分中"
    SHOWN = "shown", "公示"
    SETTLED = "settled", "已定档"


class ScoreBand(models.TextChoices):
    """档次. A band has no effect on a mandate: only the law's causes end one."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    WEAK = "weak", "差"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "open_evaluation": "开始履职评价",
    "set_score_rule": "定计分表",
    "set_score_kind": "定计分项",
    "take_record_file": "记入申报核实表",
    "count_evaluation": "计算履职分",
    "show_evaluation": "公示履职分",
    "settle_evaluation": "确定履职等次",
}
