"""The audit log (for the auditor) and the outbox (for the system administrator)."""

from django.apps import apps
from django.contrib import admin
from django.utils import timezone

from office.admin.site import PortalModelAdmin, site
from office.audit import services as audit
from office.audit.enums import action_word, audit_actions
from office.audit.models.entries import AuditEntry
from office.notices.enums.channels import DeliveryState
from office.notices.models.notices import Delivery
from office.notices.services import outbox as notices
from office.people.enums import Role
from office.sheets.workbooks import workbook_response, write_workbook

MOST_ROWS = 20_000


class ActionFilter(admin.SimpleListFilter):
    """Filters by action, out of all registered ones: the log itself is not scanned."""

    title, parameter_name = "动作", "action"

    def lookups(self, request, model_admin):
        return list(audit_actions().items())

    def queryset(self, request, queryset):
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry, site=site)
class AuditEntryAdmin(PortalModelAdmin):
    same_for_all = True
    readers = (Role.AUDITOR,)
    list_display = ("at", "who", "what", "about", "ip", "result", "reason")
    list_filter = (ActionFilter, "succeeded")
    list_select_related = ("user",)
    date_hierarchy = "at"
    search_fields = ("username", "user__name", "object_name", "ip")
    actions = ("export_entries",)

    @admin.display(description="谁")
    def who(self, entry):
        if entry.user:
            return f"{entry.user}（{entry.username}）"
        return entry.username or "系统"

    @admin.display(description="动作")
    def what(self, entry):
        return action_word(entry.action)

    @admin.display(description="对象")
    def about(self, entry):
        if not entry.object_type:
            return ""
        model = apps.get_model(entry.object_type)
        return f"{model._meta.verbose_name} {entry.object_name or entry.object_id}"

    @admin.display(description="结果")
    def result(self, entry):
        return "成功" if entry.succeeded else "失败"

    @admin.action(description="导出选中的记录")
    def export_entries(self, request, queryset):
        """At most MOST_ROWS, the newest first; the export is an entry itself."""
        rows = list(queryset.select_related("user")[:MOST_ROWS])
        head = ["时间", "谁", "动作", "对象", "来源地址", "结果", "事由"]
        lines = [
            [
                f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
                self.who(row),
                self.what(row),
                self.about(row),
                row.ip or "",
                self.result(row),
                row.reason,
            ]
            for row in rows
        ]
        audit.record(action="export_audit", by=request.user, detail={"rows": len(rows)})
        return workbook_response(write_workbook([("审计", [head, *lines])]), "审计记录")


@admin.register(Delivery, site=site)
class DeliveryAdmin(PortalModelAdmin):
    """Deliveries: sent, waiting, failed with the reason.

    A failed one can be retried once.
    """

    same_for_all = True
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
