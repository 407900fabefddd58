"""The registers of the workbench: who may open which, and what cannot be changed."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from office.admin.site import site
from office.audit import services as audit
from office.audit.enums import audit_actions
from office.models import AuditEntry, Unit
from office.people.enums import WORKBENCH_ROLES, Role
from tests.county import person, submitted
from tests.paths import ROOT

pytestmark = pytest.mark.django_db
# What administrators of the portal may not see: business data.
BUSINESS = {"cases.case", "deputies.deputy", "deputies.mandate"}


@pytest.fixture
def people(county):
    for name, role in (
        ("system", Role.SYSTEM_ADMIN),
        ("security", Role.SECURITY_ADMIN),
        ("auditor", Role.AUDITOR),
    ):
        setattr(county, name, person(name, name, (role, county.congress)))
    return county


def label(model_admin):
    return model_admin.opts.label_lower


def url_of(model_admin, page="changelist", *args):
    return reverse(
        f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_{page}",
        args=args,
    )


def opened(user):
    """The registers whose list this person may open."""
    client = Client()
    client.force_login(user)
    return {
        label(model_admin)
        for model_admin in site._registry.values()
        if client.get(url_of(model_admin)).status_code == 200
    }


def test_each_register_opens_for_its_roles_and_for_no_other(people):
    everybody = [
        people.office,
        people.town_office,
        people.system,
        people.security,
        people.auditor,
        people.keeper,
        people.handler,
        people.dispatcher,
        people.accusation_officer,
        people.deputy_user,
    ]
    for user in everybody:
        expected = {
            label(m)
            for m in site._registry.values()
            if user.roles & {*m.readers, *m.writers} and user.roles & {*WORKBENCH_ROLES}
        }
        assert opened(user) == expected, user


def test_the_three_administrators_are_apart_and_take_no_part_in_the_business(people):
    system, security, auditor = map(
        opened, (people.system, people.security, people.auditor)
    )

    assert not (system | security | auditor) & BUSINESS
    assert "office.auditentry" in auditor - system - security
    for client_of, path, may in (
        (people.system, "admin:office_user_add", True),
        (people.security, "admin:office_user_add", False),
        (people.auditor, "admin:office_user_add", False),
        (people.security, "admin:office_rolegrant_add", True),
        (people.system, "admin:office_rolegrant_add", False),
        (people.auditor, "admin:office_rolegrant_add", False),
    ):
        client = Client()
        client.force_login(client_of)
        assert (client.get(reverse(path)).status_code == 200) is may, (client_of, path)


def test_nothing_is_deleted_in_the_admin(people):
    unit = Unit.objects.first()
    for user in (people.office, people.system, people.security, people.auditor):
        client = Client()
        client.force_login(user)
        answer = client.post(
            reverse("admin:office_unit_delete", args=[unit.pk]), {"post": "yes"}
        )
        assert answer.status_code == 403
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_the_audit_log_is_read_and_not_written(client, people):
    entry = audit.record(action="create_user", by=people.system, reason="新来的")
    client.force_login(people.auditor)
    change = reverse("admin:office_auditentry_change", args=[entry.pk])

    assert client.get(change).status_code == 200
    assert client.post(change, {"reason": "别的"}).status_code == 403
    assert client.get(reverse("admin:office_auditentry_add")).status_code == 403
    assert AuditEntry.objects.get(pk=entry.pk).reason == "新来的"


def test_a_superuser_flag_opens_nothing(client, county):
    user = person("dashi", "大师")
    user.is_superuser = user.is_staff = True
    user.save()
    client.force_login(user)

    assert client.get(reverse("admin:index")).status_code in (302, 403)
    assert client.get(reverse("admin:office_unit_changelist")).status_code in (302, 403)


def test_the_front_page_shows_todays_work(client, county):
    submitted(county)
    client.force_login(county.office)
    page = client.get(reverse("admin:index"))

    tiles = {tile.title: tile for tile in page.context["tiles"]}
    assert tiles
    for tile in tiles.values():
        assert client.get(tile.url).status_code == 200


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    ("who", "model"),
    [
        ("office", "office.unit"),
        ("security", "office.rolegrant"),
        ("system", "office.user"),
        ("auditor", "office.auditentry"),
    ],
)
def test_a_longer_register_asks_no_more_of_the_database(people, who, model):
    model_admin = next(m for m in site._registry.values() if label(m) == model)
    client = Client()
    client.force_login(getattr(people, who))
    url = url_of(model_admin)
    audit.record(action="create_user", by=people.system)
    client.get(url)
    few = queries_of(client, url)
    for n in range(3):
        Unit.objects.create(
            name=f"新单位{n}",
            short_name=f"新{n}",
            kind="department",
            division=people.division,
        )
        person(f"ren{n}", f"人{n}", (Role.HANDLER, people.water))
        audit.record(action="create_user", by=people.system)

    assert queries_of(client, url) <= few


def test_every_act_of_the_audit_log_has_a_chinese_word():
    text = re.compile(r'(?:action=|_write_down\(\s*|_set_status\([^")]*)"([a-z_.]+)"')
    known = {"store_true"}
    codes = {
        code
        for app in ("office", "deputies", "cases", "rollups", "ballots", "decisions")
        for path in (ROOT / app).rglob("*.py")
        if "services" in path.with_suffix("").parts
        for code in text.findall(path.read_text(encoding="utf-8"))
    }

    assert len(codes) > 20
    assert not codes - known - set(audit_actions())


def test_the_audit_log_is_read_in_words(client, people):
    audit.record(action="grant_role", by=people.security, object=people.handler)
    audit.record(action="forget_submitters", by=None)
    client.force_login(people.auditor)
    page = client.get(reverse("admin:office_auditentry_changelist")).content.decode()

    assert "授予职务" in page
    assert "系统" in page
    assert "grant_role</td>" not in page
    narrowed = client.get(
        reverse("admin:office_auditentry_changelist"), {"action": "grant_role"}
    )
    assert narrowed.context["cl"].result_count == 1
