"""机关、承办单位、联络站: every body that can hold a case."""

from django.db import models
from django.db.models import Q

from office.places.models.divisions import Division
from office.units.enums import UnitKind
from office.units.querysets import UnitQuerySet


class Unit(models.Model):
    """A body that can hold a case and at which people hold roles.

    ``division`` is the area it answers for: the county for a department, the town for
    a town government.
    """

    name = models.CharField("名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="units", verbose_name="所属区划"
    )
    phone = models.CharField("公开电话", max_length=30, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=UnitKind.values), name="office_unit_kind_known"
            ),
        ]

    def __str__(self):
        return self.name

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)
