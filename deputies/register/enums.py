"""A leaf: every later module may import it."""

from django.db import models


class Level(models.TextChoices):
    COUNTY = "county", "县"
    TOWN = "town", "乡镇"


class MandateStatus(models.TextChoices):
    ELECTED = "elected", "当选待确认"
    VALID = "valid", "有效"
    SUSPENDED = "suspended", "暂停执行职务"
    ENDED = "ended", "终止"


class EndCause(models.TextChoices):
    """代表法（2025）第六十二条: the causes that end a mandate, and death."""

    MOVED_AWAY = "moved_away", "迁出或者调离本行政区域"
    RESIGNED = "resigned", "辞职或者责令辞职被接受"
    ABSENT_TWICE = "absent_twice", "未经批准两次不出席本级人代会"
    RECALLED = "recalled", "被罢免"
    LOST_NATIONALITY = "lost_nationality", "丧失中华人民共和国国籍"
    DEPRIVED = "deprived", "被剥夺政治权利"
    INCAPABLE = "incapable", "丧失行为能力"
    DIED = "died", "去世"
    TERM_ENDED = "term_ended", "届满"
    INVALID = "invalid", "当选被确定无效"


class SuspendCause(models.TextChoices):
    """代表法（2025）第六十一条: while one of these lasts, the seat is held and not used."""

    DETAINED = "detained", "因刑事案件被羁押，正在受侦查、起诉、审判"
    SERVING = "serving", "被判管制、拘役或者有期徒刑而没有附加剥夺政治权利，正在服刑"


class MandateStep(models.TextChoices):
    CONFIRM = "confirm", "确认资格有效"
    SUSPEND = "suspend", "暂停执行职务"
    RESTORE = "restore", "恢复执行职务"
    END = "end", "终止资格"


class Gender(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class DeputyKind(models.TextChoices):
    """Deputies are compared only inside one kind."""

    GRASSROOTS = "grassroots", "基层代表"
    LEADER = "leader", "领导干部代表"
    ENTERPRISE = "enterprise", "企业代表"


# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "add_term": "新增届",
    "change_term": "改届",
    "add_constituency": "新增选区",
    "change_constituency": "改选区",
    "add_deputy": "新增代表",
    "change_deputy": "改代表资料",
    "elect_deputy": "登记当选",
}
