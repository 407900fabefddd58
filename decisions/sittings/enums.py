"""Enums of sittings (列席) and their suggestions."""

from django.db import models


class SittingKind(models.TextChoices):
    PARTY = "party", "县委常委会会议"
    STANDING = "standing", "县人大常委会会议"
    GOVERNMENT = "government", "县政府常务会议"
    OTHER = "other", "其他重要会议"


class InviteState(models.TextChoices):
    INVITED = "invited", "已邀请"
    CAME = "came", "到会"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "没有到会"


class Taken(models.TextChoices):
    ADOPTED = "adopted", "采纳"
    REFUSED = "refused", "没有采纳"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "hold_sitting": "登记列席的会议",
}
