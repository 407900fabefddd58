"""The register of WeChat groups in the workbench."""

from django.contrib import admin, messages

from deputies.admin.register import RegisterAdmin
from deputies.chat_groups import services as chat_groups
from deputies.chat_groups.forms import ChatGroupForm
from deputies.chat_groups.models import ChatGroup
from office.admin.site import site
from office.text.errors import ServiceError


@admin.register(ChatGroup, site=site)
class ChatGroupAdmin(RegisterAdmin):
    form = ChatGroupForm
    list_display = ("name", "owner", "constituency", "members", "active_on", "is_open")
    list_filter = ("is_open",)
    list_select_related = ("owner", "constituency")
    search_fields = ("name", "owner__name", "constituency__name")
    autocomplete_fields = ("owner", "constituency")
    actions = ("close",)

    def save_model(self, request, obj, form, change):
        if change:
            chat_groups.change_chat_group(group=obj, facts=form.facts, by=request.user)
            return
        created = chat_groups.register_chat_group(facts=form.facts, by=request.user)
        obj.pk, obj._state.adding = created.pk, False

    @admin.action(description="停用（记录保留）")
    def close(self, request, queryset):
        for group in queryset:
            try:
                chat_groups.close_chat_group(
                    group=group, reason="在登记簿里停用", by=request.user
                )
            except ServiceError as error:
                self.message_user(request, str(error), messages.ERROR)
