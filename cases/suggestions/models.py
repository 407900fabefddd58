"""代表建议: what stands beside a case of kind SUGGESTION (ADR 14)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.loop.enums import Attitude
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Round
from cases.suggestions.enums import Hidden, MeetingWay, Occasion, ProposerState
from cases.suggestions.querysets import SuggestionQuerySet
from deputies.models import Mandate
from office.audit.models.ledger import LedgerModel
from office.models import Division, Unit


class Suggestion(models.Model):
    """代表法（2025）第二十四条、第三十六条、第五十一条. A draft has no case; a submitted one has.

    ``text_version`` rises with every change of the words, so that nobody confirms what
    they have not read.
    """

    case = models.OneToOneField(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestion",
        verbose_name="件",
    )
    lead = models.ForeignKey(
        Mandate,
        models.PROTECT,
        related_name="led_suggestions",
        verbose_name="领衔代表",
    )
    from_case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="became_suggestions",
        verbose_name="由哪件意见写成",
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="+", verbose_name="事情在哪里"
    )
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容")
    text_version = models.PositiveSmallIntegerField("稿次", default=1)
    occasion = models.CharField(
        "提出时间", max_length=12, choices=Occasion, default=Occasion.BETWEEN
    )
    session = models.CharField("哪次会议", max_length=60, blank=True)
    session_closed_on = models.DateField("闭会之日", null=True, blank=True)
    hidden = models.CharField("不公开的理由", max_length=16, choices=Hidden, blank=True)
    is_hard = models.BooleanField("涉及面广、处理难度大", default=False)
    hard_reason = models.CharField("为什么难", max_length=200, blank=True)
    key_leader = models.CharField("督办领导", max_length=40, blank=True)
    key_basis = models.CharField("确定的会议", max_length=100, blank=True)
    written_at = models.DateTimeField("起草时间", auto_now_add=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表建议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key_leader="") | ~Q(key_basis=""),
                name="cases_suggestion_key_has_basis",
                violation_error_message="重点督办要写明由哪次主任会议确定（代表法第五十二条）。",
            ),
            models.CheckConstraint(
                condition=~Q(occasion=Occasion.IN_SESSION) | ~Q(session=""),
                name="cases_suggestion_in_session_has_session",
                violation_error_message="大会期间提出的，请写明是哪次会议。",
            ),
            models.CheckConstraint(
                condition=Q(is_hard=False) | ~Q(hard_reason=""),
                name="cases_suggestion_hard_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "-id"], name="cases_suggestion_of_lead"),
        ]
        triggers = [
            # What the proposers confirmed is what was handed in.
            pgtrigger.Protect(
                name="words_fixed_once_submitted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__case__isnull=False)
                & (
                    pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                    | pgtrigger.Q(old__lead__df=pgtrigger.F("new__lead"))
                    | pgtrigger.Q(old__case__df=pgtrigger.F("new__case"))
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if self.case_id:
            return reverse("cases:desk_case", args=[self.case_id])
        return reverse("cases:suggestion", args=[self.pk])

    @property
    def joined(self) -> int:
        """How many joined the lead, from what was read with the list."""
        return sum(
            p.state == ProposerState.CONFIRMED and not p.is_lead
            for p in self.proposers.all()
        )

    @property
    def level(self) -> str:
        return self.lead.level


class Proposer(models.Model):
    """领衔代表或者联名代表: theirs only from the moment they confirmed it."""

    suggestion = models.ForeignKey(
        Suggestion, models.PROTECT, related_name="proposers", verbose_name="建议"
    )
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="proposals", verbose_name="代表"
    )
    is_lead = models.BooleanField("领衔", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=ProposerState, default=ProposerState.ASKED
    )
    asked_at = models.DateTimeField("邀请时间")
    answered_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提建议的代表"
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "mandate"],
                name="cases_proposer_once",
                violation_error_message="已经请过这位代表。",
            ),
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(is_lead=True),
                name="cases_proposer_one_lead",
            ),
            models.CheckConstraint(
                condition=Q(is_lead=False) | Q(state=ProposerState.CONFIRMED),
                name="cases_proposer_lead_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposerState.ASKED) | Q(answered_at__isnull=False),
                name="cases_proposer_answer_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["mandate", "state"], name="cases_proposer_of_mandate"),
        ]

    def __str__(self):
        return f"{self.mandate.deputy}"


class Meeting(LedgerModel):
    """面商: who of the unit spoke with which deputy, when, how, and what they said."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="meetings", verbose_name="办理"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    proposer = models.ForeignKey(
        Proposer, models.PROTECT, related_name="meetings", verbose_name="代表"
    )
    way = models.CharField("方式", max_length=8, choices=MeetingWay)
    day = models.DateField("日期")
    people = models.CharField("单位谁参加", max_length=100)
    place = models.CharField("地点", max_length=100, blank=True)
    text = models.TextField("代表怎么说")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="记录人",
    )
    at = models.DateTimeField("记录时间")

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "面商记录"
        ordering = ["day", "pk"]

    def __str__(self):
        return f"{self.get_way_display()}：{self.proposer}"


class SuggestionRating(LedgerModel):
    """One proposer's judgement of one handling, in two dimensions. Silence leaves none."""

    round = models.ForeignKey(
        Round,
        models.PROTECT,
        related_name="suggestion_ratings",
        verbose_name="办理",
    )
    proposer = models.ForeignKey(
        Proposer, models.PROTECT, related_name="ratings", verbose_name="代表"
    )
    process = models.CharField("办理过程", max_length=8, choices=Attitude)
    result = models.CharField("办理结果", max_length=8, choices=Attitude)
    comment = models.TextField("具体意见", blank=True)
    at = models.DateTimeField("时间")

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "代表评价"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "proposer"],
                name="cases_suggestion_rating_once_a_round",
                violation_error_message="这次办理您已经评价过了。",
            ),
            models.CheckConstraint(
                condition=(~Q(process=Attitude.BAD) & ~Q(result=Attitude.BAD))
                | ~Q(comment=""),
                name="cases_suggestion_bad_rating_says_why",
                violation_error_message="不满意的，请写具体意见。",
            ),
        ]

    def __str__(self):
        return f"{self.proposer}：{self.get_result_display()}"
