"""Form fields and small forms shared by every app."""

from typing import Any

from django import forms

from office.text.cleaning import clean_text

DAY_ERROR = {"invalid": "请写成 2026-12-01 这样的日期。"}


class WordsField(forms.CharField):
    """Free text; control characters are removed, not reported as an error."""

    def __init__(self, *, rows: int = 0, **kwargs):
        if rows:
            kwargs["widget"] = area(rows)
        super().__init__(**kwargs)

    def to_python(self, value):
        return super().to_python(clean_text(str(value)) if value else value)


class DayField(forms.DateField):
    """A day, typed or chosen with the browser's date control."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        errors = DAY_ERROR | kwargs.pop("error_messages", {})
        super().__init__(widget=widget, error_messages=errors, **kwargs)


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of uploads; the service validates each of them."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [upload for upload in data or [] if upload]


class ReasonForm(forms.Form):
    reason = WordsField(label="理由", max_length=200, rows=3)


def sent(request) -> tuple[Any, Any]:
    """The data and files a form is bound to: also for an empty POST."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
