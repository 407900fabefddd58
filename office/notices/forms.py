"""Which reminders a user wants."""

from django import forms

from office.notices.enums.reminders import optional_reminders


class RemindersForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label="这些提醒可以关",
        help_text="勾上的会提醒您。",
        choices=lambda: list(optional_reminders().items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
