"""Which rule limits an answer; other kinds of case: ``cases.loop.services.kinds``."""

from office.models import Unit
from office.units.enums import UnitKind


def answer_rule(lead: Unit, round_no: int) -> str:
    """The name of the rule for the answer of ``lead`` in round ``round_no``."""
    if round_no > 1:
        return "case_answer_again"
    if lead.kind == UnitKind.TOWN_GOVERNMENT:
        return "case_answer_town"
    return "case_answer_county"
