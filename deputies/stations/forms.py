"""The filter of the station directory, and the stations' forms. Services write."""

from django import forms

from deputies.register.models import Mandate
from deputies.stations.enums import StationKind
from deputies.stations.models import LiaisonStation
from deputies.stations.services import StationError, StationFacts
from office.models import Division
from office.places.enums import DivisionLevel


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


# Chinese commercial maps are offset by some hundred metres: GCJ-02, not WGS 84.
LONGITUDE_HELP = "按 WGS 84 填，例如 117.969。手机地图给的坐标有几百米偏移，先换算。"


class StationForm(forms.ModelForm):
    class Meta:
        model = LiaisonStation
        exclude = ("is_open",)  # noqa: DJ006 - everything else is kept here

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].required = False
        self.fields["unit"].help_text = "联络点不用选，用所属联络站的。"
        self.fields["longitude"].help_text = LONGITUDE_HELP
        if "roster" in self.fields:
            self.fields["roster"].queryset = Mandate.objects.in_office()

    def _get_validation_exclusions(self):
        # A point's unit is its station's: set by the service.
        return super()._get_validation_exclusions() | {"unit"}

    @property
    def facts(self) -> StationFacts:
        cleaned = self.cleaned_data
        return StationFacts(
            **{name: cleaned[name] for name in StationFacts.__dataclass_fields__}
        )

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.facts.checked()
            except StationError as error:
                self.add_error(None, str(error))
        return cleaned
