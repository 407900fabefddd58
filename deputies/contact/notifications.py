"""Recipients of notices about a station's contact days."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from deputies.stations.models import LiaisonStation
from office.models import RoleGrant, User
from office.people.enums import Role
from office.units.enums import UnitKind


def congress_people(station: LiaisonStation) -> QuerySet[User]:
    """The active people of the town's congress; of the county's for a county station."""
    town = station.division.town
    if town is not None:
        where = Q(role=Role.TOWN_CONGRESS, unit__division=town)
    else:
        where = Q(role=Role.CONGRESS_OFFICE, unit__kind=UnitKind.CONGRESS)
    return _holding(where)


def keepers(station: LiaisonStation) -> QuerySet[User]:
    return _holding(Q(role=Role.STATION_KEEPER, unit=station.unit))


def _holding(where: Q) -> QuerySet[User]:
    grants = RoleGrant.objects.in_force(timezone.now()).filter(where)
    people = User.objects.filter(is_active=True, pk__in=grants.values("user"))
    return people.order_by("pk")
