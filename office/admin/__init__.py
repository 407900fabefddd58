"""Registers the tables of ``office`` with the portal's own admin site."""

from office.admin import people, places, records

__all__ = ["people", "places", "records"]
