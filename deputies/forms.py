"""The filter of the directory."""

from django import forms

from deputies.enums import StationKind
from office.enums import DivisionLevel
from office.models import Division


class StationFilterForm(forms.Form):
    q = forms.CharField(label="站名、村名或地址", max_length=40, required=False)
    town = forms.ModelChoiceField(
        label="哪个镇",
        queryset=Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        ).order_by("code"),
        empty_label="全县",
        required=False,
    )
    kind = forms.ChoiceField(
        label="类别", choices=[("", "全部"), *StationKind.choices], required=False
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def clean_q(self):
        return self.cleaned_data["q"].replace("\x00", "").strip()
