"""A leaf: what is announced to the public about deputies."""

from django.db import models


class AnnouncementKind(models.TextChoices):
    CONFIRMED = "confirmed", "代表名单"
    ENDED = "ended", "代表资格终止"
    RESIGNED = "resigned", "接受辞职"
    RECALLED = "recalled", "罢免"
    ELECTION = "election", "选举安排"
    CANDIDATES = "candidates", "候选人名单"
    RESULT = "result", "选举结果"


class MotionKind(models.TextChoices):
    RESIGNATION = "resignation", "辞职"
    ORDERED = "ordered", "责令辞职"
    RECALL = "recall", "罢免要求"


class MotionState(models.TextChoices):
    RECEIVED = "received", "已收到"
    PASSED = "passed", "通过"
    FAILED = "failed", "未通过"
    WITHDRAWN = "withdrawn", "撤回"
