"""Forms for sessions of the congress. They validate input; the services decide."""

from django import forms

from deputies.assemblies.enums import AttendanceState
from deputies.assemblies.models import Attendance
from deputies.register.enums import Level
from deputies.register.models import Term
from deputies.register.permissions import towns_kept_by
from office.models import Division
from office.people.enums import Role
from office.places.enums import DivisionLevel
from office.web.forms import DAY_ERROR, DayField, WordsField


class AssemblyForm(forms.Form):
    """A town sees its own congress only; the county's office sees all."""

    term = forms.ModelChoiceField(
        label="哪一届", queryset=Term.objects.none(), empty_label=None
    )
    town = forms.ModelChoiceField(
        label="哪个乡镇",
        queryset=Division.objects.none(),
        empty_label="县人代会，不选",
        required=False,
    )
    number = forms.IntegerField(label="第几次会议", min_value=1, max_value=99)
    starts_on = DayField(label="开始", error_messages=DAY_ERROR)
    ends_on = DayField(label="结束", error_messages=DAY_ERROR)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        terms = Term.objects.filter(is_current=True)
        towns = Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        )
        if not user.has_role(Role.CONGRESS_OFFICE):
            terms = terms.filter(level=Level.TOWN)
            towns = towns.filter(pk__in=towns_kept_by(user))
            self.fields["town"].required = True
            self.fields["town"].empty_label = None
        self.fields["term"].queryset = terms
        self.fields["town"].queryset = towns.exclude(kind="街道").order_by("code")

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "结束日不能早于开始日。")
        return cleaned


class PresentForm(forms.Form):
    present = forms.ModelMultipleChoiceField(
        label="签到的代表",
        queryset=Attendance.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="按姓氏笔画排列。请假、没有批准而不到的，在下面逐人登记。",
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        field.queryset = Attendance.objects.filter(pk__in=[row.pk for row in rows])
        field.choices = [(row.pk, row.mandate.deputy.name) for row in rows]
        field.initial = [row.pk for row in rows if row.state == AttendanceState.PRESENT]


class AttendanceForm(forms.Form):
    state = forms.ChoiceField(
        label="出席情况",
        choices=[c for c in AttendanceState.choices if c[0] != AttendanceState.DUE],
        widget=forms.RadioSelect,
    )
    reason = WordsField(
        label="说明",
        max_length=200,
        rows=3,
        required=False,
        help_text="请假的写理由和谁批准的；更正的写为什么更正。",
    )
