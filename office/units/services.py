"""What the register of units says in public."""

from office.units.models import Unit
from office.web.cached_until_changed import cached_until_changed


@cached_until_changed
def public_phones() -> list[str]:
    """The phones of all units as they are written there; masking lets them stand."""
    return list(Unit.objects.exclude(phone="").values_list("phone", flat=True))
