"""Work queues of contact days: a deputy's own duties, a keeper's own station."""

from datetime import date

from deputies.contact.models import ContactDay, RosterDuty
from office.models import User
from office.people.enums import Role

SHOWN = 2


def own_duties(user: User, today: date) -> list[RosterDuty]:
    """The deputy's next published duties, today's first."""
    if not user.has_role(Role.DEPUTY):
        return []
    rows = RosterDuty.objects.filter(deputy__user=user, day__gte=today)
    return list(rows.counting().for_list().order_by("day", "pk")[:SHOWN])


def kept_days(user: User, today: date) -> list[ContactDay]:
    """The keeper's stations that have a contact day today."""
    if not user.has_role(Role.STATION_KEEPER):
        return []
    units = user.unit_ids(Role.STATION_KEEPER)
    rows = ContactDay.objects.filter(day=today, station__unit__in=units).announced()
    return list(rows.select_related("station").with_counts().order_by("pk")[:SHOWN])
