"""What is asked before a case moves. Forms clean; the services decide."""

from django import forms

from cases.intake.forms.submission import PUBLISHED, AgreedForm, WhatForm
from cases.loop.enums import (
    IntakeChannel,
)
from office.web.forms import WordsField


class RecordForm(WhatForm, AgreedForm):
    """代录: somebody said it by phone, at the counter, in a letter, in a group."""

    channel = forms.ChoiceField(
        label="怎么提的",
        choices=[
            (c.value, c.label)
            for c in (
                IntakeChannel.PHONE,
                IntakeChannel.COUNTER,
                IntakeChannel.LETTER,
                IntakeChannel.WECHAT_GROUP,
                IntakeChannel.DEPUTY,
            )
        ],
        widget=forms.RadioSelect,
    )
    told_by = WordsField(
        label="怎么记下来的",
        help_text="例如：11月23日上午来电，王站长接听。",
        max_length=120,
    )
    name = WordsField(label="提出人", max_length=40, required=False)
    # 个人信息保护法 第十七条: at the counter and on the phone the notice is read aloud.
    consent = forms.BooleanField(
        label="已把告知书念给提出人听，他同意留姓名、电话", required=False
    )
    may_publish = forms.BooleanField(
        label="提出人同意公开",
        help_text=f"问过才勾。对他说：{PUBLISHED}",
        required=False,
    )
    not_agreed = "记姓名、电话的，先把告知书念给他听，他同意了再勾选；不同意的不要记。"
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    field_order = (
        "channel",
        "told_by",
        "text",
        "division",
        "place",
        "category",
        "name",
        "phone",
        "factor",
        "consent",
        "may_publish",
    )
