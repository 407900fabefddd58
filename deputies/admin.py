"""Terms, constituencies, deputies and stations, kept by the congress office."""

from django.contrib import admin

from deputies.models import Constituency, Deputy, LiaisonStation, Mandate, Term
from office.admin_site import PortalModelAdmin, site
from office.enums import Role


class RegisterAdmin(PortalModelAdmin):
    readers = (Role.TOWN_CONGRESS,)
    writers = (Role.CONGRESS_OFFICE,)


@admin.register(Term, site=site)
class TermAdmin(RegisterAdmin):
    list_display = ("level", "number", "starts_on", "ends_on", "is_current")


@admin.register(Constituency, site=site)
class ConstituencyAdmin(RegisterAdmin):
    list_display = ("name", "level", "number", "town", "seats")
    list_filter = ("level",)
    list_select_related = ("town", "term")
    search_fields = ("name",)
    autocomplete_fields = ("town", "villages", "units")


@admin.register(Deputy, site=site)
class DeputyAdmin(RegisterAdmin):
    list_display = ("code", "name", "occupation")
    search_fields = ("name", "code")
    autocomplete_fields = ("user",)


@admin.register(Mandate, site=site)
class MandateAdmin(RegisterAdmin):
    list_display = ("deputy", "level", "constituency", "status")
    list_filter = ("level", "status")
    list_select_related = ("deputy", "constituency", "term")
    search_fields = ("deputy__name",)
    autocomplete_fields = ("deputy", "constituency")


@admin.register(LiaisonStation, site=site)
class LiaisonStationAdmin(RegisterAdmin):
    list_display = ("code", "name", "kind", "division", "is_open")
    list_filter = ("kind", "is_open")
    list_select_related = ("division",)
    search_fields = ("name", "code")
    autocomplete_fields = ("division", "parent", "unit", "roster")
