"""Who deputises, who left, and an account that is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from office.models import User
from office.people.enums import Role
from office.people.services import accounts
from office.people.services.accounts import AccountError, who_could
from tests.county import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def keepers(county):
    county.system = person("xitong", "系统", (Role.SYSTEM_ADMIN, county.congress))
    county.security = person("anquan", "安全", (Role.SECURITY_ADMIN, county.congress))
    return county


def deputise(keepers, **changes):
    values = {
        "user": keepers.road_handler,
        "role": Role.SIGNER,
        "unit": keepers.roads,
        "by": keepers.security,
        "until": timezone.now() + timedelta(days=14),
    }
    return accounts.grant_role(**{**values, **changes})


def test_a_post_with_an_end_ends_by_itself(keepers):
    deputise(keepers)

    assert User.objects.get(username="jiaotong").has_role(Role.SIGNER)
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert not User.objects.get(username="jiaotong").has_role(Role.SIGNER)


def test_a_post_with_an_end_is_ended_earlier_and_not_given_twice(keepers):
    grant = deputise(keepers)
    with pytest.raises(AccountError, match="已有这个角色"):
        deputise(keepers)

    accounts.end_role(grant=grant, by=keepers.security)

    assert not User.objects.get(username="jiaotong").has_role(Role.SIGNER)
    with pytest.raises(AccountError, match="已经收回"):
        accounts.end_role(grant=grant, by=keepers.security)


def test_an_end_in_the_past_is_refused(keepers):
    with pytest.raises(AccountError, match="今天以后"):
        deputise(keepers, until=timezone.now() - timedelta(days=1))


def test_who_could_leaves_out_whose_account_was_closed_by_then(keepers):
    before = timezone.now()
    accounts.set_active(user=keepers.handler, active=False, by=keepers.system)

    asked = {"role": "handler", "unit": "费县水利局"}
    assert [post.username for post in who_could(on=before, **asked)] == ["shuili"]
    assert who_could(on=timezone.now(), **asked) == []


def test_a_refused_password_leaves_what_was_typed_on_the_page(keepers):
    client = Client()
    client.force_login(keepers.system)
    typed = {"username": "xinren", "name": "新来的人", "phone": "", "password": "short"}

    answer = client.post(reverse("admin:office_user_add"), typed)

    assert answer.status_code == 200
    assert 'value="新来的人"' in answer.content.decode()
    assert "密码" in str(answer.context["adminform"].form.errors["password"])
    assert not User.objects.filter(username="xinren").exists()
