"""Every register of the workbench × every role: rows, pages, histories, autocompletes.

Two towns have a deputy, a seat, a group and a case each; whoever sees only one of them
meets nothing of the other, on whatever way.
"""

from itertools import product

import pytest
from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse

from deputies.models import ChatGroup, Deputy
from office.admin.site import site
from office.audit import services as audit
from office.models import AuditEntry, Division
from office.people.enums import Role
from tests.county import person, submitted
from tests.deputies.people import seat

pytestmark = pytest.mark.django_db
ADMINS = list(site._registry.values())
PAGES = ("change", "history", "delete")
NAMED = {"ids": lambda model_admin: model_admin.opts.label_lower}


@pytest.fixture
def people(county):
    for town, code in ((county.town, "a1"), (county.other_town, "b1")):
        seated = seat(county, code, f"代表{code}", town=town)
        ChatGroup.objects.create(
            name=f"群{code}",
            owner=seated.deputy,
            constituency=seated.mandate.constituency,
        )
    submitted(county)
    audit.record(action="create_user", by=county.office, object=county.handler)
    everybody = [
        county.office,
        county.town_office,
        county.other_office,
        county.keeper,
        county.handler,
        county.dispatcher,
        county.deputy_user,
        county.accusation_officer,
    ]
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        everybody.append(person(role, role, (role, county.congress)))
    return everybody


def url_of(model_admin, page, *args):
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def clients(people):
    for user in people:
        client = Client()
        client.force_login(user)
        yield user, client


def may_read(user, model_admin):
    return bool(user.roles & {*model_admin.readers, *model_admin.writers})


def rows_of(user, model_admin):
    rows = model_admin.model._default_manager.all()
    return set(rows if model_admin.same_for_all else rows.visible_to(user))


def test_each_register_says_whose_rows_it_shows():
    for model_admin in ADMINS:
        rows = model_admin.model._default_manager.all()
        assert model_admin.same_for_all or hasattr(rows, "visible_to"), model_admin


@pytest.mark.parametrize("model_admin", ADMINS, **NAMED)
def test_lists_hold_what_one_may_see(people, model_admin):
    for user, client in clients(people):
        answer = client.get(url_of(model_admin, "changelist"))
        if not may_read(user, model_admin):
            assert answer.status_code in (302, 403), user
        elif shown := answer.context.get("cl"):
            assert shown.result_count == len(rows_of(user, model_admin)), user
            assert {*shown.result_list} <= rows_of(user, model_admin), user
        else:
            shown = {row.pk for row in answer.context["page"].rows}
            assert shown == {row.pk for row in rows_of(user, model_admin)}, user


@pytest.mark.parametrize("model_admin", ADMINS, **NAMED)
def test_pages_and_histories_of_what_one_may_not_see_do_not_open(people, model_admin):
    for user, client in clients(people):
        hidden = {*model_admin.model._default_manager.all()} - (
            rows_of(user, model_admin) if may_read(user, model_admin) else set()
        )
        for row, page in product(sorted(hidden, key=str)[:2], PAGES):
            answer = client.get(url_of(model_admin, page, quote(row.pk)))
            assert answer.status_code in (302, 403, 404), (user, page, row)
            if model_admin.opts.model_name == "case" and page == "change":
                answer = client.get(answer.url)
                assert answer.status_code in (302, 403, 404), (user, row)


@pytest.mark.parametrize("model_admin", ADMINS, **NAMED)
def test_autocompletes_offer_what_one_may_see(people, model_admin):
    for user, client in clients(people):
        for name in model_admin.autocomplete_fields:
            field = model_admin.opts.get_field(name)
            asked = {
                "app_label": model_admin.opts.app_label,
                "model_name": model_admin.opts.model_name,
                "field_name": name,
            }
            answer = client.get(reverse("admin:autocomplete"), asked)
            offered = site._registry[field.related_model]
            if not may_read(user, offered):
                assert answer.status_code in (302, 403), (user, name)
                continue
            found = {row["id"] for row in answer.json()["results"]}
            assert found <= {str(row.pk) for row in rows_of(user, offered)}, user


def lookups_of(model):
    """Columns of a model and of what it leads to, asked for in every usual way."""
    for field in model._meta.get_fields():
        for how in ("", "__regex", "__startswith", "__contains", "__gt"):
            yield f"{field.name}{how}"
        if field.related_model:
            for other in field.related_model._meta.fields:
                yield f"{field.name}__{other.name}__startswith"


@pytest.mark.parametrize("model_admin", ADMINS, **NAMED)
def test_only_the_filters_on_the_page_may_be_asked_for(people, model_admin, rf):
    reader = next(user for user in people if may_read(user, model_admin))
    client = Client()
    client.force_login(reader)
    request = rf.get("/")
    request.user = reader
    offered = model_admin._lookups_of_filters(request)

    for lookup in {*lookups_of(model_admin.model)} - offered:
        assert not model_admin.lookup_allowed(lookup, "x", request), lookup
    for name in ("password__regex", "nosuchfilter", "id__gt"):
        answer = client.get(url_of(model_admin, "changelist"), {name: "1"})
        assert answer.status_code == 400, name


def test_hashes_of_passwords_are_not_asked_out(people):
    client = Client()
    client.force_login(next(user for user in people if user.username == "auditor"))
    for lookup in ("password__regex", "password__startswith", "user__password__regex"):
        url = reverse("admin:office_user_changelist")
        assert client.get(url, {lookup: "^a"}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"is_active__exact": "vielleicht"},
        {"is_active__isnull": "xx"},
        {"nosuch": ""},
    ],
)
def test_a_filter_that_means_nothing_is_an_error_and_never_everything(people, query):
    client = Client()
    client.force_login(next(user for user in people if user.username == "auditor"))

    answer = client.get(reverse("admin:office_user_changelist"), query)

    assert answer.status_code == 400


@pytest.mark.parametrize("page", ["changelist", "export"])
@pytest.mark.parametrize(
    "query", [{"status": "zz"}, {"town": "99999"}, {"unit": "x"}, {"holder": "1"}]
)
def test_lists_and_exports_of_cases_refuse_what_they_do_not_understand(
    client, people, county, page, query
):
    client.force_login(county.office)
    args = ["csv"] if page == "export" else []

    answer = client.get(reverse(f"admin:cases_case_{page}", args=args), query)

    assert answer.status_code == 400


def test_no_register_is_left_by_numbers_of_tables(client, county):
    client.force_login(county.office)

    assert client.get("/admin/r/1/1/").status_code == 404


def test_the_samples_lie_in_two_towns(people, county):
    towns = Deputy.objects.values_list("mandates__constituency__town", flat=True)

    assert {*towns} == {
        *Division.objects.filter(level="town").values_list("pk", flat=True)
    }
    assert AuditEntry.objects.exists()
