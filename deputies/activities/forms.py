"""Forms for declaring activities. They validate input; the services decide."""

from django import forms
from django.utils import timezone

from deputies.activities.enums.activities import LeaveKind
from deputies.activities.enums.records import RecordKind
from deputies.activities.models.activities import KINDS
from deputies.activities.services.activities import Facts, Votes
from office.web.forms import DAY_ERROR, DayField, WordsField

VOTES = ("present", "good", "fair", "bad", "blank")
MOST = 100_000


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, required=False)


class ActivityForm(forms.Form):
    kind = forms.ChoiceField(label="什么活动", choices=KINDS)
    day = DayField(label="哪一天", error_messages=DAY_ERROR)
    place = WordsField(label="在哪里", max_length=100)
    title = WordsField(label="做了什么", max_length=100)
    text = WordsField(label="经过和结果", max_length=3000, rows=5)
    evidence = forms.FileField(
        label="佐证", help_text="照片、签到表、证书。没有佐证的不能申报。"
    )
    present = forms.IntegerField(
        label="到场人数",
        help_text="以下五项只有述职要填，加起来等于到场人数。",
        min_value=1,
        max_value=MOST,
        required=False,
    )
    good = _count("满意")
    fair = _count("基本满意")
    bad = _count("不满意")
    blank = _count("没有表态")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", timezone.localdate())

    def clean(self):
        cleaned = super().clean()
        filled = [cleaned.get(name) is not None for name in VOTES]
        if cleaned.get("kind") == RecordKind.REPORT and not all(filled):
            self.add_error("present", "述职要填到场人数和各档人数，没有的填 0。")
        if cleaned.get("kind") != RecordKind.REPORT and any(filled):
            self.add_error("present", "只有述职要填人数，请留空。")
        return cleaned

    @property
    def facts(self) -> Facts:
        cleaned = self.cleaned_data
        is_report = cleaned["kind"] == RecordKind.REPORT
        votes = Votes(**{name: cleaned[name] for name in VOTES}) if is_report else None
        names = ("kind", "day", "place", "title", "text")
        return Facts(**{name: cleaned[name] for name in names}, votes=votes)


class DecideForm(forms.Form):
    granted = forms.TypedChoiceField(
        label="核实了吗",
        choices=[("1", "属实"), ("", "不通过")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    decision = WordsField(
        label="意见",
        help_text="不通过的要写理由，代表看得到。",
        max_length=200,
        required=False,
    )


class LeaveForm(forms.Form):
    kind = forms.ChoiceField(
        label="什么假", choices=LeaveKind.choices, widget=forms.RadioSelect
    )
    first_on = DayField(label="从", error_messages=DAY_ERROR)
    last_on = DayField(label="到", error_messages=DAY_ERROR)
    reason = WordsField(label="事由", max_length=200)
