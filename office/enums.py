"""A leaf: every module of the project may import it, it imports none of them."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do at one unit. docs/roles.md tells each in a sentence."""

    CONGRESS_OFFICE = "congress_office", "县人大代表工委"
    TOWN_CONGRESS = "town_congress", "镇街人大"
    STATION_KEEPER = "station_keeper", "联络站工作人员"
    HANDLER = "handler", "承办单位经办人"
    SIGNER = "signer", "承办单位负责人"
    GOVERNMENT_OFFICE = "government_office", "县政府办"
    DEPUTY = "deputy", "代表"
    ACCUSATION_OFFICER = "accusation_officer", "检举受理人"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"


# GB/T 22239-2019: the three administrators are different people, and none of them
# takes part in the business (domain.md §9).
KEEPERS_OF_THE_SYSTEM = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
# Those whose day begins at the workbench.
WORKBENCH_ROLES = (*KEEPERS_OF_THE_SYSTEM, Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


class TimeUnit(models.TextChoices):
    """The three measures of time, never to be mixed (domain.md §8)."""

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


class Channel(models.TextChoices):
    """The ways a notice leaves the house."""

    INBOX = "inbox", "站内信"
    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"
    WECOM = "wecom", "企业微信群机器人"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "等待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
