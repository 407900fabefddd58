"""Terms, constituencies, deputies and stations, kept by the congress office."""

from django.contrib import admin, messages
from django.shortcuts import redirect

from deputies.register.forms.register import ConstituencyForm, ElectionForm, TermForm
from deputies.register.models import Constituency, Deputy, Mandate, Term
from deputies.register.services import mandates
from deputies.register.services.registers import write_down
from deputies.stations import services as stations
from deputies.stations.forms import StationForm
from deputies.stations.models import LiaisonStation
from office.admin.site import PortalModelAdmin, site
from office.people.enums import Role
from office.text.errors import ServiceError


class RegisterAdmin(PortalModelAdmin):
    """A register: the town congresses read it, the county's office keeps it."""

    readers = (Role.TOWN_CONGRESS,)
    writers = (Role.CONGRESS_OFFICE,)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ServiceError as error:
            # The form was right when it was checked; another clerk was faster.
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.get_full_path())


class PlainRegisterAdmin(RegisterAdmin):
    """Saved by the form; what was changed goes into the audit in the same transaction."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        write_down(
            row=form.instance,
            is_new=not change,
            changed=form.changed_data,
            by=request.user,
        )


@admin.register(Term, site=site)
class TermAdmin(PlainRegisterAdmin):
    same_for_all = True
    form = TermForm
    list_display = ("__str__", "level", "starts_on", "ends_on", "is_current")
    list_filter = ("level", "is_current")

    def has_add_permission(self, request):
        # A term is opened, and begins, on its own page: 换届选举.
        return False

    def get_readonly_fields(self, request, obj=None):
        return ("level", "number", "is_current", "ends_on")


@admin.register(Constituency, site=site)
class ConstituencyAdmin(PlainRegisterAdmin):
    same_for_all = True
    form = ConstituencyForm
    list_display = ("name", "term", "level", "number", "town", "seats", "population")
    list_filter = ("level",)
    list_select_related = ("town", "term")
    search_fields = ("name", "villages__name")
    autocomplete_fields = ("town", "villages", "units")

    def has_change_permission(self, request, obj=None):
        # What people were elected in stays as it was; the database holds it too.
        may = super().has_change_permission(request, obj)
        return may and not (obj is not None and obj.term.is_over)

    def get_readonly_fields(self, request, obj=None):
        return ("term", "level") if obj else ()


@admin.register(Deputy, site=site)
class DeputyAdmin(PlainRegisterAdmin):
    list_display = ("code", "name", "gender", "occupation")
    search_fields = ("name", "code")
    autocomplete_fields = ("user",)

    def has_add_permission(self, request):
        # A deputy comes into being by an election: 代表资格 → 增加.
        return False

    def get_readonly_fields(self, request, obj=None):
        return ("code",)


@admin.register(Mandate, site=site)
class MandateAdmin(RegisterAdmin):
    list_display = ("deputy", "level", "constituency", "status", "starts_on", "ends_on")
    list_filter = ("level", "status")
    list_select_related = ("deputy", "constituency", "term")
    search_fields = ("deputy__name", "constituency__name")
    autocomplete_fields = ("deputy", "constituency")
    fields = (
        "constituency",
        "starts_on",
        "deputy",
        "name",
        "gender",
        "ethnicity",
        "born",
        "occupation",
    )

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = self.form if obj else ElectionForm
        return super().get_form(request, obj, change, form=form, **kwargs)

    def has_change_permission(self, request, obj=None):
        # What becomes of a seat is registered on its own page, with who decided it.
        return False

    def get_fields(self, request, obj=None):
        if obj is not None:
            shown = ("deputy", "level", "constituency", "starts_on")
            return (*shown, "status", "ends_on", "end_cause")
        return self.fields

    def save_model(self, request, obj, form, change):
        made = mandates.elect_deputy(
            constituency=obj.constituency,
            on=obj.starts_on,
            deputy=form.cleaned_data["deputy"],
            person=form.person,
            by=request.user,
        )
        obj.pk, obj.deputy, obj._state.adding = made.pk, made.deputy, False


@admin.register(LiaisonStation, site=site)
class LiaisonStationAdmin(RegisterAdmin):
    same_for_all = True
    form = StationForm
    list_display = ("code", "name", "kind", "basis", "division", "parent", "is_open")
    list_filter = ("kind", "basis", "is_open")
    list_select_related = ("division", "parent")
    search_fields = ("name", "code", "division__name")
    autocomplete_fields = ("division", "parent", "unit", "roster")
    actions = ("close", "open")
    exclude = ("is_open",)

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()

    def save_model(self, request, obj, form, change):
        facts = form.facts
        if change:
            stations.change_station(station=obj, facts=facts, by=request.user)
            return
        made = stations.create_station(code=obj.code, facts=facts, by=request.user)
        obj.pk, obj._state.adding = made.pk, False

    def save_related(self, request, form, formsets, change):
        chosen = form.cleaned_data["roster"]
        stations.set_roster(station=form.instance, mandates=chosen, by=request.user)

    @admin.action(description="关闭（页面保留，不再列出）")
    def close(self, request, queryset):
        self._each(request, queryset, stations.close_station, reason="在登记簿里关闭")

    @admin.action(description="重新开放")
    def open(self, request, queryset):
        self._each(request, queryset, stations.open_station)

    def _each(self, request, queryset, act, **details):
        # Points before stations: a station closes when its points have closed.
        for station in sorted(queryset, key=lambda row: row.parent_id is None):
            try:
                act(station=station, by=request.user, **details)
            except ServiceError as error:
                self.message_user(request, f"{station}：{error}", messages.ERROR)
