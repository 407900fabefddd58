"""安全审计: who did what to what, from where.

Append-only; business code never reads it.
"""

from django.conf import settings
from django.db import models

from office.audit.models.ledger import LedgerModel


class AuditEntry(LedgerModel):
    """One security-relevant action: a login, a grant, an unmasking, an export.

    网络安全法 第二十三条: logs are kept at least six months. Retention drops whole
    monthly partitions, never single rows.
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
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.action}"
