"""Kinds and states of an election in one constituency, and who nominates."""

from django.db import models


class ElectionKind(models.TextChoices):
    GENERAL = "general", "换届选举"
    BY = "by", "补选"
    RERUN = "rerun", "另行选举"


class ElectionState(models.TextChoices):
    OPEN = "open", "提名推荐"
    NAMED = "named", "正式候选人已定"
    HELD = "held", "选举有效"
    FAILED = "failed", "选举无效"
    DROPPED = "dropped", "取消"


class NominatedBy(models.TextChoices):
    """选举法（2020）第三十条; voters may also write in somebody else (第四十一条)."""

    PARTY = "party", "政党、人民团体推荐"
    VOTERS = "voters", "选民十人以上联名推荐"
    WRITTEN_IN = "written_in", "选民另选的人"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "call_election": "登记选举",
    "add_candidate": "登记候选人",
    "remove_candidate": "去掉候选人",
    "settle_candidates": "定正式候选人",
    "record_result": "登记选举结果",
    "drop_election": "取消选举",
}
