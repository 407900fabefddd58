"""代表团 (in session) and 代表小组 (between sessions). Stations have their own roster.

代表法（2025）第十四条: delegations by electing unit or area; 第二十六条、第二十七条:
groups are how deputies work between sessions. Membership in one of the three is
independent of the others.
"""

from django.db import models

from deputies.groups.enums import GroupingKind
from deputies.register.models import Mandate, Term
from office.models import Division


class Grouping(models.Model):
    """A delegation or a group of one term; the next term has its own."""

    kind = models.CharField("类别", max_length=10, choices=GroupingKind)
    term = models.ForeignKey(
        Term, models.PROTECT, related_name="groupings", verbose_name="届"
    )
    # Set for groupings of a town's own congress; empty for the county's.
    town = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="groupings",
        verbose_name="乡镇",
    )
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "代表团和代表小组"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "kind", "town", "name"],
                nulls_distinct=False,
                name="deputies_grouping_name_once",
                violation_error_message="这一届已经有同名的。",
            ),
        ]

    def __str__(self):
        return self.name


class GroupingSeat(models.Model):
    """A mandate in a delegation or a group: at most one of each kind."""

    grouping = models.ForeignKey(
        Grouping, models.PROTECT, related_name="seats", verbose_name="编在"
    )
    # Duplicated from the grouping for the constraint.
    kind = models.CharField("类别", max_length=10, choices=GroupingKind)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="grouping_seats", verbose_name="代表"
    )
    leads = models.BooleanField("团长或者召集人", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "代表团和小组成员"
        ordering = ["grouping", "-leads", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "kind"], name="deputies_grouping_one_of_each_kind"
            ),
        ]

    def __str__(self):
        return f"{self.mandate}：{self.grouping}"
