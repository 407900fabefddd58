"""Form fields and small forms that every app uses."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import SafeString, mark_safe

from office.text.cleaning import clean_text

SELECTED = " selected"
DAY_ERROR = {"invalid": "请写成 2026-12-01 这样的日期。"}


def asked_of(form: forms.Form, *, also: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a filter in the address asks for. Raises SuspiciousOperation (400).

    A filter that is not understood must not become the whole list, least of all in an
    export. ``also`` names what else may stand in the address.
    """
    unknown = set(form.data) - set(form.fields) - set(also)
    if unknown or not form.is_valid():
        raise SuspiciousOperation("a filter that means nothing")
    return form.cleaned_data


class WordsField(forms.CharField):
    """Text typed by a person; control characters are dropped, not answered by an error."""

    def __init__(self, *, rows: int = 0, **kwargs):
        if rows:
            kwargs["widget"] = area(rows)
        super().__init__(**kwargs)

    def to_python(self, value):
        return super().to_python(clean_text(str(value)) if value else value)


class DayField(forms.DateField):
    """A day, typed or picked in the browser's own date control."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        errors = DAY_ERROR | kwargs.pop("error_messages", {})
        super().__init__(widget=widget, error_messages=errors, **kwargs)


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class KnownSelect(forms.Select):
    """A select without groups, as Django writes it but without a template an option."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        chosen = set(self.format_value(value))
        given = flatatt(self.build_attrs(self.attrs, dict(attrs or {})))
        options = "\n  ".join(
            f'<option value="{escape(str(key))}"{SELECTED * (str(key) in chosen)}>'
            f"{escape(str(label))}</option>"
            for key, label in self.choices
        )
        return mark_safe(  # noqa: S308 - all of it is escaped
            f'<select name="{escape(name)}"{given}>\n  {options}\n</select>'
        )


class _Known(BaseChoiceIterator):
    """Pairs that Django need not look through again to see whether they are groups."""

    def __init__(self, pairs: list[tuple]):
        self._pairs = pairs

    def __iter__(self) -> Iterator[tuple]:
        return iter(self._pairs)


def choose_from(field: forms.ModelChoiceField, choices: Iterable) -> None:
    """What can be chosen is in memory; what was chosen is looked up as ever."""
    field.choices = _Known([("", field.empty_label), *choices])


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of uploads. What each of them is, and whether it is taken, the service says."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [upload for upload in data or [] if upload]


class ReasonForm(forms.Form):
    reason = WordsField(label="理由", max_length=200, rows=3)


class ConfirmForm(forms.Form):
    """Asks nothing: its page says in words what cannot be undone, its button does it."""


def sent(request) -> tuple[Any, Any]:
    """What a form is bound to: data and files of a POST, even of an empty one."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
