"""What people are reminded of; a leaf. What duty does not ask for may be turned off."""

from django.db import models


class ReminderKind(models.TextChoices):
    CONTACT_SOON = "contact_soon", "接待日前三天"
    CONTACT_TODAY = "contact_today", "接待日当天"
    CHECK_IN_MISSING = "check_in_missing", "接待日没有报到"
    ROTA_WAITING = "rota_waiting", "接待日名单还没有公布"
    DUE_SOON = "due_soon", "意见快到期"
    OVERDUE = "overdue", "意见超期"
    RELEASE_WAITING = "release_waiting", "答复稿等复核发布"
    REPORT_WAITING = "report_waiting", "月报等核对或批准"
    ITEM_UNANSWERED = "item_unanswered", "月报移交事项没有签收或反馈"


# 代表法 第二十八条 and the deadlines of the county are duties: of them one is reminded.
OPTIONAL = (ReminderKind.CONTACT_SOON, ReminderKind.DUE_SOON)
DIGEST = "digest"
