"""Forms of the monthly report. They validate input; services decide."""

from django import forms

from office.web.forms import WordsField


class SectionForm(forms.Form):
    text = WordsField(
        label="补充的话",
        max_length=2000,
        rows=8,
        required=False,
        help_text="写在自动生成的文字后面。数字不用再写，表里的数会自己带上。",
    )


class TopicForm(forms.Form):
    heading = WordsField(label="标题", max_length=60)
    remark = WordsField(label="说明", max_length=1000, rows=5, required=False)
    left_out = forms.BooleanField(label="不写进月报", required=False)


class ReasonForm(forms.Form):
    reason = WordsField(label="原因", max_length=300, rows=3)
