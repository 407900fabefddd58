"""Wrong passwords shut out who tried them, where they tried, and nobody else."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.tracking import views as tracking
from office.models import AuditEntry, User
from office.people.enums import Role
from office.people.services import accounts, locks
from office.people.services.locks import LockError
from tests.county import person, submitted
from tests.proxy import behind_proxy

pytestmark = pytest.mark.django_db
GOOD = "Yi-he-2026-shui"
HOME, CAFE = "1.2.3.4", "5.6.7.8"


@pytest.fixture(autouse=True)
def one_proxy(settings):
    settings.PROXY_COUNT = 1


@pytest.fixture
def deputy(county):
    county.deputy_user.set_password(GOOD)
    county.deputy_user.save()
    return county.deputy_user


def login(address, password=GOOD, username="daibiao", client=None):
    return (client or Client()).post(
        reverse("account_login"),
        {"login": username, "password": password},
        **behind_proxy(address, forged=HOME),
    )


def lock(address, username="daibiao"):
    return [login(address, "wrong", username) for _ in range(6)][-1]


def is_in(answer):
    return answer.status_code == 302


def code_of(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_wrong_passwords_lock_the_name_here_and_nowhere_else(deputy):
    assert lock(CAFE).status_code == 429

    assert not is_in(login(CAFE))
    assert is_in(login(HOME))


def test_all_spellings_of_a_name_are_one_name(deputy):
    for username in ("DAIBIAO", "Daibiao", "ｄａｉｂｉａｏ", "daiBIAO", "daibiaO"):
        login(CAFE, "wrong", username)

    assert login(CAFE).status_code == 429
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("DaiBiao", name="另一位")


def test_an_address_that_tries_many_names_waits_as_a_whole(deputy, monkeypatch):
    monkeypatch.setattr(locks, "FAILURES_AN_ADDRESS", 8)
    for number in range(8):
        login(CAFE, "wrong", f"ren{number}")

    assert "试密码的次数太多了" in login(CAFE).content.decode()
    assert is_in(login(HOME))


def test_a_name_tried_from_everywhere_still_opens_on_its_own_device(
    deputy, monkeypatch
):
    monkeypatch.setattr(locks, "FAILURES_A_NAME", 8)
    own = Client()
    assert is_in(login(HOME, client=own))
    own.post(reverse("account_logout"), **behind_proxy(HOME))
    for number in range(8):
        login(f"9.9.9.{number}", "wrong")

    assert not is_in(login("9.9.9.99"))
    assert is_in(login("7.7.7.7", client=own))


def test_the_cookie_of_another_opens_nothing(deputy, county, monkeypatch):
    monkeypatch.setattr(locks, "FAILURES_A_NAME", 3)
    county.handler.set_password(GOOD)
    county.handler.save()
    colleague = Client()
    login(HOME, username="shuili", client=colleague)
    colleague.post(reverse("account_logout"), **behind_proxy(HOME))
    for number in range(3):
        login(f"9.9.9.{number}", "wrong")

    assert not is_in(login(HOME, client=colleague))


def test_the_owner_opens_the_lock_with_the_second_factor(deputy):
    lock(CAFE)
    code = code_of(deputy)
    answer = Client().post(
        reverse("office:unlock"),
        {"username": "Daibiao", "code": code},
        **behind_proxy(CAFE),
    )

    assert is_in(answer)
    assert login(CAFE).url == reverse("mfa_authenticate")
    entry = AuditEntry.objects.get(action="unlock_self")
    assert (entry.user, entry.ip) == (deputy, CAFE)


def test_a_wrong_code_opens_nothing_and_tells_no_name(deputy):
    lock(CAFE)
    code_of(deputy)
    pages = [
        Client().post(
            reverse("office:unlock"),
            {"username": username, "code": "12345x"},
            **behind_proxy(CAFE),
        )
        for username in ("daibiao", "niemand")
    ]

    assert all("账号或者验证码不对" in page.content.decode() for page in pages)
    assert login(CAFE).status_code == 429


def test_a_colleague_opens_the_lock(deputy, county):
    lock(CAFE)
    locks.unlock(user=deputy, by=county.office)

    assert is_in(login(CAFE))
    assert AuditEntry.objects.get(action="unlock_user").object_id == str(deputy.pk)


def test_the_system_administrator_opens_locks_in_the_list_of_accounts(deputy, county):
    lock(CAFE)
    client = Client()
    client.force_login(person("xitong", "系统", (Role.SYSTEM_ADMIN, county.congress)))
    client.post(
        reverse("admin:office_user_changelist"),
        {"action": "unlock_users", "_selected_action": [deputy.pk]},
    )

    assert is_in(login(CAFE))


@pytest.mark.parametrize("who", ["handler", "deputy_user", "keeper"])
def test_nobody_without_that_duty_opens_locks(deputy, county, who):
    with pytest.raises(LockError):
        locks.unlock(user=deputy, by=getattr(county, who))


def test_new_accounts_keep_the_folded_name(county):
    system = person("xitong", "系统", (Role.SYSTEM_ADMIN, county.congress))
    user = accounts.create_user(
        username="ＸinRen", name="新人", password=GOOD, by=system
    )

    assert user.username == "xinren"


def track(address, code="ABCDEFGH"):
    return Client().post(
        reverse("cases:track"),
        {"code": code, "factor": "0000"},
        **behind_proxy(address),
    )


def test_wrong_codes_of_one_address_leave_the_others_their_tries(county, monkeypatch):
    monkeypatch.setattr(tracking, "TRIES_AN_ADDRESS", 3)
    submitted(county)
    for number in range(4):
        track(CAFE, f"ABCDEFG{number}")

    assert track(CAFE).status_code == 429
    assert track(HOME).status_code == 200
