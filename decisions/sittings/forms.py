"""Forms of sittings. They validate input; services decide."""

from django import forms

from decisions.sittings.enums import SittingKind, Taken
from deputies.models import Deputy, Mandate
from deputies.register.enums import Level
from office.web.forms import DayField, WordsField, area


class SittingForm(forms.Form):
    kind = forms.ChoiceField(label="什么会", choices=SittingKind.choices)
    title = WordsField(label="名称", max_length=80)
    held_on = DayField(label="日期")
    place = WordsField(label="地点", max_length=80, required=False)
    agenda = WordsField(label="议题", max_length=1000, required=False, widget=area(3))
    invited = forms.ModelMultipleChoiceField(
        label="邀请谁列席",
        queryset=Deputy.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seats = Mandate.objects.in_office().filter(level=Level.COUNTY)
        rows = Deputy.objects.filter(pk__in=seats.values("deputy"))
        self.fields["invited"].queryset = rows.order_by("name", "pk")


class SpeechForm(forms.Form):
    text = WordsField(label="发言要点", max_length=2000, widget=area(4))
    suggestions = WordsField(
        label="其中的建议",
        max_length=2000,
        required=False,
        widget=area(3),
        help_text="一行一条；没有就不填。",
    )

    def clean_suggestions(self):
        return self.cleaned_data["suggestions"].splitlines()


class TakenForm(forms.Form):
    taken = forms.ChoiceField(
        label="采纳没有", choices=Taken.choices, widget=forms.RadioSelect
    )
    reason = WordsField(label="说明", max_length=300, widget=area(3))
