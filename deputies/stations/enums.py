"""Imported by all later modules."""

from django.db import models


class StationKind(models.TextChoices):
    STATION = "station", "联络站"
    POINT = "point", "联络点"
    OBSERVATION = "observation", "社情民意观察点"


class StationBasis(models.TextChoices):
    """分层级、分地域、分企业、分园区."""

    LEVEL = "level", "按层级"
    AREA = "area", "按地域"
    ENTERPRISE = "enterprise", "按企业"
    PARK = "park", "按园区"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "create_station": "建联络站",
    "change_station": "改联络站",
    "close_station": "关闭联络站",
    "open_station": "恢复联络站",
    "set_roster": "排驻站代表",
}
