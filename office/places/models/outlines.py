"""The outline of a place for the portal's own maps; imported, never shipped."""

from django.db import models

from office.places.models.divisions import Division


class Outline(models.Model):
    """``rings``: closed lines of ``[longitude, latitude]`` in degrees (WGS 84)."""

    division = models.OneToOneField(
        Division, models.PROTECT, related_name="outline", verbose_name="区划"
    )
    rings = models.JSONField("界线")
    source = models.CharField("来源", max_length=120)
    approval = models.CharField("审图号", max_length=40, blank=True)
    imported_at = models.DateTimeField("导入时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "区划轮廓"

    def __str__(self):
        return f"{self.division}轮廓"
