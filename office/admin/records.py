"""The audit for the auditor, the outbox for the system administrator."""

from django.contrib import admin

from office.admin_site import PortalModelAdmin, site
from office.enums import DeliveryState, Role
from office.models import AuditEntry, Delivery
from office.services import notices


@admin.register(AuditEntry, site=site)
class AuditEntryAdmin(PortalModelAdmin):
    readers = (Role.AUDITOR,)
    list_display = ("at", "username", "action", "object_type", "object_id", "reason")
    list_filter = ("action",)
    search_fields = ("username", "object_id")


@admin.register(Delivery, site=site)
class DeliveryAdmin(PortalModelAdmin):
    """What left, what waits, what failed and why; a failed one is tried once more."""

    readers = (Role.SYSTEM_ADMIN,)
    list_display = ("notice", "channel", "state", "attempts", "sent_at", "error")
    list_filter = ("state", "channel")
    list_select_related = ("notice",)
    actions = ("try_again",)
    exclude = ("address",)

    @admin.action(description="重新发送失败的")
    def try_again(self, request, queryset):
        count = notices.try_again(
            deliveries=queryset.filter(state=DeliveryState.FAILED), by=request.user
        )
        self.message_user(request, f"{count} 条重新排队。")
