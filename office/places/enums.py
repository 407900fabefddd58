"""A leaf: every module of the project may import it, it imports none of them."""

from django.db import models


class DivisionLevel(models.TextChoices):
    COUNTY = "county", "县"
    TOWN = "town", "乡镇街道"
    VILLAGE = "village", "村居"
