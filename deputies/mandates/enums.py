"""Enums of public announcements about deputies."""

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


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "receive_motion": "登记辞职或者罢免要求",
    "record_defence": "登记申辩意见",
    "record_vote": "登记表决结果",
    "withdraw_motion": "登记撤回",
    "withdraw_announcement": "撤回公告",
    "confirm_mandate": "确认代表资格",
    "suspend_mandate": "暂停执行职务",
    "restore_mandate": "恢复执行职务",
    "end_mandate": "终止代表资格",
}
