"""States of a session of the congress and of a deputy's attendance."""

from django.db import models


class AssemblyState(models.TextChoices):
    OPEN = "open", "登记中"
    CLOSED = "closed", "已定"


class AttendanceState(models.TextChoices):
    DUE = "due", "没有登记"
    PRESENT = "present", "出席"
    EXCUSED = "excused", "经批准请假"
    ABSENT = "absent", "未经批准不出席"


# 代表法（2025）第六十二条第一款第三项: two absences end the mandate.
ABSENCES_THAT_END = 2

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "open_assembly": "登记人代会会议",
    "record_present": "登记出席",
    "record_attendance": "登记或更正出席情况",
    "close_assembly": "定出席情况",
}
