"""Money as it stands on a page."""

from decimal import Decimal

from django import template

from decisions.budget.rules import money

register = template.Library()


@register.filter
def wan(yuan: Decimal | None) -> str:
    """``1,234.56`` of an amount in yuan: 万元 stands in the heading."""
    return "—" if yuan is None else f"{money.in_wan(yuan):,.2f}"


@register.filter
def in_wan(yuan: Decimal | None) -> str:
    """``1,234.56 万元``."""
    return "—" if yuan is None else f"{wan(yuan)} 万元"


@register.filter
def share(paid: Decimal | None, of: Decimal | None) -> str:
    """``45.2%``; nothing of nothing is no rate."""
    return f"{100 * paid / of:.1f}%" if paid is not None and of else "—"
