"""Feedback from a higher body to the stations where a matter was raised."""

from django.db import models

from deputies.models import LiaisonStation
from office.models import Unit


class Feedback(models.Model):
    """反馈到站: one answer on one station's page.

    ``key`` identifies the matter answered.
    """

    station = models.ForeignKey(
        LiaisonStation,
        models.PROTECT,
        related_name="feedback",
        verbose_name="联络站",
    )
    key = models.CharField("来由", max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="反馈单位"
    )
    title = models.CharField("事项", max_length=60)
    text = models.TextField("反馈")
    published_at = models.DateTimeField("公布时间")

    class Meta:
        verbose_name = verbose_name_plural = "反馈到站"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "key"], name="cases_feedback_once_a_station"
            ),
        ]
        indexes = [
            # The newest on a station's page.
            models.Index(
                fields=["station", "-published_at"], name="cases_feedback_of_station"
            ),
        ]

    def __str__(self):
        return self.title
