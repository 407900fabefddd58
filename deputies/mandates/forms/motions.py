"""辞职和罢免, and withdrawing an announcement. Forms validate; the services decide."""

from django import forms

from deputies.mandates.enums import AnnouncementKind, MotionKind
from deputies.mandates.services.motions import Vote
from office.web.forms import DAY_ERROR, DayField, WordsField

MOST_PEOPLE = 20_000_000


class MotionForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别", choices=MotionKind.choices, widget=forms.RadioSelect
    )
    on = DayField(label="收到日期", error_messages=DAY_ERROR)
    signatures = forms.IntegerField(
        label="联名选民人数",
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        help_text="罢免要求才填：县代表五十人以上，乡镇代表三十人以上（选举法第五十条）。",
    )
    reason = WordsField(label="理由", max_length=1000, rows=4)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == MotionKind.RECALL and not cleaned.get("signatures"):
            self.add_error("signatures", "罢免要求要填联名选民人数。")
        return cleaned


class DefenceForm(forms.Form):
    defence = WordsField(label="申辩意见", max_length=2000, rows=6)


class VoteForm(forms.Form):
    on = DayField(label="表决日期", error_messages=DAY_ERROR)
    total = forms.IntegerField(
        label="全体人数",
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="全体组成人员、全体代表或者原选区全体选民，不是到会的人数。",
    )
    in_favour = forms.IntegerField(label="赞成", min_value=0, max_value=MOST_PEOPLE)
    document = WordsField(label="文件", max_length=120)

    def clean(self):
        cleaned = super().clean()
        total, votes = cleaned.get("total"), cleaned.get("in_favour")
        if total is not None and votes is not None and votes > total:
            self.add_error("in_favour", "赞成票不能多于全体人数。")
        return cleaned

    @property
    def vote(self) -> Vote:
        return Vote(**self.cleaned_data)


class AnnouncementFilterForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别", choices=[("", "全部"), *AnnouncementKind.choices], required=False
    )

    @property
    def is_used(self) -> bool:
        return bool(self.data.get("kind"))
