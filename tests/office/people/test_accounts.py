import io
import json

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import CommandError, call_command
from django.urls import reverse

from office.models import AuditEntry, RoleGrant, User
from office.people.enums import Role
from office.people.services import accounts
from office.people.services.accounts import AccountError
from tests.county import moment, person
from tests.sessions import at_once

GOOD = "Yi-he-2026-shui"


@pytest.fixture
def keepers(county):
    county.system = person("xitong", "系统", (Role.SYSTEM_ADMIN, county.congress))
    county.security = person("anquan", "安全", (Role.SECURITY_ADMIN, county.congress))
    county.auditor = person("shenji", "审计", (Role.AUDITOR, county.congress))
    for user in (county.system, county.security, county.auditor, county.handler):
        user.set_password(GOOD)
        user.save()
    return county


def create(by, **changes):
    values = {"username": "xinren", "name": "新人", "password": GOOD, "by": by}
    return accounts.create_user(**{**values, **changes})


def login(client, username="shuili", password=GOOD):
    return client.post(
        reverse("account_login"), {"login": username, "password": password}
    )


def totp_code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_system_administrator_makes_an_account_that_must_change_its_password(
    keepers,
):
    user = create(keepers.system)

    assert user.check_password(GOOD)
    assert user.must_change_password
    assert not user.roles
    assert AuditEntry.objects.get(action="create_user").user == keepers.system


@pytest.mark.parametrize("who", ["security", "auditor", "office", "handler"])
def test_nobody_else_makes_accounts(keepers, who):
    with pytest.raises(AccountError):
        create(getattr(keepers, who))

    assert not User.objects.filter(username="xinren").exists()


@pytest.mark.parametrize(
    "password", ["short-9xx", "1234567890", "password123", "xinren2026"]
)
def test_weak_passwords_are_refused_in_chinese(keepers, password):
    with pytest.raises(AccountError, match="密码"):
        create(keepers.system, password=password)


@pytest.mark.parametrize(
    "changes",
    [
        {"username": "SHUILI"},
        {"username": "a\x00b"},
        {"username": "水" * 200},
        {"username": ""},
        {"name": ""},
        {"name": "名" * 41},
    ],
)
def test_impossible_accounts_are_refused(keepers, changes):
    with pytest.raises(AccountError):
        create(keepers.system, **changes)


def test_the_security_administrator_grants_and_ends_and_nothing_is_deleted(keepers):
    user = create(keepers.system)
    grant = accounts.grant_role(
        user=user, role=Role.HANDLER, unit=keepers.water, by=keepers.security
    )

    accounts.end_role(grant=grant, by=keepers.security)

    grant.refresh_from_db()
    assert (grant.granted_by, grant.ended_by) == (keepers.security, keepers.security)
    assert grant.ended_at is not None
    assert list(
        AuditEntry.objects.filter(object_id=str(user.pk))
        .order_by("pk")
        .values_list("action", flat=True)
    ) == ["create_user", "grant_role", "end_role"]


@pytest.mark.parametrize("who", ["system", "auditor", "office"])
def test_nobody_else_grants(keepers, who):
    with pytest.raises(AccountError):
        accounts.grant_role(
            user=keepers.handler,
            role=Role.SIGNER,
            unit=keepers.water,
            by=getattr(keepers, who),
        )


def test_nobody_grants_to_oneself(keepers):
    with pytest.raises(AccountError):
        accounts.grant_role(
            user=keepers.security,
            role=Role.SECURITY_ADMIN,
            unit=keepers.water,
            by=keepers.security,
        )


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("system", Role.AUDITOR),
        ("system", Role.SECURITY_ADMIN),
        ("auditor", Role.HANDLER),
        ("handler", Role.SYSTEM_ADMIN),
    ],
)
def test_administrators_are_different_people_without_business(keepers, who, role):
    with pytest.raises(AccountError, match="三个人"):
        accounts.grant_role(
            user=getattr(keepers, who), role=role, unit=keepers.water, by=None
        )


@pytest.mark.django_db(transaction=True)
def test_two_sessions_granting_the_same_post_make_one(keepers):
    def grant():
        return accounts.grant_role(
            user=keepers.handler,
            role=Role.SIGNER,
            unit=keepers.water,
            by=keepers.security,
        )

    results = at_once(2, grant)

    assert sorted(type(r).__name__ for r in results) == ["AccountError", "RoleGrant"]
    assert RoleGrant.objects.filter(user=keepers.handler, role="signer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sessions_cannot_join_what_is_kept_apart(keepers):
    user = create(keepers.system)
    roles = iter([Role.AUDITOR, Role.HANDLER])

    results = at_once(
        2,
        lambda: accounts.grant_role(
            user=user, role=next(roles), unit=keepers.water, by=keepers.security
        ),
    )

    assert sorted(type(r).__name__ for r in results) == ["AccountError", "RoleGrant"]


def test_who_could_on_a_past_day_counts_posts_ended_since(keepers):
    with time_machine.travel(moment("2026-06-01 09:00"), tick=False):
        accounts.end_role(grant=keepers.handler.grants.get(), by=keepers.security)
    out, later = io.StringIO(), io.StringIO()

    asked = {"role": "handler", "unit": "费县水利局"}
    call_command("who_could", "--json", on="2026-05-01", stdout=out, **asked)
    call_command("who_could", "--json", on="2026-06-02", stdout=later, **asked)

    assert [row["username"] for row in json.loads(out.getvalue())] == ["shuili"]
    assert json.loads(later.getvalue()) == []


def test_who_could_as_text_names_post_and_time(keepers):
    out = io.StringIO()

    call_command("who_could", on="2026-05-01", user="shuili", stdout=out)

    assert out.getvalue() == (
        "费县水利局\t承办单位经办人\t孙林（shuili）\t2020-01-01 至 现在\n"
    )


def test_who_could_refuses_what_is_no_day():
    with pytest.raises(CommandError):
        call_command("who_could", on="五月一日")


def test_the_command_for_administrators_refuses_a_weak_password(db, monkeypatch):
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "1234567890")

    with pytest.raises(CommandError, match="密码"):
        call_command("create_administrator", username="guanli", name="王管理")

    assert not User.objects.exists()


