"""The audit log (for the auditor) and the outbox (for the system administrator)."""

from django.apps import apps
from django.contrib import admin

from office.admin.site import PortalModelAdmin, site
from office.audit.enums import action_word, audit_actions
from office.audit.models.entries import AuditEntry
from office.notices.enums.channels import DeliveryState
from office.notices.models.notices import Delivery
from office.notices.services import outbox as notices
from office.people.enums import Role


class ActionFilter(admin.SimpleListFilter):
    """Filters by action, out of all registered ones: the log itself is not scanned."""

    title, parameter_name = "动作", "action"

    def lookups(self, request, model_admin):
        return list(audit_actions().items())

    def queryset(self, request, queryset):
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry, site=site)
class AuditEntryAdmin(PortalModelAdmin):
    readers = (Role.AUDITOR,)
    list_display = ("at", "who", "what", "about", "reason")
    list_filter = (ActionFilter,)

    @admin.display(description="账号")
    def who(self, entry):
        return entry.username or "系统"

    @admin.display(description="动作")
    def what(self, entry):
        return action_word(entry.action)

    @admin.display(description="对象")
    def about(self, entry):
        if not entry.object_type:
            return ""
        model = apps.get_model(entry.object_type)
        return f"{model._meta.verbose_name} {entry.object_id}"

    search_fields = ("username", "object_id")


@admin.register(Delivery, site=site)
class DeliveryAdmin(PortalModelAdmin):
    """Deliveries: sent, waiting, failed with the reason.

    A failed one can be retried once.
    """

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
