"""接待记录: who was received by which deputy, what was said, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.loop.enums import CaseStatus
from cases.loop.models.cases import Case
from cases.receptions.querysets import ReceptionQuerySet
from deputies.models import ContactDay, Deputy, LiaisonStation
from office.models import Division
from office.text.secrecy import SealedTextField


class Outcome(models.TextChoices):
    CASE = "case", "转为意见办理"
    ANSWERED_ON_SPOT = "answered_on_spot", "当场答复"


class ToldBy(models.TextChoices):
    SMS = "sms", "短信"
    SLIP = "slip", "查询单"
    SPOKEN = "spoken", "当面说的"


class Reception(models.Model):
    """One conversation. It is a case to be answered, or was answered on the spot.

    ``source_key`` names the form it was typed into: sent twice, it is one record.
    Who spoke and what was said is kept here only when no case was made of it; else it
    stands in the case.
    """

    source_key = models.CharField("表单编号", max_length=80, unique=True)
    station = models.ForeignKey(
        LiaisonStation,
        models.PROTECT,
        related_name="receptions",
        verbose_name="联络站",
    )
    contact_day = models.ForeignKey(
        ContactDay,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receptions",
        verbose_name="接待日",
    )
    deputy = models.ForeignKey(
        Deputy, models.PROTECT, related_name="receptions", verbose_name="接待代表"
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="receptions", verbose_name="哪个村"
    )
    name = SealedTextField("来访人", blank=True, default="")
    phone = SealedTextField("手机", blank=True, default="")
    words = models.TextField("说了什么", blank=True)
    outcome = models.CharField("怎么处理", max_length=20, choices=Outcome)
    answer = models.TextField("当场答复", blank=True)
    case = models.OneToOneField(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reception",
        verbose_name="意见",
    )
    told_by = models.CharField("怎么告知的", max_length=8, choices=ToldBy)
    at = models.DateTimeField("接待时间")
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="记录人",
    )

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待记录"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CASE, case__isnull=False, answer="")
                | (
                    Q(outcome=Outcome.ANSWERED_ON_SPOT, case__isnull=True)
                    & ~Q(answer="")
                ),
                name="cases_reception_is_a_case_or_answered",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(name="", phone="", words=""),
                name="cases_reception_of_a_case_keeps_no_person",
            ),
        ]
        indexes = [
            models.Index(fields=["station", "-at"], name="cases_reception_of_station"),
            models.Index(fields=["deputy", "-at"], name="cases_reception_of_deputy"),
        ]

    def __str__(self):
        return f"{self.station}，{self.deputy}接待"

    @property
    def case_shown(self) -> Case | None:
        """Its case, read with it; None when that lies behind the wall."""
        walled = self.case is None or self.case.status == CaseStatus.WALLED
        return None if walled else self.case

    @property
    def said(self) -> str:
        """What was said, wherever it stands; "" when the case lies behind the wall."""
        return self.case.text if self.case else self.words

    def get_absolute_url(self):
        return reverse("cases:reception", args=[self.pk])
