"""Which seats of a term are listed."""

from django import forms

from deputies.enums import MandateStatus
from office.enums import DivisionLevel
from office.models import Division


class SeatsForm(forms.Form):
    town = forms.ModelChoiceField(
        label="哪个镇",
        queryset=Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        ).order_by("code"),
        empty_label="全县",
        required=False,
    )
    status = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *MandateStatus.choices], required=False
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, rows):
        """``rows`` of mandates that were asked for; what is not understood asks nothing."""
        self.is_valid()
        if town := self.cleaned_data.get("town"):
            rows = rows.filter(constituency__town=town)
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(status=status)
        return rows
