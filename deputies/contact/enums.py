"""A leaf: words of the contact day, its rota and the check-in."""

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


class AskKind(models.TextChoices):
    LEAVE = "leave", "请假"
    SWAP = "swap", "换班"
