"""What is asked before a case moves. Forms clean; the services decide."""

from django import forms

from cases.accusations.enums import AccusationState
from cases.intake.forms.submission import ReachForm
from cases.loop.services import building
from office.web.forms import WordsField, area


class AccusationForm(forms.Form):
    """The next step of an accusation, and what the accuser is told of it."""

    state = forms.ChoiceField(
        label="下一步",
        choices=[
            c for c in AccusationState.choices if c[0] != AccusationState.RECEIVED
        ],
        widget=forms.RadioSelect,
    )
    note = WordsField(label="内部说明", max_length=2000, required=False, widget=area(3))
    public_note = WordsField(label="告诉检举人", max_length=300, widget=area(2))


class AccuseForm(ReachForm):
    """检举控告, at its own door."""

    text = WordsField(
        label="要反映的问题",
        help_text="什么人、什么事、什么时候、有什么依据。",
        max_length=building.TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "请写明要反映的问题。",
            "max_length": f"最多 {building.TEXT_LIMIT} 字。",
        },
    )
    accused = WordsField(label="被反映的人或单位", max_length=120, required=False)
    name = WordsField(label="您的姓名", max_length=40, required=False)
    field_order = ("text", "accused", "name", "phone", "factor")
