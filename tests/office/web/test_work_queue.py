"""The statement of a person's counts is kept; what it counts is counted each time."""

import pytest
from django.utils import timezone

from cases.loop.worklist import BY_KEY, count_case_queues
from office.models import RoleGrant, User
from office.people.enums import Role
from tests.county import assigned

pytestmark = pytest.mark.django_db
SIGN = [BY_KEY["sign"]]


def to_sign(user: User) -> int:
    # As at each request: a person is read anew.
    user = User.objects.get(pk=user.pk)
    ((_, count),) = count_case_queues(SIGN, user, timezone.localdate())
    return count


def test_what_came_meanwhile_is_counted(county):
    assert to_sign(county.handler) == 0
    assigned(county)

    assert to_sign(county.handler) == 1


def test_a_new_post_is_seen_at_once(county):
    assigned(county)
    assert to_sign(county.road_handler) == 0
    RoleGrant.objects.create(
        user=county.road_handler,
        role=Role.HANDLER,
        unit=county.water,
        started_at=timezone.now(),
    )

    assert to_sign(county.road_handler) == 1
