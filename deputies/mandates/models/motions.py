"""辞职、责令辞职、罢免: the motion about a seat, and the result of the vote on it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.mandates.enums import MotionKind, MotionState
from deputies.register.models import Mandate


class SeatMotion(models.Model):
    """One motion about one seat. The vote is on paper; its numbers are stored here.

    ``total`` is the base of the majority: all members of the standing committee, all
    deputies of the town's congress, or, for a recall, all voters of the constituency
    (选举法 第五十三条、 第五十五条). ``in_favour`` must be more than half of it.
    """

    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="motions", verbose_name="代表资格"
    )
    kind = models.CharField("类别", max_length=12, choices=MotionKind)
    state = models.CharField(
        "状态", max_length=10, choices=MotionState, default=MotionState.RECEIVED
    )
    received_on = models.DateField("收到日期")
    signatures = models.PositiveIntegerField("联名选民", null=True, blank=True)
    reason = models.TextField("理由", max_length=1000)
    defence = models.TextField("申辩意见", max_length=2000, blank=True)
    decided_on = models.DateField("表决日期", null=True, blank=True)
    total = models.PositiveIntegerField("全体人数", null=True, blank=True)
    in_favour = models.PositiveIntegerField("赞成", null=True, blank=True)
    document = models.CharField("文件", max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="登记人",
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "辞职和罢免"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"],
                condition=Q(state=MotionState.RECEIVED),
                name="deputies_motion_one_open_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(state=MotionState.PASSED)
                | Q(total__lt=F("in_favour") * 2, in_favour__lte=F("total")),
                name="deputies_motion_passed_by_more_than_half",
            ),
        ]

    def __str__(self):
        return f"{self.mandate.deputy}：{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("deputies:motion", args=[self.pk])

    @property
    def needed(self) -> int | None:
        """Votes in favour needed to pass: more than half of all, not of those present."""
        return None if self.total is None else self.total // 2 + 1
