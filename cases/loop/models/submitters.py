"""提出人: who spoke, sealed, in a table of its own."""

from django.db import models
from django.db.models import Q

from cases.categories.models import ConsentText
from cases.loop.models.cases import Case
from cases.loop.models.consent import REFUSAL_TAKES_DOWN
from office.text.secrecy import SealedTextField


class Submitter(models.Model):
    """Who spoke. Apart from the case, sealed, and empty when they wished so.

    ``factor_hash`` is the second factor of the tracking page: the keyed hash of the
    code with the last four digits of the phone or the word the resident chose.
    """

    case = models.OneToOneField(
        Case, models.PROTECT, related_name="submitter", verbose_name="意见"
    )
    name = SealedTextField("姓名", blank=True, default="")
    phone = SealedTextField("手机", blank=True, default="")
    phone_hash = models.CharField("手机索引", max_length=64, blank=True)
    address = SealedTextField("住址", blank=True, default="")
    factor_hash = models.CharField("查询口令索引", max_length=64, blank=True)
    factor_hint = models.CharField("口令类型", max_length=8, blank=True)
    consent = models.ForeignKey(
        ConsentText,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="同意书版本",
    )
    may_publish = models.BooleanField("同意公开", default=False)
    publish_answered_at = models.DateTimeField("公开意愿时间", null=True, blank=True)
    told_by = models.CharField("代录说明", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提出人"
        indexes = [
            # All that one phone has sent, for the keeper who answers the call.
            models.Index(
                fields=["phone_hash"],
                condition=~Q(phone_hash=""),
                name="cases_submitter_by_phone",
            ),
        ]
        triggers = [REFUSAL_TAKES_DOWN]

    def __str__(self):
        return f"{self.case.number} 的提出人"

    @property
    def is_anonymous(self) -> bool:
        return not (self.name or self.phone)
