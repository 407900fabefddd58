"""Who maintains the register of WeChat groups, and who may write a group's log."""

from deputies.chat_groups.models import ChatGroup
from office.models import User
from office.people.enums import Role

READING = (Role.DEPUTY, Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


def can_see_chat_groups(user: User) -> bool:
    return user.has_role(*READING)


def can_log_chat_group(user: User, group: ChatGroup) -> bool:
    """Its owner, the congress of its town, the county's office; only of an open group."""
    return group.is_open and ChatGroup.objects.visible_to(user).contains(group)
