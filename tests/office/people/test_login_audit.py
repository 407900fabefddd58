"""What the audit tells of logins, and how an auditor finds it."""

import io

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from office.audit import services as audit
from office.models import AuditEntry
from office.people.enums import Role
from tests.county import moment, person, submitted

pytestmark = pytest.mark.django_db
GOOD = "Yi-he-2026-shui"
LIST = "admin:office_auditentry_changelist"


@pytest.fixture
def handler(county):
    county.handler.set_password(GOOD)
    county.handler.save()
    return county.handler


@pytest.fixture
def auditor(county, client):
    client.force_login(person("shenji", "审计", (Role.AUDITOR, county.congress)))
    return client


def login(password=GOOD, username="shuili"):
    client = Client(REMOTE_ADDR="1.2.3.4")
    client.post(reverse("account_login"), {"login": username, "password": password})
    return client


def told():
    rows = AuditEntry.objects.order_by("pk")
    return [(row.action, row.username, row.succeeded, row.ip) for row in rows]


def test_a_login_and_a_logout_are_told_with_the_address(handler):
    login().post(reverse("account_logout"))

    assert told() == [
        ("login", "shuili", True, "1.2.3.4"),
        ("logout", "shuili", True, "1.2.3.4"),
    ]


def test_failures_are_told_one_by_one_and_a_lock_once(handler):
    for _ in range(8):
        login("wrong")

    failed = ("login_failed", "shuili", False, "1.2.3.4")
    assert told() == [*[failed] * 4, ("locked_out", *failed[1:])]


def test_what_is_no_name_of_an_account_is_not_kept(handler):
    login("wrong", username=GOOD)

    (row,) = AuditEntry.objects.all()
    assert GOOD not in str(vars(row))


def test_an_entry_names_the_thing_and_never_what_a_resident_said(
    auditor, county, handler
):
    case = submitted(county)
    audit.record(action="reveal", by=handler, object=case, reason="核对地址")
    page = auditor.get(reverse(LIST)).content.decode()

    for words in ("孙林（shuili）", case.number, "核对地址", "查看联系方式", "成功"):
        assert words in page
    assert case.title not in page


@pytest.mark.parametrize(
    "query",
    [
        {"at__year": "2026", "at__month": "11", "at__day": "3"},
        {"q": "孙林"},
        {"q": "shuili"},
        {"action": "reveal"},
        {"succeeded__exact": "0"},
    ],
)
def test_entries_are_found_by_day_person_act_and_result(
    auditor, county, handler, query
):
    with time_machine.travel(moment("2026-11-03 09:00"), tick=False):
        audit.record(action="reveal", by=handler, succeeded=False)
    audit.record(action="urge", by=county.office)

    found = auditor.get(reverse(LIST), query).context["cl"].result_list

    assert [row.action for row in found] == ["reveal"]


def test_the_chosen_entries_are_exported_and_the_export_is_told(auditor, handler):
    row = audit.record(action="reveal", by=handler, reason="=cmd()")
    answer = auditor.post(
        reverse(LIST), {"action": "export_entries", "_selected_action": [row.pk]}
    )

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    lines = [[cell.value for cell in line] for line in sheet]
    assert lines[1][1:3] == ["孙林（shuili）", "查看联系方式"]
    assert lines[1][-1] == "'=cmd()"
    assert AuditEntry.objects.filter(action="export_audit").exists()


def test_what_is_older_than_its_term_leaves_by_whole_months(county, settings):
    settings.AUDIT_MONTHS = 12
    with time_machine.travel(moment("2026-01-31 23:00"), tick=False):
        audit.record(action="urge", by=county.office)
    with time_machine.travel(moment("2026-02-01 01:00"), tick=False):
        audit.record(action="reveal", by=county.office)

    with time_machine.travel(moment("2027-02-15 03:00"), tick=False):
        assert audit.drop_old_entries() == 1

    kept = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(kept) == ["reveal", "drop_old_audit"]


def test_no_setting_makes_the_term_shorter_than_the_law(county, settings):
    settings.AUDIT_MONTHS = 0
    with time_machine.travel(moment("2026-06-01 01:00"), tick=False):
        audit.record(action="urge", by=county.office)

    with time_machine.travel(moment("2026-11-15 03:00"), tick=False):
        assert audit.drop_old_entries() == 0


def test_the_trigger_holds_again_after_retention(county, settings):
    with time_machine.travel(moment("2020-06-01 01:00"), tick=False):
        audit.record(action="urge", by=county.office)
    audit.drop_old_entries()
    row = audit.record(action="urge", by=county.office)

    with (
        pytest.raises(Exception, match=r"Cannot|cannot|written_once"),
        connection.cursor() as cursor,
    ):
        cursor.execute("delete from office_auditentry where id = %s", [row.pk])
