"""Forms of the register of WeChat groups. They validate input; the services write."""

from django import forms
from django.utils import timezone

from deputies.chat_groups.models import MOST_MEMBERS, ChatGroup
from deputies.chat_groups.services import ChatGroupFacts
from deputies.register.forms.directory import TOWNS
from office.web.forms import DayField, WordsField

NAMES = ("name", "owner", "constituency", "members")


class ChatGroupForm(forms.ModelForm):
    class Meta:
        model = ChatGroup
        fields = NAMES

    @property
    def facts(self) -> ChatGroupFacts:
        return ChatGroupFacts(**{name: self.cleaned_data[name] for name in NAMES})


class ChatGroupLogForm(forms.Form):
    text = WordsField(
        label="做了什么",
        max_length=200,
        help_text="写一句，例如“转发供水通知，回答了三个人的问题”。不抄聊天记录，不写姓名、电话。",
    )
    day = DayField(label="哪一天")
    members = forms.IntegerField(
        label="群里现在多少人",
        min_value=2,
        max_value=MOST_MEMBERS,
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", timezone.localdate())

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError("还没有到那一天。")
        return day


class ChatGroupFilterForm(forms.Form):
    q = forms.CharField(label="群名、群主或选区", max_length=40, required=False)
    town = forms.ModelChoiceField(
        label="哪个镇", queryset=TOWNS, empty_label="全部", required=False
    )
    show = forms.ChoiceField(
        label="看哪些",
        choices=[("", "在用的"), ("quiet", "一个月没有记录的"), ("closed", "停用的")],
        required=False,
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def clean_q(self):
        return self.cleaned_data["q"].replace("\x00", "").strip()
