"""Reads of the office's tables, as adjectives."""

from office.people.querysets import RoleGrantQuerySet
from office.places.querysets import DivisionQuerySet
from office.units.querysets import UnitQuerySet

__all__ = ["DivisionQuerySet", "RoleGrantQuerySet", "UnitQuerySet"]
