"""Cases in the admin: a list to work from. Moving a case is done on its desk page."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from cases.desk import duties_of
from cases.models import Case
from cases.views import workbench
from office.admin_site import PortalModelAdmin, site
from office.enums import Role
from office.workbench import Tile, register


@admin.register(Case, site=site)
class CaseAdmin(PortalModelAdmin):
    readers = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)

    def get_urls(self):
        def page(view, name, route):
            wrapped = self.admin_site.admin_view(
                lambda request, **kw: view(request, self.admin_site, **kw)
            )
            return path(route, wrapped, name=f"cases_case_{name}")

        return [
            page(workbench.case_bulk, "bulk", "bulk/"),
            page(workbench.case_export, "export", "export.<str:kind>"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            return redirect("admin:index")
        return workbench.case_list(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not object_id.isdecimal():
            raise Http404
        return redirect("cases:desk_case", object_id)

    def get_queryset(self, request):
        return Case.objects.visible_to(request.user)


@register
def case_tiles(request):
    """The duties of today; each opens exactly the rows it counts."""
    user, today = request.user, timezone.localdate()
    if not user.has_role(*CaseAdmin.readers):
        return
    listed = reverse("admin:cases_case_changelist")
    for duty in duties_of(user):
        count = duty.count(user, today)
        url = f"{listed}?show={duty.key}"
        yield Tile(duty.label, count, url, "late" if duty.tone == "late" else "")
