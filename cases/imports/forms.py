"""The upload of a file of opinions, and the correction of one row."""

from django import forms

from cases.imports.enums import RowDisposition
from cases.imports.sheets.tables import COLUMNS
from cases.loop.services.building import TEXT_LIMIT
from deputies.models import LiaisonStation
from office.sheets.tables import MAX_BYTES

ROW_DISPOSITIONS = [
    ("", "全部"),
    (RowDisposition.NEW, "新建"),
    # Known from an earlier file, or repeated within this one.
    (RowDisposition.KNOWN, "重复"),
    (RowDisposition.REFUSED, "有问题"),
]
_LONG = {"text": TEXT_LIMIT, "answer": 20_000}
# In the order of review; the source's number cannot be changed.
_ASKED = ("text", "at", "place", "category", "name", "phone", "address", "title")
_ASKED_WHEN_THERE = ("may_publish", "answer", "answered_at", "unit")


class ImportForm(forms.Form):
    file = forms.FileField(
        label="文件",
        help_text="xlsx、xls 或 csv，至少有“内容”一列；最好还有时间、地点、姓名、电话、类别。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        error_messages={"empty": "文件是空的。", "required": "请选一个文件。"},
    )
    station = forms.ModelChoiceField(
        LiaisonStation.objects.order_by("code"),
        label="记到哪个联络站",
        required=False,
        empty_label="不记到联络站，按地点分到镇街",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            most = MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {most} MB，请分成几份。")
        return file


class RowForm(forms.Form):
    """The cells of one row by field, which are then validated again."""

    def __init__(self, *args, fields: set[str], **kwargs):
        super().__init__(*args, **kwargs)
        shown = [*_ASKED, *(name for name in _ASKED_WHEN_THERE if name in fields)]
        for name in shown:
            widget = forms.Textarea(attrs={"rows": 5}) if name in _LONG else None
            self.fields[name] = forms.CharField(
                label=COLUMNS[name].split()[0],
                required=name == "text",
                max_length=_LONG.get(name, 300),
                widget=widget,
            )
