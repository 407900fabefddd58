"""By which rule an opinion is answered; other kinds: ``cases.loop.services.kinds``."""

from office.models import Unit
from office.units.enums import UnitKind


def answer_rule(lead: Unit, round_no: int) -> str:
    """The name of the rule by which ``lead`` must answer in round ``round_no``."""
    if round_no > 1:
        return "case_answer_again"
    if lead.kind == UnitKind.TOWN_GOVERNMENT:
        return "case_answer_town"
    return "case_answer_county"
