"""列席: invited, attended, spoke, suggested, adopted or not. Without a vote."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.sittings.enums import InviteState, SittingKind, Taken
from decisions.sittings.querysets import InviteQuerySet, SittingQuerySet
from deputies.models import Deputy
from office.audit.models.ledger import LedgerModel


class Sitting(models.Model):
    kind = models.CharField("会议", max_length=10, choices=SittingKind)
    title = models.CharField("名称", max_length=80)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=80, blank=True)
    agenda = models.TextField("议题", max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列席的会议"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "held_on"],
                name="decisions_sitting_once",
                violation_error_message="这次会议已经登记了。",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("decisions:sitting", args=[self.pk])


class SittingInvite(models.Model):
    """One deputy at one meeting: a person-time if they attended."""

    sitting = models.ForeignKey(
        Sitting, models.PROTECT, related_name="invites", verbose_name="会议"
    )
    deputy = models.ForeignKey(
        Deputy, models.PROTECT, related_name="sittings", verbose_name="代表"
    )
    state = models.CharField(
        "到会", max_length=8, choices=InviteState, default=InviteState.INVITED
    )
    note = models.CharField("说明", max_length=100, blank=True)

    objects = InviteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列席"
        ordering = ["sitting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "deputy"], name="decisions_invited_once"
            )
        ]

    def __str__(self):
        return f"{self.deputy}：{self.sitting}"


class SittingSpeech(LedgerModel):
    """发言. Append-only. A speech may contain a suggestion."""

    invite = models.ForeignKey(
        SittingInvite, models.PROTECT, related_name="speeches", verbose_name="列席"
    )
    text = models.TextField("发言", max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "列席发言"
        ordering = ["pk"]

    def __str__(self):
        return self.text[:30]


class SittingSuggestion(models.Model):
    """A suggestion made at the meeting, and whether it was adopted, with the reason."""

    invite = models.ForeignKey(
        SittingInvite, models.PROTECT, related_name="suggestions", verbose_name="列席"
    )
    text = models.CharField("建议", max_length=500)
    taken = models.CharField("采纳", max_length=8, choices=Taken, blank=True)
    reason = models.CharField("说明", max_length=300, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "列席建议"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken="") | (~Q(reason="") & Q(answered_on__isnull=False)),
                name="decisions_sitting_suggestion_says_why",
                violation_error_message="采纳、没有采纳都要写说明。",
            )
        ]
        triggers = [
            pgtrigger.FSM(
                name="sitting_suggestion_is_answered_once",
                field="taken",
                transitions=[("", "adopted"), ("", "refused")],
            ),
            pgtrigger.ReadOnly(
                name="sitting_suggestion_stays", fields=["invite", "text"]
            ),
        ]

    def __str__(self):
        return self.text[:30]
