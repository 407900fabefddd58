"""Template filters for money."""

from decimal import Decimal

from django import template

from decisions.budget.rules import money

register = template.Library()


@register.filter
def wan(yuan: Decimal | None) -> str:
    """``1,234.56`` for an amount in yuan; the heading names 万元."""
    return "—" if yuan is None else f"{money.in_wan(yuan):,.2f}"


@register.filter
def in_wan(yuan: Decimal | None) -> str:
    """``1,234.56 万元``."""
    return "—" if yuan is None else f"{wan(yuan)} 万元"


@register.filter
def share(paid: Decimal | None, of: Decimal | None) -> str:
    """``45.2%``; ``—`` if the whole is zero or unknown."""
    return f"{100 * paid / of:.1f}%" if paid is not None and of else "—"
