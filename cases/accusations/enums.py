"""Enums of accusations. Imported by all later modules."""

from django.db import models


class AccusationState(models.TextChoices):
    RECEIVED = "received", "已收到"
    TRANSFERRED = "transferred", "已移送"
    ANSWERED = "answered", "已告知结果"
