"""Reads of the office's tables, as adjectives."""

from office.places.querysets import DivisionQuerySet
from office.querysets.people import RoleGrantQuerySet
from office.units.querysets import UnitQuerySet

__all__ = ["DivisionQuerySet", "RoleGrantQuerySet", "UnitQuerySet"]
