"""代表名额: the decided number of a congress for a term, beside the formula's."""

from django.db import models

from deputies.register.models import Term
from deputies.terms.rules import Quota, count_quota
from office.models import Division


class SeatQuota(models.Model):
    """The number of deputies of one congress (the county's, or a town's) for one term.

    The deciding body is in ``basis``: for the county the standing committee of the
    province, for a town that of the county (选举法 第十三条).
    """

    term = models.ForeignKey(
        Term, models.PROTECT, related_name="quotas", verbose_name="届"
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="quotas", verbose_name="县或者乡镇"
    )
    population = models.PositiveIntegerField("人口")
    seats = models.PositiveSmallIntegerField("确定的名额")
    basis = models.CharField("依据文件", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "代表名额"
        ordering = ["term", "division__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "division"], name="deputies_quota_once_a_term"
            ),
        ]

    def __str__(self):
        return f"{self.term}{self.division}：{self.seats} 名"

    @property
    def by_law(self) -> Quota:
        return count_quota(self.term.level, self.population)
