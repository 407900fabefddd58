"""Units, divisions, the working calendar and the deadline rules."""

from django import forms
from django.contrib import admin

from office.admin.site import PortalModelAdmin, site
from office.calendar.models.days import CalendarDay
from office.calendar.models.deadlines import DeadlineRule
from office.calendar.services.days import change_calendar
from office.calendar.services.deadlines import FIRST_DAY, LAST_DAY
from office.people.enums import Role
from office.places.models.divisions import Division
from office.units.models import Unit

ALL_STAFF = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS, Role.SYSTEM_ADMIN)


@admin.register(Unit, site=site)
class UnitAdmin(PortalModelAdmin):
    same_for_all = True
    readers = (*ALL_STAFF, Role.SECURITY_ADMIN)
    writers = (Role.CONGRESS_OFFICE,)
    list_display = ("name", "short_name", "kind", "division", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("division",)
    search_fields = ("name", "short_name")
    autocomplete_fields = ("division",)


@admin.register(Division, site=site)
class DivisionAdmin(PortalModelAdmin):
    """Places are imported (manage.py import_divisions); here they are looked up."""

    same_for_all = True
    readers = ALL_STAFF
    list_display = ("name", "parent", "level", "valid_from", "valid_until", "successor")
    list_filter = ("level",)
    list_select_related = ("parent", "successor")
    search_fields = ("name", "code")

    def has_add_permission(self, request):
        return False


class CalendarDayForm(forms.ModelForm):
    def clean_day(self):
        day = self.cleaned_data["day"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError("日期超出工作日历的范围。")
        return day


@admin.register(CalendarDay, site=site)
class CalendarDayAdmin(PortalModelAdmin):
    same_for_all = True
    form = CalendarDayForm
    readers = ALL_STAFF
    writers = (Role.CONGRESS_OFFICE,)
    list_display = ("day", "is_workday", "name")
    ordering = ("-day",)

    def save_model(self, request, obj, form, change):
        change_calendar(
            days={obj.day: (obj.is_workday, obj.name)},
            note=f"{obj.day}：{obj.name}",
            by=request.user,
        )


@admin.register(DeadlineRule, site=site)
class DeadlineRuleAdmin(PortalModelAdmin):
    """Read only: a rule is changed by a new version in the reference data."""

    same_for_all = True
    readers = ALL_STAFF
    list_display = ("label", "amount", "unit", "version", "valid_from", "source")
    search_fields = ("label", "name")

    def has_add_permission(self, request):
        return False
