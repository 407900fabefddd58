"""Delegations and deputy groups of the demonstration, one of each per town."""

from demo.county.places import County
from deputies.groups.enums import GroupingKind
from deputies.groups.services import assign_to_grouping, create_grouping
from deputies.models import Mandate, Term
from deputies.register.enums import Level


def build_groupings(county: County) -> None:
    """The first member leads. Only of the county's congress; a town's are its own."""
    term = Term.objects.get(level=Level.COUNTY, is_current=True)
    for town in county.towns.values():
        seats = Mandate.objects.in_office().filter(term=term).in_town(town)
        rows = list(seats.order_by("constituency__number", "pk"))
        for kind, name in (
            (GroupingKind.DELEGATION, f"{town}代表团"),
            (GroupingKind.GROUP, f"{town}代表小组"),
        ):
            grouping = create_grouping(kind=kind, term=term, name=name, by=None)
            assign_to_grouping(grouping=grouping, mandates=rows, by=None)
            first = rows[:1]
            assign_to_grouping(grouping=grouping, mandates=first, leads=True, by=None)
