"""Forms of the monthly report and its items. They validate input; services decide."""

from django import forms

from cases.loop.enums import ResultClass
from office.models import Unit
from office.web.forms import WordsField
from rollups.counting.enums import ItemState


class ItemForm(forms.Form):
    title = WordsField(label="事项", max_length=60)
    text = WordsField(label="建议怎么办", max_length=1000, rows=5)
    unit = forms.ModelChoiceField(
        label="移交给",
        queryset=Unit.objects.handling(),
        help_text="按管理权限：镇里能办的给镇街政府，县里的给县直部门。",
    )


class HandOverForm(forms.Form):
    unit = forms.ModelChoiceField(label="移交给", queryset=Unit.objects.handling())
    note = WordsField(label="附言", max_length=300, rows=3, required=False)


class AnswerForm(forms.Form):
    result_class = forms.ChoiceField(
        label="结果", choices=ResultClass.choices, widget=forms.RadioSelect
    )
    text = WordsField(label="反馈", max_length=3000, rows=8)


class PublishForm(forms.Form):
    public_text = WordsField(
        label="公开的反馈",
        max_length=3000,
        rows=8,
        help_text="写在联络站的页面上，并告诉提过这件事的人。电话、证件号会自动遮住。",
    )


class ItemFilterForm(forms.Form):
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *ItemState.choices], required=False
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
