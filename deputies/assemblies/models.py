"""人代会会议 and who was there: 代表法（2025）第六十二条 counts absences by sessions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.assemblies.enums import AssemblyState, AttendanceState
from deputies.assemblies.querysets import AssemblyQuerySet, AttendanceQuerySet
from deputies.register.models import Mandate, Term
from office.models import Division


class Assembly(models.Model):
    """One session of a congress: the county's, or a town's. ``number`` counts in a term."""

    term = models.ForeignKey(
        Term, models.PROTECT, related_name="assemblies", verbose_name="届"
    )
    town = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assemblies",
        verbose_name="乡镇",
    )
    number = models.PositiveSmallIntegerField("第几次会议")
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    state = models.CharField(
        "状态", max_length=8, choices=AssemblyState, default=AssemblyState.OPEN
    )

    objects = AssemblyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人代会会议"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "number"],
                condition=Q(town__isnull=True),
                name="deputies_county_assembly_once",
            ),
            models.UniqueConstraint(
                fields=["term", "town", "number"],
                condition=Q(town__isnull=False),
                name="deputies_town_assembly_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="deputies_assembly_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        whose = self.town.name if self.town else "县"
        return f"{whose}第 {self.term.number} 届人大第 {self.number} 次会议"

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("deputies:assembly", args=[self.pk])


class Attendance(models.Model):
    """A deputy who was due at a session, and whether they came. One row from the start."""

    assembly = models.ForeignKey(
        Assembly, models.PROTECT, related_name="attendances", verbose_name="会议"
    )
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="attendances", verbose_name="代表资格"
    )
    state = models.CharField(
        "出席", max_length=8, choices=AttendanceState, default=AttendanceState.DUE
    )
    reason = models.CharField("说明", max_length=200, blank=True)
    # Counts corrections after the session was closed; the activity record of each has its own key.
    revision = models.PositiveSmallIntegerField("更正次数", default=0)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出席情况"
        ordering = ["assembly", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "mandate"], name="deputies_attendance_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=AttendanceState.EXCUSED) | ~Q(reason=""),
                name="deputies_attendance_excused_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.mandate.deputy}：{self.get_state_display()}"

    @property
    def activity_record_key(self) -> str:
        return f"assembly:{self.pk}:{self.revision}"
