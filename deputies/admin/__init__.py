"""The deputies' registers on the portal's own admin site."""

from deputies.admin import chat_groups, register

__all__ = ["chat_groups", "register"]
