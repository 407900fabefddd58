"""选举 in one constituency: candidates, the day, the numbers. The vote itself is on paper."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.elections.enums import ElectionKind, ElectionState, NominatedBy
from deputies.elections.querysets import ElectionQuerySet
from deputies.register.enums import Gender
from deputies.register.models import Constituency, Deputy, Mandate

RUNNING = (ElectionState.OPEN, ElectionState.NAMED)


class Election(models.Model):
    constituency = models.ForeignKey(
        Constituency, models.PROTECT, related_name="elections", verbose_name="选区"
    )
    kind = models.CharField("类别", max_length=8, choices=ElectionKind)
    state = models.CharField(
        "状态", max_length=8, choices=ElectionState, default=ElectionState.OPEN
    )
    seats = models.PositiveSmallIntegerField("应选名额")
    day = models.DateField("选举日")
    decided_on = models.DateField("决定日期")
    document = models.CharField("文件", max_length=120)
    electors = models.PositiveIntegerField("全体选民", null=True, blank=True)
    voters = models.PositiveIntegerField("参加投票", null=True, blank=True)
    ballots = models.PositiveIntegerField("收回票", null=True, blank=True)
    invalid = models.PositiveIntegerField("废票", null=True, blank=True)
    outcome = models.CharField("说明", max_length=200, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选举"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["constituency"],
                condition=Q(state__in=RUNNING),
                name="deputies_election_one_running",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=3),
                name="deputies_election_one_to_three_seats",
            ),
        ]

    def __str__(self):
        return f"{self.constituency.name}{self.get_kind_display()}"

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("deputies:election", args=[self.pk])


class Candidate(models.Model):
    """Who was nominated. Known deputies by ``deputy``, others by what the law asks."""

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="candidates", verbose_name="选举"
    )
    deputy = models.ForeignKey(
        Deputy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidacies",
        verbose_name="当过代表的",
    )
    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=8, choices=Gender)
    ethnicity = models.CharField("民族", max_length=12, default="汉族")
    born = models.CharField("出生年月", max_length=7, blank=True)
    occupation = models.CharField("单位职务", max_length=80, blank=True)
    nominated_by = models.CharField("推荐", max_length=12, choices=NominatedBy)
    backers = models.PositiveIntegerField("联名选民", null=True, blank=True)
    is_final = models.BooleanField("正式候选人", default=False)
    preliminary_votes = models.PositiveIntegerField("预选得票", null=True, blank=True)
    votes = models.PositiveIntegerField("得票", null=True, blank=True)
    runoff_votes = models.PositiveIntegerField("再次投票得票", null=True, blank=True)
    mandate = models.OneToOneField(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidate",
        verbose_name="当选",
    )

    class Meta:
        verbose_name = verbose_name_plural = "候选人"
        ordering = ["election", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "name", "born"], name="deputies_candidate_once"
            ),
        ]

    def __str__(self):
        return self.name
