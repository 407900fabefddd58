"""Form fields for money."""

from decimal import Decimal

from django import forms

WAN = Decimal(10_000)


class WanField(forms.DecimalField):
    """Typed in 万元, cleaned to yuan."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=11, decimal_places=6, **kwargs)

    def clean(self, value):
        wan = super().clean(value)
        return None if wan is None else (wan * WAN).quantize(Decimal("0.01"))

    def prepare_value(self, value):
        return (value / WAN).normalize() if isinstance(value, Decimal) else value
