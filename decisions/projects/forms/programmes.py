"""Forms of a year's programme. They validate input; services decide."""

import base64
import zlib

from django import forms
from django.core import signing

from decisions.projects.enums import Disposition, HalfRule, ProjectKind, TieRule
from decisions.projects.models.construction import Project
from decisions.resolutions.forms import DecidedForm
from office.web.forms import DayField, WordsField

MOST_BYTES = 1024 * 1024


class ProgrammeForm(forms.Form):
    seats = forms.IntegerField(label="最后确定几项", min_value=1, max_value=300)
    shortlist = forms.IntegerField(
        label="代表先优选几项",
        min_value=0,
        max_value=300,
        initial=0,
        help_text="政府投资项目才有这一步，例如先优选 80 项，再选定 60 项。民生实事项目填 0。",
    )
    marks = forms.IntegerField(
        label="每位代表最多选几项",
        min_value=0,
        max_value=300,
        initial=0,
        help_text="填 0，就是和要选的项数一样。",
    )
    tie_rule = forms.ChoiceField(label="末位票数相等", choices=TieRule.choices)
    tie_at_half = forms.ChoiceField(
        label="满意度测评恰好半数",
        choices=HalfRule.choices,
        help_text="公布过的判定公式在恰好半数时自相矛盾，由本级人大定一种。",
    )
    collects_from = DayField(label="公开征集起", required=False)
    collects_until = DayField(label="公开征集止", required=False)
    note = WordsField(label="说明", max_length=300, required=False)


class NewProgrammeForm(ProgrammeForm):
    kind = forms.ChoiceField(label="类别", choices=ProjectKind.choices)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    field_order = ["kind", "year"]


class SomeProjectsForm(DecidedForm):
    """One decision about several projects of a programme."""

    projects = forms.ModelMultipleChoiceField(
        label="哪些项目",
        queryset=Project.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["projects"]

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["projects"].queryset = rows


class DropForm(SomeProjectsForm):
    disposition = forms.ChoiceField(label="去向", choices=Disposition.choices)
    disposition_note = WordsField(
        label="去向说明", max_length=300, required=False, help_text="“其他”一定要写。"
    )
    field_order = ["projects", "disposition", "disposition_note"]


class ImportForm(forms.Form):
    """A new file, or the previewed one from the page; cleans to ``data``: bytes.

    The previewed one is signed: only what was previewed can be written.
    """

    file = forms.FileField(
        label="项目表",
        required=False,
        help_text="xlsx、xls 或 csv。要有名称、建设内容、总投资（万元）、年度投资（万元）、责任单位。",
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    SALT = "decisions.project_import"

    @classmethod
    def keep(cls, data: bytes) -> str:
        page = base64.b85encode(zlib.compress(data, 9)).decode()
        return signing.dumps(page, salt=cls.SALT)

    def clean(self):
        cleaned = super().clean()
        if file := cleaned.get("file"):
            if file.size > MOST_BYTES:
                raise forms.ValidationError("项目表超过 1 MB，请只留项目这一张表。")
            return {"data": file.read()}
        try:
            packed = signing.loads(cleaned.get("kept") or "", salt=self.SALT)
        except signing.BadSignature as error:
            raise forms.ValidationError("请选项目表。") from error
        return {"data": zlib.decompress(base64.b85decode(packed))}
