"""Registers the cases with the portal's own admin site."""

from cases.admin import cases, reference

__all__ = ["cases", "reference"]
