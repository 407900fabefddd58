"""Bulk assignment: the filter, the ticked rows, the target."""

from django import forms

from deputies.groups.enums import GroupingKind
from deputies.groups.models import Grouping
from deputies.groups.permissions import groupings_kept_by, stations_kept_by
from deputies.register.enums import Level
from deputies.register.forms.directory import TOWNS
from deputies.register.models import Term
from deputies.stations.models import LiaisonStation
from office.models import User

SHOWN = [
    ("", "全部现任代表"),
    ("no-station", "没有进站的代表"),
    ("two-stations", "在两个站的代表"),
    ("no-delegation", "没有编团的代表"),
    ("no-group", "没有编小组的代表"),
    ("vacant", "没有选满的选区"),
    ("empty", "没有代表的联络站"),
]


class AssignFilterForm(forms.Form):
    q = forms.CharField(label="姓名、村名或选区", max_length=40, required=False)
    town = forms.ModelChoiceField(
        label="哪个镇", queryset=TOWNS, empty_label="全部", required=False
    )
    level = forms.ChoiceField(
        label="哪一级", choices=[("", "全部"), *Level.choices], required=False
    )
    show = forms.ChoiceField(label="看哪些", choices=SHOWN, required=False)

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def clean_q(self):
        return self.cleaned_data["q"].replace("\x00", "").strip()


class AssignForm(forms.Form):
    """``target`` is ``station:3`` or ``grouping:5``; only those this person may fill."""

    target = forms.ChoiceField(label="编入哪里")
    leads = forms.BooleanField(label="作为团长或者小组召集人", required=False)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        stations = stations_kept_by(user).filter(is_open=True).order_by("code")
        self.stations = {f"station:{row.pk}": row for row in stations}
        self.groupings = {f"grouping:{g.pk}": g for g in groupings_kept_by(user)}
        self.fields["target"].choices = [
            ("", "请选择"),
            ("联络站", [(key, str(s)) for key, s in self.stations.items()]),
            *(
                (kind.label, [(k, _label_of(g)) for k, g in self._of_kind(kind)])
                for kind in GroupingKind
                if self._of_kind(kind)
            ),
        ]

    @property
    def where(self) -> LiaisonStation | Grouping:
        key = self.cleaned_data["target"]
        return {**self.stations, **self.groupings}[key]

    def _of_kind(self, kind):
        return [(k, g) for k, g in self.groupings.items() if g.kind == kind]


def _label_of(grouping: Grouping) -> str:
    return f"{grouping.town or '县'}　{grouping}"


class GroupingForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=GroupingKind.choices)
    term = forms.ModelChoiceField(label="哪一届", queryset=Term.objects.none())
    town = forms.ModelChoiceField(
        label="乡镇",
        queryset=TOWNS,
        empty_label="县人大的",
        required=False,
        help_text="乡镇人大自己的小组才选。",
    )
    name = forms.CharField(label="名称", max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = Term.objects.filter(is_current=True)

    def clean(self):
        cleaned = super().clean()
        term, town = cleaned.get("term"), cleaned.get("town")
        if term and (term.level == Level.TOWN) != (town is not None):
            self.add_error("town", "乡镇一届的要选乡镇，县一届的不选。")
        return cleaned
