"""Who may act on contact days. The services check the state of the day."""

from deputies.contact.models import ContactDay, RosterDuty
from deputies.stations.models import LiaisonStation
from office.models import User
from office.people.enums import Role

CONGRESS = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


def can_open_contact(user: User) -> bool:
    return user.has_role(*CONGRESS, Role.STATION_KEEPER, Role.DEPUTY)


def can_plan(user: User) -> bool:
    """Create the rotas of a month for the whole county."""
    return user.has_role(Role.CONGRESS_OFFICE)


def can_run_station(user: User, station: LiaisonStation) -> bool:
    """Publish, change, excuse: the congress of the town, or the county's office."""
    if user.has_role(Role.CONGRESS_OFFICE):
        return True
    town = station.division.town
    posts = [p for p in user.posts if p.role == Role.TOWN_CONGRESS]
    return town is not None and any(p.unit.division_id == town.pk for p in posts)


def can_keep_station(user: User, station: LiaisonStation) -> bool:
    """Show the check-in code and register who came."""
    own = station.unit_id in user.unit_ids(Role.STATION_KEEPER)
    return own or can_run_station(user, station)


def can_ask(user: User, duty: RosterDuty) -> bool:
    return duty.deputy.user_id == user.pk


def can_see_rota(user: User, day: ContactDay) -> bool:
    return can_keep_station(user, day.station)
