"""80 → 60: one line a project, three questions a line, and the decision below."""

from django import forms

from decisions.projects.enums import Fate, ProjectState
from decisions.projects.models.construction import Project
from decisions.projects.models.programmes import Programme
from decisions.projects.services.selection import Choice
from decisions.resolutions.forms import DecidedForm
from office.web.forms import WordsField


class PickForm(DecidedForm):
    """Cleans to ``choices`` and ``decided``. Only named projects have a tick."""

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
            self.fields[f"fate-{row.pk}"] = forms.ChoiceField(
                label=f"{row}不选的去向", choices=Fate.choices, required=False
            )
            self.fields[f"note-{row.pk}"] = WordsField(
                label=f"{row}去向说明", max_length=300, required=False
            )

    @property
    def lines(self):
        """Each project with its fields; a project that was not named has no tick."""
        for row in self.rows:
            fields = {
                name: self[f"{name}-{row.pk}"]
                for name in ("take", "why", "fate", "note")
                if f"{name}-{row.pk}" in self.fields
            }
            yield row, fields

    @property
    def decision_fields(self):
        names = ("decider", "decided_on", "document", "remark")
        return [self[name] for name in names]

    def clean(self):
        said = super().clean()
        choices = {
            row.pk: Choice(
                is_picked=bool(said.get(f"take-{row.pk}")),
                departure=said.get(f"why-{row.pk}") or "",
                fate=said.get(f"fate-{row.pk}") or Fate.RESERVE,
                fate_note=said.get(f"note-{row.pk}") or "",
            )
            for row in self.rows
        }
        decided = said.get("decided")
        return {"choices": choices, **({"decided": decided} if decided else {})}
