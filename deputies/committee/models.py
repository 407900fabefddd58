"""常委会组成人员: who belongs to the county's standing committee, and for how long."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.committee.enums import CommitteePost
from deputies.committee.querysets import CommitteeMemberQuerySet
from deputies.register.models import Mandate


class CommitteeMember(models.Model):
    """One person's time in the committee. The term is that of the seat (组织法 第四十八条)."""

    mandate = models.ForeignKey(
        Mandate,
        models.PROTECT,
        related_name="committee_memberships",
        verbose_name="代表",
    )
    post = models.CharField("职务", max_length=10, choices=CommitteePost)
    started_on = models.DateField("从哪天起")
    basis = models.CharField("选举的公告", max_length=120)
    ended_on = models.DateField("到哪天止", null=True, blank=True)
    end_basis = models.CharField("终止的依据", max_length=120, blank=True)

    objects = CommitteeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常委会组成人员"
        ordering = ["started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"],
                condition=Q(ended_on__isnull=True),
                name="deputies_committee_member_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_basis="")
                | Q(ended_on__gte=F("started_on")) & ~Q(end_basis=""),
                name="deputies_committee_end_has_day_and_basis",
            ),
            models.CheckConstraint(
                condition=~Q(basis=""), name="deputies_committee_has_basis"
            ),
        ]

    def __str__(self):
        return f"{self.mandate.deputy}，{self.get_post_display()}"

    def get_absolute_url(self):
        return reverse("deputies:committee")
