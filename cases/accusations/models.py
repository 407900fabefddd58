"""检举控告, behind a wall of its own: no other table, list, count or search knows of it.

信访工作条例 第三十条: what accuses a person or a body is never passed to it. Rows carry no
key to a case, a station or a unit; everything that says who or what is sealed.
"""

from django.conf import settings
from django.db import models

from cases.accusations.enums import AccusationState
from cases.accusations.querysets import AccusationQuerySet
from cases.categories.models import ConsentText
from office.audit.models.ledger import LedgerModel
from office.text.secrecy import SealedTextField


class Accusation(models.Model):
    """An accusation, read only by the officers named for it (检举受理人)."""

    tracking_code = models.CharField("查询码", max_length=12, unique=True)
    factor_hash = models.CharField("查询口令索引", max_length=64, blank=True)
    # A case that came here: what its code and factor were. They open nothing any more.
    former_hash = models.CharField(
        "原口令索引", max_length=64, blank=True, db_index=True
    )
    text = SealedTextField("内容")
    accused = SealedTextField("被反映人或单位", blank=True, default="")
    name = SealedTextField("姓名", blank=True, default="")
    phone = SealedTextField("手机", blank=True, default="")
    address = SealedTextField("住址", blank=True, default="")
    consent = models.ForeignKey(
        ConsentText,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="告知书版本",
    )
    state = models.CharField(
        "状态",
        max_length=12,
        choices=AccusationState,
        default=AccusationState.RECEIVED,
    )
    received_at = models.DateTimeField("收到时间")
    due_on = models.DateField("登记转送期限")

    objects = AccusationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检举控告"
        ordering = ["-pk"]

    def __str__(self):
        return f"检举第 {self.pk} 件"


class AccusationFile(models.Model):
    """Evidence: sealed on the disk, its name sealed in the row."""

    accusation = models.ForeignKey(
        Accusation, models.PROTECT, related_name="files", verbose_name="检举控告"
    )
    file = models.FileField("密封文件", upload_to="accusations/%Y/%m/")
    name = SealedTextField("文件名")
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节")

    class Meta:
        verbose_name = verbose_name_plural = "检举材料"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.accusation} 的材料 {self.pk}"


class AccusationEvent(LedgerModel):
    """One step of an accusation. ``public_note`` is what the accuser reads."""

    accusation = models.ForeignKey(
        Accusation, models.PROTECT, related_name="events", verbose_name="检举控告"
    )
    state = models.CharField("状态", max_length=12, choices=AccusationState)
    note = SealedTextField("说明", blank=True, default="")
    public_note = models.CharField("告知内容", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间")

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "检举办理过程"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.accusation} {self.get_state_display()}"
