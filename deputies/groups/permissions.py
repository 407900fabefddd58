"""Who may group deputies: the county's office everywhere, a town in its own."""

from django.db.models import Q, QuerySet

from deputies.groups.models import Grouping
from deputies.register.models import Constituency
from deputies.register.permissions import towns_kept_by
from deputies.stations.models import LiaisonStation
from office.models import User
from office.people.enums import Role


def can_assign(user: User) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


def can_keep_groupings(user: User) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE)


def stations_kept_by(user: User) -> QuerySet[LiaisonStation]:
    rows = LiaisonStation.objects.all()
    if user.has_role(Role.CONGRESS_OFFICE):
        return rows
    towns = towns_kept_by(user)
    return rows.filter(Q(division__in=towns) | Q(division__parent__in=towns))


def groupings_kept_by(user: User) -> QuerySet[Grouping]:
    """Groupings of the present terms.

    Those of the county's congress are filled by the county only.
    """
    rows = Grouping.objects.filter(term__is_current=True)
    rows = rows.select_related("town", "term").order_by("kind", "town__code", "pk")
    if user.has_role(Role.CONGRESS_OFFICE):
        return rows
    return rows.filter(town__in=towns_kept_by(user))


def constituencies_kept_by(user: User) -> QuerySet[Constituency]:
    rows = Constituency.objects.all()
    if user.has_role(Role.CONGRESS_OFFICE):
        return rows
    return rows.filter(town__in=towns_kept_by(user))
