"""What is asked of who proposes a project, and of who screens it."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from cases.intake.forms.submission import AgreedForm
from decisions.projects.enums import ProjectState, Refusal
from decisions.projects.models.construction import Project
from decisions.projects.models.programmes import Programme
from decisions.projects.services.proposals import Screening
from office.places.forms import PlaceField
from office.web.forms import WordsField, area

WAN = Decimal(10_000)
MOST_BYTES = 1024 * 1024


class ProposeForm(AgreedForm):
    """The public form. A phone is asked so that the answer can be told; it may be empty."""

    title = WordsField(label="您想办什么", max_length=60)
    text = WordsField(
        label="为什么要办",
        max_length=1000,
        widget=area(5),
        help_text="在哪里、对多少人有好处。",
    )
    division = PlaceField(label="在哪里")
    name = WordsField(
        label="怎么称呼您",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    field_order = ["title", "text", "division", "name", "phone", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["factor"]
        self.fields["phone"].help_text = "结果发到这个手机。不公开，也不给别的单位。"


class DeputyProposeForm(forms.Form):
    programme = forms.ModelChoiceField(
        label="哪一年的", queryset=Programme.objects.none(), empty_label=None
    )
    title = WordsField(label="项目", max_length=60)
    text = WordsField(label="为什么要办", max_length=1000, widget=area(5))
    division = PlaceField(label="在哪里")
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Programme.objects.collecting(timezone.localdate())
        self.fields["programme"].queryset = rows


class CaseProposeForm(forms.Form):
    programme = forms.ModelChoiceField(
        label="哪一年的", queryset=Programme.objects.none(), empty_label=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Programme.objects.collecting(timezone.localdate())
        self.fields["programme"].queryset = rows


class TakeForm(forms.Form):
    """The four tests; cleans to ``screening``."""

    is_broad = forms.BooleanField(label="普惠：受益面广", required=False)
    is_public = forms.BooleanField(label="公益：不是少数人得利", required=False)
    is_feasible = forms.BooleanField(label="可行：当年做得成", required=False)
    is_affordable = forms.BooleanField(label="财力承受得了", required=False)
    project = forms.ModelChoiceField(
        label="列入哪个项目", queryset=Project.objects.none()
    )
    reason = WordsField(label="说明", max_length=300, required=False)

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        rows = proposal.programme.projects.filter(state=ProjectState.PROPOSED)
        self.fields["project"].queryset = rows

    def clean(self):
        cleaned = super().clean()
        names = Screening.__dataclass_fields__
        cleaned["screening"] = Screening(**{name: cleaned.pop(name) for name in names})
        return cleaned


class RefuseForm(forms.Form):
    refusal = forms.ChoiceField(label="为什么不列入", choices=Refusal.choices)
    reason = WordsField(
        label="理由", max_length=300, widget=area(3), help_text="原样告诉提出人。"
    )
