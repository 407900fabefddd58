"""Which reminders somebody wants."""

from django import forms

from office.notices.reminder_kinds import OPTIONAL


class RemindersForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label="这些提醒可以关",
        help_text="勾上的会提醒您。",
        choices=[(str(kind), kind.label) for kind in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
