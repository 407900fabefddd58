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
