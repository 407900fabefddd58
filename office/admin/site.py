"""The workbench: Django's admin with the portal's login, roles and today's work queue."""

from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.views.main import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import DateField
from django.shortcuts import redirect
from django.utils.functional import cached_property

from office.people.enums import WORKBENCH_ROLES, Role
from office.text.cleaning import clean_text
from office.web.access import any_user, needs
from office.web.work_queue import tiles_of

COUNTED_AT_MOST = 10_000


class PortalAdminSite(AdminSite):
    """Requires a role that may use the workbench; ``is_superuser`` alone opens nothing."""

    site_header = site_title = "费县人大工作台"
    index_title = "今天的事"
    index_template = "admin/index.html"

    def has_permission(self, request):
        user = request.user
        return (
            user.is_authenticated and user.is_active and user.has_role(*WORKBENCH_ROLES)
        )

    def login(self, request, extra_context=None):
        """Redirect to the portal's login; the admin's would bypass the second factor."""
        if request.user.is_authenticated:
            return needs(lambda user: False)(lambda r: None)(request)
        return redirect(f"/account/login/?next={request.get_full_path()}")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def get_urls(self):
        """Without the jump by number of a table and a row: our lists have their own links."""
        urls = super().get_urls()
        return [url for url in urls if getattr(url, "name", "") != "view_on_site"]

    def index(self, request, extra_context=None):
        context = {"tiles": tiles_of(request), **(extra_context or {})}
        return super().index(request, context)


site = PortalAdminSite(name="admin")


class CappedPaginator(Paginator):
    """Counts at most 10 000 rows, so that a list of a million rows stays fast."""

    @cached_property
    def count(self):
        query = self.object_list.order_by().values("pk")[: COUNTED_AT_MOST + 1]
        sql, params = query.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*) from ({sql}) as found", params)  # noqa: S608
            return cursor.fetchone()[0]


class PortalModelAdmin(admin.ModelAdmin):
    """Looking things up. ``readers`` and ``writers`` are roles; moving is done elsewhere.

    Rows are those of ``visible_to`` of the model's queryset: lists, pages, histories and
    autocompletes all start at ``get_queryset``. A register that is the same for each of
    its readers says so with ``same_for_all``. Only what stands in ``list_filter`` may be
    asked for in the address; anything else is an error and never the whole list.
    """

    readers: tuple[Role, ...] = ()
    writers: tuple[Role, ...] = ()
    same_for_all = False
    show_full_result_count = False
    paginator = CappedPaginator
    list_per_page = 50
    actions = None

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if self.same_for_all else rows.visible_to(request.user)

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in self._lookups_of_filters(request)

    def _lookups_of_filters(self, request):
        """The names under which Django's own filters of ``list_filter`` are asked for."""
        asked = set()
        for name in self.get_list_filter(request):
            if not isinstance(name, str):
                asked.add(name.parameter_name)
                continue
            field = self.opts.get_field(name)
            asked |= {name, f"{name}__exact"}
            if field.null:
                asked.add(f"{name}__isnull")
            if isinstance(field, DateField):
                asked |= {f"{name}__gte", f"{name}__lt"}
        if self.date_hierarchy:
            asked |= {f"{self.date_hierarchy}__{p}" for p in ("year", "month", "day")}
        return asked

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise SuspiciousOperation("a filter that means nothing") from error

    def get_search_results(self, request, queryset, search_term):
        term = clean_text(search_term)
        return super().get_search_results(request, queryset, term)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Day and time of one field each get a name for those who hear the page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        parts = getattr(getattr(field, "widget", None), "widgets", ())
        if len(parts) == 2:
            for part, word in zip(parts, ("日期", "时间"), strict=True):
                part.attrs["aria-label"] = f"{db_field.verbose_name}：{word}"
        return field

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        user = request.user
        return any_user(user) and user.has_role(*self.readers, *self.writers)

    def has_add_permission(self, request):
        return any_user(request.user) and request.user.has_role(*self.writers)

    def has_change_permission(self, request, obj=None):
        return any_user(request.user) and request.user.has_role(*self.writers)

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """The page's title is the model's plural name."""
        title = str(self.opts.verbose_name_plural)
        return super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The page's title is the object's own name."""
        context["title"] = str(obj) if obj else f"新增{self.opts.verbose_name}"
        context["subtitle"] = None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_changeform_initial_data(self, request):
        """No initial values from the query string: no link of the portal uses them."""
        return {}

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # Most tables edited here are shown on public pages or cached in memory.
