"""A leaf: the states of a session of the congress and of a deputy's attendance."""

from django.db import models


class AssemblyState(models.TextChoices):
    OPEN = "open", "登记中"
    CLOSED = "closed", "已定"


class AttendanceState(models.TextChoices):
    DUE = "due", "没有登记"
    PRESENT = "present", "出席"
    EXCUSED = "excused", "经批准请假"
    ABSENT = "absent", "未经批准不出席"


# 代表法（2025）第六十二条第一款第三项: twice, and the mandate ends.
ABSENCES_THAT_END = 2
