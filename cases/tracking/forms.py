"""What residents type when they come back to what they said."""

from django import forms

from cases.intake.forms.submission import MOST_FILES, PUBLISHED, PhotosForm
from cases.loop.enums import Attitude, Grade
from cases.loop.services import building
from office.web.forms import WordsField

READ_FIRST = "办理单位看得到。您同意公开这件事的，工作人员看过以后才放到公开页；不同意的，不公开。"


class FactorForm(forms.Form):
    factor = WordsField(
        label="手机号后四位，或您自己写的口令",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请写手机号后四位，或您自己写的口令。"},
    )


class TrackForm(FactorForm):
    code = WordsField(
        label="查询码",
        help_text="在查询单上，8 位，例如 7K4M-Q2TD。",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
        error_messages={"required": "请写查询码。"},
    )
    field_order = ("code", "factor")


class RateForm(forms.Form):
    """One question, five answers; the attitude may stay open."""

    grade = forms.ChoiceField(
        label="这件事，结果怎么样？",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )
    attitude = forms.ChoiceField(
        label="办事的态度",
        choices=Attitude.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = WordsField(
        label="想说一句",
        help_text=READ_FIRST,
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        cleaned = super().clean()
        not_solved = cleaned.get("grade") == Grade.NOT_SOLVED
        if not_solved and not (cleaned.get("comment") or "").strip():
            self.add_error("comment", "没有解决的，请写一句还差什么，好让他们接着办。")
        return cleaned


class SupplementForm(forms.Form):
    text = WordsField(
        label="补充什么",
        help_text=READ_FIRST,
        max_length=building.TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"最多 {building.TEXT_LIMIT} 字。"},
    )
    files = PhotosForm.base_fields["files"]

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"最多 {MOST_FILES} 个文件，请分几次传。")
        return files


class ConsentForm(forms.Form):
    """Giving consent and taking it back are the same two taps."""

    may_publish = forms.TypedChoiceField(
        label="这件事能公开吗？",
        help_text=PUBLISHED,
        choices=[("1", "同意公开"), ("", "不同意公开")],
        coerce=bool,
        empty_value=False,
        widget=forms.RadioSelect,
        required=False,
    )


class WithdrawForm(forms.Form):
    reason = WordsField(label="为什么撤回", max_length=200, required=False)