def test_the_command_makes_the_first_administrator_of_an_empty_portal(db, monkeypatch):
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", GOOD)

    call_command("create_administrator", username="guanli", name="王管理")

    assert User.objects.get().roles == {Role.SECURITY_ADMIN}


@pytest.mark.parametrize(
    ("who", "to"), [("shuili", "portal:desk"), ("shenji", "admin:index")]
)
def test_login_leads_to_where_the_day_begins(keepers, client, who, to):
    login(client, who)

    assert client.get(reverse("office:landing")).url == reverse(to)


def test_five_wrong_passwords_lock_the_account_for_that_address(keepers, client):
    for _ in range(5):
        response = login(client, password="wrong-wrong")

    assert response.status_code == 429
    assert "锁定" in response.content.decode()
    assert login(client).status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["x" * 5000, "a\x00b", "😀", "' or 1=1"])
def test_odd_names_at_login_are_refused_without_an_error(keepers, client, name):
    assert login(client, username=name).status_code in (200, 429)


def test_a_password_given_by_another_is_changed_first(keepers, client):
    accounts.set_password(
        user=keepers.handler, password="Wen-liang-2026", by=keepers.system
    )
    login(client, password="Wen-liang-2026")

    assert client.get(reverse("portal:desk")).url == reverse("account_change_password")

    client.post(
        reverse("account_change_password"),
        {
            "old_password": "Wen-liang-2026",
            "new_password1": "Beng-he-2026-q",
            "new_password2": "Beng-he-2026-q",
        },
    )
    assert client.get(reverse("portal:desk")).status_code == 200


def test_staff_set_up_a_second_factor_first_where_it_is_compulsory(
    keepers, client, settings
):
    settings.STAFF_SECOND_FACTOR = True
    login(client)

    assert client.get(reverse("portal:desk")).url == reverse("mfa_activate_totp")

    activate = reverse("mfa_activate_totp")
    client.post(
        f"{reverse('account_reauthenticate')}?next={activate}", {"password": GOOD}
    )
    secret = client.get(activate).context["form"].secret
    code = totp_code_of(secret)
    client.post(activate, {"code": code})
    assert client.get(reverse("portal:desk")).status_code == 200


def test_deputies_work_without_a_second_factor_where_staff_may_not(
    county, client, settings
):
    settings.STAFF_SECOND_FACTOR = True

    client.force_login(county.deputy_user)
    assert client.get(reverse("portal:desk")).status_code == 200
    client.force_login(county.keeper)
    assert client.get(reverse("portal:desk")).url == reverse("mfa_activate_totp")


def test_with_a_second_factor_the_password_alone_opens_nothing(keepers, client):
    TOTP.activate(keepers.handler, generate_totp_secret())

    assert login(client).url == reverse("mfa_authenticate")
    assert client.get(reverse("portal:desk")).status_code == 302


def test_guesses_of_the_second_factor_are_bounded(keepers, client):
    TOTP.activate(keepers.handler, generate_totp_secret())
    login(client)
    address = reverse("mfa_authenticate")

    page = [
        client.post(address, {"code": "000000"}).content.decode() for _ in range(12)
    ]

    assert "次数" in page[-1] or "频繁" in page[-1] or "过多" in page[-1]
    assert page[-1] != page[0]


def test_ending_other_sessions_keeps_this_one(keepers, client):
    other = type(client)()
    login(client)
    login(other)

    client.post(reverse("office:end_other_sessions"))

    assert client.get(reverse("portal:desk")).status_code == 200
    assert other.get(reverse("portal:desk")).status_code == 302


def test_a_closed_account_is_out_at_its_next_click(keepers, client):
    login(client)

    accounts.set_active(user=keepers.handler, active=False, by=keepers.system)

    assert client.get(reverse("portal:desk")).status_code == 302


@pytest.mark.parametrize("who", ["system", "security", "auditor"])
def test_nobody_closes_oneself_or_without_right(keepers, who):
    with pytest.raises(AccountError):
        accounts.set_active(user=keepers.system, active=False, by=getattr(keepers, who))


def test_there_is_no_sign_up(client, db):
    assert client.get("/account/signup/").status_code == 404


@pytest.mark.parametrize("page", ["office:account", "account_change_password"])
def test_own_pages_open(keepers, client, page):
    login(client)

    assert client.get(reverse(page)).status_code == 200
