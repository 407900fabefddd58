"""Who may do what with the monthly roll-up, its reports and its items."""

from office.models import User
from office.people.enums import Role

SUPERVISING = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)
ANSWERING = (Role.HANDLER, Role.SIGNER)


def can_open_rollups(user: User) -> bool:
    """The numbers contain no personal data: everybody who handles cases may read them."""
    reading = (Role.STATION_KEEPER, Role.DEPUTY, Role.GOVERNMENT_OFFICE)
    return user.has_role(*SUPERVISING, *reading)


def can_count(user: User) -> bool:
    """Start the counting of a month, or count it again."""
    return user.has_role(Role.CONGRESS_OFFICE)
