"""Enums of contact days, rotas and check-ins."""

from django.db import models


class RhythmKind(models.TextChoices):
    """How often a station has its contact day."""

    MONTH_DAY = "month_day", "每月 5 日"
    MONTH_WEEKDAY = "month_weekday", "每月第几个星期几"
    WEEKS = "weeks", "每隔几周的星期几"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "星期一"
    TUESDAY = 1, "星期二"
    WEDNESDAY = 2, "星期三"
    THURSDAY = 3, "星期四"
    FRIDAY = 4, "星期五"
    SATURDAY = 5, "星期六"
    SUNDAY = 6, "星期日"


class Nth(models.IntegerChoices):
    FIRST = 1, "第一个"
    SECOND = 2, "第二个"
    THIRD = 3, "第三个"
    FOURTH = 4, "第四个"
    LAST = -1, "最后一个"


class DayState(models.TextChoices):
    DRAFT = "draft", "待公布"
    PUBLISHED = "published", "已公布"
    HELD = "held", "已结束"


class DutyState(models.TextChoices):
    DUE = "due", "应到"
    EXCUSED = "excused", "请假"
    CAME = "came", "已报到"


class CheckInSource(models.TextChoices):
    CODE = "code", "本人扫码"
    KEEPER = "keeper", "站里代记"
    PAPER = "paper", "纸质补录"


class LeaveRequestKind(models.TextChoices):
    LEAVE = "leave", "请假"
    SWAP = "swap", "换班"


class ContactReminder(models.TextChoices):
    CONTACT_SOON = "contact_soon", "接待日前三天"
    CONTACT_TODAY = "contact_today", "接待日当天"
    CHECK_IN_MISSING = "check_in_missing", "接待日没有报到"
    ROTA_WAITING = "rota_waiting", "接待日名单还没有公布"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "generate_rotas": "生成排班",
    "publish_rota": "公布排班",
    "change_place": "改接待地点",
    "set_rhythm": "改接待周期",
    "add_duty": "加接待代表",
    "remove_duty": "撤接待代表",
    "excuse_duty": "准假",
    "ask_off": "请假或换班",
    "decide_ask": "批复请假换班",
    "check_in": "报到",
    "undo_check_in": "撤销报到",
}
