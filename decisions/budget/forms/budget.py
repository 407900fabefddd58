"""Forms of the budget. They validate input; services decide."""

from django import forms

from decisions.budget.enums import FileKind, WarningKind, WarningState
from decisions.budget.forms.money import WanField
from decisions.resolutions.forms import DecidedForm
from office.models import Unit
from office.sheets.tables import MAX_BYTES
from office.web.forms import DayField, WordsField, area


class BudgetYearForm(DecidedForm):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    field_order = ["year"]


class BudgetFileForm(forms.Form):
    kind = forms.ChoiceField(
        label="内容", choices=FileKind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label="文件",
        help_text="xlsx、xls 或 csv，表头写明元还是万元。先试读，看清每一行再记入。",
        error_messages={"empty": "文件是空的。", "required": "请选一个文件。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            most = MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {most} MB，请分成几份。")
        return file


class AdjustForm(DecidedForm):
    adjusted = WanField(label="调整为（万元）")
    field_order = ["adjusted"]


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label="提示什么", choices=WarningKind.choices)
    limit = forms.DecimalField(
        label="限度",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="百分数、元或者年数，见上面的说明。",
    )
    basis = WordsField(label="依据", max_length=120)


class VerifyForm(forms.Form):
    is_real = forms.TypedChoiceField(
        label="核实结果",
        choices=[("1", "属实"), ("", "误报")],
        coerce=bool,
        required=False,
        empty_value=False,
        widget=forms.RadioSelect,
    )
    note = WordsField(label="核实的情况", max_length=900, widget=area(4))


class ReferForm(forms.Form):
    unit = forms.ModelChoiceField(label="转交给", queryset=Unit.objects.handling())
    referral = WordsField(label="转交单号", max_length=60)
    due_on = DayField(label="反馈期限")


class AnswerWarningForm(forms.Form):
    answer = WordsField(label="反馈", max_length=2000, widget=area(5))


class ReturnForm(forms.Form):
    note = WordsField(label="退回的理由", max_length=900, widget=area(3))
    days = forms.IntegerField(label="再给几天", min_value=1, max_value=60, initial=10)


class CloseForm(forms.Form):
    note = WordsField(
        label="办结的意见", max_length=900, required=False, widget=area(3)
    )
    is_public = forms.BooleanField(
        label="公开这条预警和反馈", required=False, initial=True
    )


class WarningFilterForm(forms.Form):
    kind = forms.ChoiceField(
        label="提示什么", choices=[("", "全部"), *WarningKind.choices], required=False
    )
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *WarningState.choices], required=False
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class LineFilterForm(forms.Form):
    q = WordsField(label="名称或编码", max_length=50, required=False)
    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.filter(budget_lines__isnull=False).distinct(),
        empty_label="全部",
        required=False,
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
