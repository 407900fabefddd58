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
# takes part in the business.
KEEPERS_OF_THE_SYSTEM = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


# Those whose day begins at the workbench.
WORKBENCH_ROLES = (*KEEPERS_OF_THE_SYSTEM, Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)

# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "create_user": "建账号",
    "set_password": "换密码",
    "close_user": "停用账号",
    "open_user": "恢复账号",
    "grant_role": "授予职务",
    "end_role": "终止职务",
    "end_sessions": "退出其他登录",
    "login": "登录",
    "logout": "退出登录",
    "login_failed": "登录失败",
    "locked_out": "锁定",
    "second_factor_used": "第二步验证通过",
    "second_factor_failed": "第二步验证失败",
    "second_factor_on": "开通第二步验证",
    "second_factor_off": "关闭第二步验证",
    "recovery_codes": "换恢复码",
    "unlock_self": "本人用第二步验证解锁",
    "unlock_user": "给同事解锁",
}
