"""Who declares, and who verifies what was declared."""

from deputies.activities.models.activities import Activity, DeputyLeave
from deputies.register.models import Deputy
from office.models import User
from office.people.enums import Role

VERIFYING = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


def can_declare(user: User) -> bool:
    return user.has_role(Role.DEPUTY) and Deputy.objects.filter(user=user).exists()


def can_see_activities(user: User) -> bool:
    return user.has_role(Role.DEPUTY, *VERIFYING)


def can_verify(user: User, row: Activity | DeputyLeave) -> bool:
    """A congress above the deputy; nobody may verify their own declarations."""
    if row.deputy.user_id == user.pk or not user.has_role(*VERIFYING):
        return False
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()
