"""Imported by any module of the project; imports none of them."""

from django.db import models


class UnitKind(models.TextChoices):
    CONGRESS = "congress", "县人大常委会机构"
    TOWN_CONGRESS = "town_congress", "镇街人大"
    STATION = "station", "代表联络站"
    DEPARTMENT = "department", "县直部门"
    TOWN_GOVERNMENT = "town_government", "镇街政府"
    GOVERNMENT_OFFICE = "government_office", "县政府办公室"


# The units that must answer residents (承办单位).
HANDLING_KINDS = (
    UnitKind.DEPARTMENT,
    UnitKind.TOWN_GOVERNMENT,
    UnitKind.GOVERNMENT_OFFICE,
)
