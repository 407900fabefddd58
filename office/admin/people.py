"""Accounts are edited by the system administrator, posts by the security administrator."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.shortcuts import redirect

from office.admin.site import PortalModelAdmin, site
from office.people.enums import Role
from office.people.models import RoleGrant, User
from office.people.services import accounts, locks
from office.text.errors import ServiceError


class NewUserForm(forms.ModelForm):
    password = forms.CharField(
        label="初始密码", help_text="至少 10 位。首次登录时本人必须改。", max_length=128
    )

    class Meta:
        model = User
        fields = ("username", "name", "phone")

    def clean_username(self):
        name = locks.fold(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(f"账号“{name}”已经有了，请换一个。")
        return name

    def clean(self):
        """Refused here, the page keeps what was typed."""
        cleaned = super().clean()
        if password := cleaned.get("password"):
            person = User(
                username=cleaned.get("username", ""), name=cleaned.get("name", "")
            )
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def save(self, commit=True):
        cleaned = self.cleaned_data
        self.instance.pk = None
        self.made = cleaned
        return self.instance

    def save_m2m(self):
        """Nothing: an account has no many-to-many fields to keep."""


class ServiceAdmin(PortalModelAdmin):
    """Adds rows through a service; a refusal by the service is shown on the page."""

    def add_view(self, request, form_url="", extra_context=None):
        try:
            return super().add_view(request, form_url, extra_context)
        except ServiceError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.get_full_path())


@admin.register(User, site=site)
class UserAdmin(ServiceAdmin):
    same_for_all = True
    readers = (Role.SECURITY_ADMIN, Role.AUDITOR)
    writers = (Role.SYSTEM_ADMIN,)
    form = NewUserForm
    list_display = ("username", "name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    ordering = ("username",)
    actions = ("close_users", "open_users", "unlock_users")

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def get_fields(self, request, obj=None):
        shown = ("username", "name")
        return (*shown, "phone", "password") if obj is None else (*shown, "is_active")

    def save_model(self, request, obj, form, change):
        made = accounts.create_user(
            username=form.made["username"],
            name=form.made["name"],
            phone=form.made["phone"],
            password=form.made["password"],
            by=request.user,
        )
        obj.pk, obj._state.adding = made.pk, False

    @admin.action(description="停用账号")
    def close_users(self, request, queryset):
        self._set_active(request, queryset, active=False)

    @admin.action(description="启用账号")
    def open_users(self, request, queryset):
        self._set_active(request, queryset, active=True)

    @admin.action(description="解锁（密码输错太多次）")
    def unlock_users(self, request, queryset):
        for user in queryset:
            try:
                locks.unlock(user=user, by=request.user)
            except ServiceError as error:
                self.message_user(request, f"{user}：{error}", messages.ERROR)
            else:
                self.message_user(request, f"{user}可以再登录了。")

    def _set_active(self, request, queryset, *, active):
        for user in queryset:
            try:
                accounts.set_active(user=user, active=active, by=request.user)
            except ServiceError as error:
                self.message_user(request, f"{user}：{error}", messages.ERROR)


@admin.register(RoleGrant, site=site)
class RoleGrantAdmin(ServiceAdmin):
    same_for_all = True
    readers = (Role.SYSTEM_ADMIN, Role.AUDITOR)
    writers = (Role.SECURITY_ADMIN,)
    fields = ("user", "role", "unit", "ended_at")
    list_display = ("user", "role", "unit", "started_at", "ended_at")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    search_fields = ("user__name", "user__username", "unit__name")
    actions = ("end_grants",)

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def save_model(self, request, obj, form, change):
        made = accounts.grant_role(
            user=obj.user,
            role=obj.role,
            unit=obj.unit,
            until=obj.ended_at,
            by=request.user,
        )
        obj.pk, obj._state.adding = made.pk, False

    @admin.action(description="收回授权")
    def end_grants(self, request, queryset):
        for grant in queryset:
            try:
                accounts.end_role(grant=grant, by=request.user)
            except ServiceError as error:
                self.message_user(request, f"{grant}：{error}", messages.ERROR)
