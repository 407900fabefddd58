"""代表、选区和联络站. Nothing of an older term is overwritten: all hangs on the term."""

from django.db import models
from django.db.models import Q

from deputies.register.models import Mandate
from deputies.stations.enums import StationBasis, StationKind
from deputies.stations.querysets import StationQuerySet
from office.models import Division, Unit


class LiaisonStation(models.Model):
    """联络站、联络点、观察点: where residents meet deputies and say what they have to say.

    ``code`` stands on printed posters and never changes. ``unit`` is what holds a case
    while it is at the station; points and observation posts use their station's.
    """

    code = models.SlugField("编号", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=StationKind)
    basis = models.CharField(
        "设立方式", max_length=12, choices=StationBasis, default=StationBasis.AREA
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="stations", verbose_name="所在区划"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name="所属联络站",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="stations", verbose_name="受理单位"
    )
    address = models.CharField("地址", max_length=120)
    hours = models.CharField("开放时间", max_length=80, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    keeper = models.CharField("站管员", max_length=40, blank=True)
    transport = models.CharField("公交", max_length=80, blank=True)
    longitude = models.DecimalField(
        "经度", max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        "纬度", max_digits=8, decimal_places=6, null=True, blank=True
    )
    roster = models.ManyToManyField(
        Mandate, blank=True, related_name="stations", verbose_name="进站代表"
    )
    is_open = models.BooleanField("开放", default=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络站"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=StationKind.STATION, parent__isnull=True)
                | ~Q(kind=StationKind.STATION),
                name="deputies_station_stands_alone",
                violation_error_message="联络站不能再属于别的联络站。",
            ),
        ]

    def __str__(self):
        return self.name

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        # Printed on posters: an address that never changes.
        return f"/s/{self.code}"
