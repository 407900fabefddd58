"""Cases in the admin: a list to work from. Moving a case is done on its desk page."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path

from cases.loop.models.cases import Case
from cases.loop.permissions import SUPERVISING
from cases.loop.views import workbench
from office.admin.site import PortalModelAdmin, site


@admin.register(Case, site=site)
class CaseAdmin(PortalModelAdmin):
    readers = SUPERVISING

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
        if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
            raise Http404
        return redirect("cases:desk_case", object_id)
