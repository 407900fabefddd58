"""Form fields of a resolution, shared by all parts."""

from django import forms

from decisions.resolutions.rules import Decided
from office.web.forms import DayField, WordsField, area


class DecidedForm(forms.Form):
    """Who decided, when, by which document; cleans to ``decided``."""

    decider = WordsField(label="由谁决定", max_length=80)
    decided_on = DayField(label="决定日期")
    document = WordsField(label="文件", max_length=120)
    remark = WordsField(label="说明", max_length=500, required=False, widget=area(2))

    def clean(self):
        cleaned = super().clean()
        names = ("decider", "decided_on", "document", "remark")
        values = [cleaned.pop(name, None) for name in names]
        if all(values[:3]):
            cleaned["decided"] = Decided(*values[:3], values[3] or "")
        return cleaned
