"""What residents type. Nothing typed is lost: an error gives the words back."""

import re

from django import forms

from cases.categories.models import Category
from cases.loop.services import building
from office.models import Division
from office.places.forms import place_choices
from office.web.forms import SeveralFiles, SeveralFilesField, WordsField

MOST_FILES = 6
FACTOR_HELP = "查进度时要用。留了手机号，就用手机号后四位，这里可以不填。"
# Said beside every box that asks for it: what is published, when, and the way back.
PUBLISHED = (
    "不勾也一样办。勾了，工作人员看过以后，把标题、内容、办理过程和答复放到公开页，"
    "不公开姓名、电话、住址和照片；以后补充的话、评价的话，看过才放。"
    "随时可以在查进度的页面收回，收回马上撤下。"
)
_MOBILE = re.compile(r"^1[3-9]\d{9}$")


class WhatForm(forms.Form):
    """Step 1: what and where."""

    text = WordsField(
        label="什么事",
        help_text="像平时说话一样写就行。看见了什么，影响了谁，希望怎么办。",
        max_length=building.TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "请写明是什么事。",
            "max_length": f"最多 {building.TEXT_LIMIT} 字，现在有 %(show_value)s 字。"
            "请分成两件提，或者写简短些。",
        },
    )
    division = forms.ModelChoiceField(
        label="在哪个村、哪个镇",
        queryset=Division.objects.filter(valid_until__isnull=True),
        error_messages={
            "required": "请选一个地方，不然没法派人去看。",
            "invalid_choice": "没有这个地方，请重新选。",
        },
    )
    place = WordsField(
        label="具体位置",
        help_text="路名或附近的地标，例如：村东头机井旁。",
        max_length=120,
        required=False,
        error_messages={"max_length": "位置最多 120 字。"},
    )
    category = forms.ModelChoiceField(
        label="类别",
        queryset=Category.objects.filter(is_active=True, parent__isnull=True),
        empty_label="说不准，请工作人员看",
        required=False,
    )

    def __init__(self, *args, town: Division | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = place_choices(town)


class PhotosForm(forms.Form):
    """Step 2: photos and documents; each is checked by its content."""

    files = SeveralFilesField(
        label="照片或文件",
        help_text=f"最多 {MOST_FILES} 个，每个不超过 20 MB。照片里的拍摄位置会自动去掉。",
        widget=SeveralFiles(
            attrs={
                "multiple": True,
                "accept": "image/*,.pdf,.doc,.docx,.xls,.xlsx",
            }
        ),
        required=False,
    )


class ReachForm(forms.Form):
    """A way back to what was said: the phone, or a word of one's own."""

    phone = WordsField(
        label="手机号",
        help_text="只用来查进度和通知您，不公开，也不给别的单位。",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    factor = WordsField(
        label="查询口令", help_text=FACTOR_HELP, max_length=20, required=False
    )

    def clean_phone(self):
        phone = re.sub(r"[\s\-－—]", "", self.cleaned_data["phone"])
        phone = re.sub(r"^(\+?86)", "", phone)
        if phone and not _MOBILE.match(phone):
            raise forms.ValidationError("手机号要 11 位数字。不想留可以不填。")
        return phone

    def clean(self):
        cleaned = super().clean()
        if "phone" in cleaned and not cleaned["phone"] and not cleaned.get("factor"):
            self.add_error("factor", "没有留手机号的，请写一个查询口令，例如：槐树。")
        factor = "".join((cleaned.get("factor") or "").split())
        if factor and len(factor) < 2:
            self.add_error("factor", "查询口令至少两个字。")
        return cleaned


class AgreedForm(ReachForm):
    """Who leaves a name or a phone agrees first; who leaves nothing is asked nothing.

    个人信息保护法 第十三条、第十七条: the notice stands beside the box.
    """

    consent = forms.BooleanField(
        label="我看过告知书，同意为办这件事使用我写的信息", required=False
    )
    not_agreed = "留姓名、电话的，请先看告知书再勾选；不想留的可以空着。"

    def clean(self):
        cleaned = super().clean() if "factor" in self.fields else self.cleaned_data
        left = cleaned.get("name") or cleaned.get("phone")
        if left and not cleaned.get("consent"):
            self.add_error("consent", self.not_agreed)
        return cleaned


class WhoForm(ReachForm):
    """Step 3: who speaks; everything here may stay empty but a way back to the case."""

    name = WordsField(
        label="怎么称呼您",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    may_publish = forms.BooleanField(
        label="同意公开这件事", help_text=PUBLISHED, required=False
    )
    consent = forms.BooleanField(
        label="我看过告知书，同意为办这件事使用我写的信息",
        error_messages={
            "required": "请先看告知书再勾选。没有您的同意，我们不能使用这些信息。"
        },
    )


class MeTooForm(WhoForm):
    """我也是: who speaks, and a word of one's own."""

    words = WordsField(
        label="想补充一句",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("words",)
