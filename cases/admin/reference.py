"""What the office keeps: categories, who is competent, the consent text."""

from django.contrib import admin

from cases.categories.models import Category, Competence, ConsentText
from office.admin.site import PortalModelAdmin, site
from office.people.enums import Role


class CompetenceInline(admin.TabularInline):
    model = Competence
    extra = 0
    autocomplete_fields = ("division", "unit")

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: request.user.has_role(Role.CONGRESS_OFFICE)
    )


@admin.register(Category, site=site)
class CategoryAdmin(PortalModelAdmin):
    same_for_all = True
    readers = (Role.TOWN_CONGRESS,)
    writers = (Role.CONGRESS_OFFICE,)
    list_display = ("name", "parent", "keywords", "is_active")
    list_select_related = ("parent",)
    search_fields = ("name",)
    inlines = (CompetenceInline,)


@admin.register(ConsentText, site=site)
class ConsentTextAdmin(PortalModelAdmin):
    """A new text is a new version; one that was consented to is never edited."""

    same_for_all = True
    readers = (Role.CONGRESS_OFFICE,)
    writers = (Role.CONGRESS_OFFICE,)
    list_display = ("version", "valid_from")

    def has_change_permission(self, request, obj=None):
        return False
