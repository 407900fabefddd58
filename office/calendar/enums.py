"""A leaf: every module of the project may import it, it imports none of them."""

from django.db import models


class TimeUnit(models.TextChoices):
    """The three measures of time, never to be mixed."""

    WORKING_DAYS = "working_days", "个工作日"
    NATURAL_DAYS = "natural_days", "天"
    NATURAL_MONTHS = "natural_months", "个月"


class HolidayShift(models.TextChoices):
    NONE = "none", "不顺延"
    NEXT = "next", "遇节假日顺延"
    PREVIOUS = "previous", "遇节假日提前"


class CalendarBasis(models.TextChoices):
    PUBLISHED = "published", "按已发布的放假安排"
    PROVISIONAL = "provisional", "暂按未发布日历推算"


# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "change_calendar": "改工作日历",
}
