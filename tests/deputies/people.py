"""Deputies for tests: a term of each level, two constituencies, people with seats."""

from datetime import date
from types import SimpleNamespace

from deputies.mandates.services import steps as mandate_steps
from deputies.mandates.services.steps import Decision
from deputies.models import Constituency, Deputy, Mandate, Term
from deputies.register.enums import Level, MandateStatus
from office.people.enums import Role
from tests.county import person


def seat(
    county,
    code,
    name,
    *,
    level=Level.COUNTY,
    town=None,
    user=None,
    status=MandateStatus.VALID,
) -> SimpleNamespace:
    """Create a deputy, in office unless ``status`` differs, with an account.

    Sets ``deputy``, ``mandate`` and ``user``.
    """
    town = town or county.town
    user = user or person(code, name, (Role.DEPUTY, county.town_congress))
    term, _ = Term.objects.get_or_create(
        level=level,
        number=19,
        defaults={"starts_on": date(2022, 1, 15), "is_current": True},
    )
    constituency, _ = Constituency.objects.get_or_create(
        term=term,
        level=level,
        town=town,
        number=town.pk if level == Level.COUNTY else 1,
        defaults={"name": f"{town}第 1 选区", "seats": 3},
    )
    constituency.villages.add(county.village)
    deputy = Deputy.objects.create(code=code, name=name, gender="female", user=user)
    mandate = Mandate.objects.create(
        deputy=deputy,
        term=term,
        level=level,
        constituency=constituency,
        status=status,
        starts_on=date(2022, 1, 15),
    )
    return SimpleNamespace(deputy=deputy, mandate=mandate, user=user)


def decided(day: date) -> Decision:
    return Decision.of_day(day, "人大常委会公告")


def confirm(mandate: Mandate) -> Mandate:
    """``mandate`` after its confirmation on the day of the election."""
    mandate_steps.confirm_mandate(
        mandate=mandate, decision=decided(mandate.starts_on), by=None
    )
    mandate.refresh_from_db()
    return mandate
