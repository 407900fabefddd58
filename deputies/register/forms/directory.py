"""The filter of the public directory of deputies."""

from django import forms

from deputies.register.enums import Level
from office.models import Division
from office.places.enums import DivisionLevel

TOWNS = Division.objects.filter(
    level=DivisionLevel.TOWN, valid_until__isnull=True
).order_by("code")


TOWNS = Division.objects.filter(
    level=DivisionLevel.TOWN, valid_until__isnull=True
).order_by("code")


class DeputyFilterForm(forms.Form):
    q = forms.CharField(label="姓名、村名或联络站", max_length=40, required=False)
    town = forms.ModelChoiceField(
        label="哪个镇", queryset=TOWNS, empty_label="全县", required=False
    )
    level = forms.ChoiceField(
        label="哪一级", choices=[("", "全部"), *Level.choices], required=False
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def clean_q(self):
        return self.cleaned_data["q"].replace("\x00", "").strip()
