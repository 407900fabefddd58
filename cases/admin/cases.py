"""Cases in the admin: a list to work from. Moving a case is done on its desk page."""

from collections.abc import Iterator

from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from cases.loop.models.cases import Case
from cases.loop.views import workbench
from cases.loop.worklist import DUTIES
from office.admin.site import PortalModelAdmin, site
from office.people.enums import Role
from office.web.work_queue import Waiting, register


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


def _waiting() -> Iterator[Waiting]:
    """The duties of today; each tile opens exactly the rows it counts."""
    for duty in DUTIES:
        roles = [r for r in CaseAdmin.readers if not duty.roles or r in duty.roles]
        if roles:
            yield Waiting(
                duty.key,
                duty.label,
                "admin:cases_case_changelist",
                lambda user, duty=duty: duty.rows(user, timezone.localdate()),
                tuple(roles),
                tone="late" if duty.tone == "late" else "",
                on_desk=False,
            )


register(_waiting())
