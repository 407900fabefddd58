"""The filter of seats, and the steps of a seat. Forms validate; the services decide."""

from collections.abc import Sequence

from django import forms

from deputies.mandates.rules import CAUSE_LAWS, SINGLE_CAUSES
from deputies.mandates.services.steps import Decision
from deputies.register.enums import EndCause, MandateStatus, SuspendCause
from deputies.register.models import Mandate
from office.models import Division
from office.places.enums import DivisionLevel
from office.web.forms import DAY_ERROR, DayField, WordsField


class SeatsForm(forms.Form):
    town = forms.ModelChoiceField(
        label="哪个镇",
        queryset=Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        ).order_by("code"),
        empty_label="全县",
        required=False,
    )
    status = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *MandateStatus.choices], required=False
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, rows):
        """``rows`` of mandates filtered as asked; invalid values filter nothing."""
        self.is_valid()
        if town := self.cleaned_data.get("town"):
            rows = rows.filter(constituency__town=town)
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(status=status)
        return rows


class DecisionForm(forms.Form):
    """The deciding body is filled in by the portal, from the level and the step."""

    on = DayField(label="从哪天起生效", error_messages=DAY_ERROR)
    decided_on = DayField(label="决定日期", error_messages=DAY_ERROR)
    document = WordsField(
        label="文件", max_length=120, help_text="决定或者公告的名称和文号。"
    )

    def clean(self):
        cleaned = super().clean()
        on, decided = cleaned.get("on"), cleaned.get("decided_on")
        if on and decided and decided < on:
            self.add_error("decided_on", "决定日期不能早于生效日。")
        return cleaned

    @property
    def decision(self) -> Decision:
        cleaned = self.cleaned_data
        return Decision(cleaned["on"], cleaned["decided_on"], cleaned["document"])

    @property
    def cause(self) -> dict[str, str]:
        return {}


class CauseForm(DecisionForm):
    field_order = ("cause", "on", "decided_on", "document")
    causes: Sequence[tuple[str, str]] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"] = forms.ChoiceField(
            label="法定事由",
            choices=[(c, f"{c.label}（{CAUSE_LAWS[c]}）") for c in self.causes],
            widget=forms.RadioSelect,
        )
        self.order_fields(self.field_order)

    @property
    def cause(self) -> dict[str, str]:
        return {"cause": self.cleaned_data["cause"]}


class SuspendForm(CauseForm):
    causes = tuple(SuspendCause)


class EndForm(CauseForm):
    causes = tuple(cause for cause in SINGLE_CAUSES if cause != EndCause.INVALID)


class InvalidForm(DecisionForm):
    """For an elected person who was not confirmed: the election is found invalid."""

    @property
    def cause(self) -> dict[str, str]:
        return {"cause": EndCause.INVALID}


class ConfirmManyForm(DecisionForm):
    field_order = ("on", "decided_on", "document", "mandates")
    mandates = forms.ModelMultipleChoiceField(
        label="确认哪些人",
        queryset=Mandate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选要确认的代表。"},
    )

    def __init__(self, *args, waiting: Sequence[Mandate], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["mandates"]
        field.queryset = Mandate.objects.filter(pk__in=[row.pk for row in waiting])
        field.choices = [
            (row.pk, f"{row.deputy}，{row.constituency.name}") for row in waiting
        ]
        field.initial = [row.pk for row in waiting]
