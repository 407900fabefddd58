"""80 → 60: one line per project with three fields, and the decision below."""

from django import forms

from decisions.projects.enums import Disposition, ProjectState
from decisions.projects.models.construction import Project
from decisions.projects.models.programmes import Programme
from decisions.projects.services.selection import Choice
from decisions.resolutions.forms import DecidedForm
from office.web.forms import WordsField


class SelectionForm(DecidedForm):
    """Cleans to ``choices`` and ``decided``. Only named projects have a checkbox."""

    def __init__(self, *args, programme: Programme, rows: list[Project], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.programme = rows, programme
        for row in rows:
            if row.state == ProjectState.SHORTLISTED:
                within = (row.rank or 0) <= programme.seats
                self.fields[f"take-{row.pk}"] = forms.BooleanField(
                    label=f"选 {row}", required=False, initial=within
                )
                self.fields[f"why-{row.pk}"] = WordsField(
                    label=f"{row}没有按名次的理由", max_length=300, required=False
                )
            self.fields[f"disposition-{row.pk}"] = forms.ChoiceField(
                label=f"{row}不选的去向", choices=Disposition.choices, required=False
            )
            self.fields[f"note-{row.pk}"] = WordsField(
                label=f"{row}去向说明", max_length=300, required=False
            )

    @property
    def lines(self):
        """Each project with its fields; a project that was not named has no checkbox."""
        for row in self.rows:
            fields = {
                name: self[f"{name}-{row.pk}"]
                for name in ("take", "why", "disposition", "note")
                if f"{name}-{row.pk}" in self.fields
            }
            yield row, fields

    @property
    def decision_fields(self):
        names = ("decider", "decided_on", "document", "remark")
        return [self[name] for name in names]

    def clean(self):
        cleaned = super().clean()
        choices = {
            row.pk: Choice(
                is_selected=bool(cleaned.get(f"take-{row.pk}")),
                departure=cleaned.get(f"why-{row.pk}") or "",
                disposition=cleaned.get(f"disposition-{row.pk}") or Disposition.RESERVE,
                disposition_note=cleaned.get(f"note-{row.pk}") or "",
            )
            for row in self.rows
        }
        decided = cleaned.get("decided")
        return {"choices": choices, **({"decided": decided} if decided else {})}
