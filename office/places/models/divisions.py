"""行政区划 with the days from and to which each existed."""

from django.db import models
from django.db.models import F, Q

from office.places.enums import DivisionLevel
from office.places.querysets import DivisionQuerySet


class Division(models.Model):
    """The county, a town or a village, in the years in which it existed.

    18 towns and 563 villages in 2009 became 12 and 415: one that was merged is closed,
    keeps its cases and names its successor; it is never deleted or renamed over.
    """

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=40)
    full_name = models.CharField("全称", max_length=60, blank=True)
    level = models.CharField("层级", max_length=8, choices=DivisionLevel)
    kind = models.CharField("类型", max_length=8, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级",
    )
    valid_from = models.DateField("设立日", null=True, blank=True)
    valid_until = models.DateField("撤销日", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="并入",
    )

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["level", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=DivisionLevel.COUNTY, parent__isnull=True)
                | (~Q(level=DivisionLevel.COUNTY) & Q(parent__isnull=False)),
                name="office_division_below_county_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="office_division_ends_after_it_starts",
                violation_error_message="撤销日要晚于设立日。",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(valid_until__isnull=True),
                name="office_division_name_once_under_parent",
                violation_error_message="同一上级下已有同名的区划。",
            ),
        ]
        indexes = [
            # Finding a place by the name a resident typed or a file holds.
            models.Index(fields=["name", "level"], name="office_division_by_name"),
        ]

    def __str__(self):
        return self.name

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    @property
    def town(self) -> "Division | None":
        """The town this place lies in; None for the county itself."""
        if self.level == DivisionLevel.TOWN:
            return self
        return self.parent if self.level == DivisionLevel.VILLAGE else None

    @property
    def place_name(self) -> str:
        """``石井镇高桥村``: the place as an address says it."""
        if self.level == DivisionLevel.VILLAGE and self.parent:
            return f"{self.parent.name}{self.name}"
        return self.name
