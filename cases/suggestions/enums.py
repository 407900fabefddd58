"""Enums of deputies' suggestions (代表建议)."""

from django.db import models


class Occasion(models.TextChoices):
    """When it was raised; determines the day the clock starts."""

    IN_SESSION = "in_session", "大会期间"
    BETWEEN = "between", "闭会期间"


class ProposerState(models.TextChoices):
    """A deputy counts as a proposer only after confirming it personally."""

    ASKED = "asked", "等本人确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "不联名"


class MeetingWay(models.TextChoices):
    FACE = "face", "当面"
    PHONE = "phone", "电话"
    LETTER = "letter", "书面"


class Hidden(models.TextChoices):
    """山东条例 第二十七条: public unless one of these applies."""

    STATE_SECRET = "state_secret", "涉及国家秘密"
    TRADE_SECRET = "trade_secret", "涉及商业秘密"
    PRIVACY = "privacy", "涉及个人隐私"
    ASKED = "asked", "代表要求保密"
