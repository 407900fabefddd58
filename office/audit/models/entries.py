"""安全审计: who did what to what, from where. Nobody edits it, the business never reads it."""

from django.conf import settings
from django.db import models

from office.audit.models.ledger import LedgerModel


class AuditEntry(LedgerModel):
    """One act worth asking about later: a login, a grant, a reveal, an export.

    网络安全法 第二十三条: kept at least six months; ``AUDIT_MONTHS`` long here. What is older
    leaves by whole months and never by single rows (``drop_old_entries``).
    """

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="用户",
    )
    username = models.CharField("账号", max_length=150, blank=True)
    action = models.CharField("动作", max_length=40)
    object_type = models.CharField("对象类型", max_length=40, blank=True)
    object_id = models.CharField("对象", max_length=40, blank=True)
    object_name = models.CharField("名称", max_length=120, blank=True)
    succeeded = models.BooleanField("成功", default=True)
    reason = models.CharField("事由", max_length=200, blank=True)
    ip = models.GenericIPAddressField("来源地址", null=True, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="office_audit_latest"),
            models.Index(
                fields=["object_type", "object_id", "-at"],
                name="office_audit_of_object",
            ),
            models.Index(fields=["username", "-at"], name="office_audit_of_person"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.action}"
