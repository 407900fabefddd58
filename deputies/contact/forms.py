"""Forms of contact days and rotas. They validate input; the services decide."""

from datetime import date

from django import forms

from deputies.contact.enums import DutyState, LeaveRequestKind, Nth, RhythmKind, Weekday
from deputies.contact.models import USUAL_HOURS, ContactDay, RosterDuty
from deputies.register.enums import Level
from deputies.register.models import Mandate
from office.calendar.enums import HolidayShift
from office.models import Division
from office.places.enums import DivisionLevel
from office.web.forms import DayField, WordsField

FIRST_MONTH, LAST_MONTH = date(2000, 1, 1), date(2060, 12, 1)


class ContactFilterForm(forms.Form):
    month = forms.DateField(label="月份", input_formats=["%Y-%m"], required=False)
    town = forms.ModelChoiceField(
        label="哪个镇",
        queryset=Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        ).order_by("code"),
        empty_label="全县",
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].widget = forms.DateInput(
            format="%Y-%m", attrs={"type": "month", "placeholder": "2026-11"}
        )

    def clean_month(self):
        """The months one can leaf through; the year 1 has none before it."""
        month = self.cleaned_data["month"]
        if month and not FIRST_MONTH <= month <= LAST_MONTH:
            raise forms.ValidationError("月份超出范围。")
        return month

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class DutyFilterForm(ContactFilterForm):
    level = forms.ChoiceField(
        label="哪级代表", choices=[("", "全部"), *Level.choices], required=False
    )
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *DutyState.choices], required=False
    )


class PlaceForm(forms.Form):
    place = WordsField(label="地点", max_length=120)
    hours = WordsField(label="时间", max_length=40, help_text="例如 9:00—11:30。")


class AddDutyForm(forms.Form):
    """Offers the station's roster first, then other deputies of the town or county."""

    mandate = forms.ModelChoiceField(
        label="代表", queryset=Mandate.objects.none(), empty_label="请选择"
    )

    def __init__(self, *args, day: ContactDay, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mandate"].queryset = free_mandates(day)
        self.fields["mandate"].label_from_instance = _named


def free_mandates(day: ContactDay):
    """Seats of the station's roster and town whose deputy has no other duty that day."""
    town = day.station.division.town
    busy = RosterDuty.objects.not_excused().filter(day=day.day)
    here = day.duties.values("deputy")
    near = Mandate.objects.in_office().filter(constituency__town=town)
    if town is None:
        near = Mandate.objects.in_office().filter(stations=day.station)
    return (
        near.exclude(deputy__in=busy.values("deputy"))
        .exclude(deputy__in=here)
        .select_related("deputy")
        .order_by("level", "deputy__code")
    )


def _named(mandate: Mandate) -> str:
    return f"{mandate.deputy}（{mandate.get_level_display()}人大代表）"


class PaperForm(forms.Form):
    note = WordsField(
        label="依据", help_text="例如：纸质签到表第 2 行，张三在场。", max_length=200
    )


class LeaveRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label="申请什么",
        choices=LeaveRequestKind.choices,
        widget=forms.RadioSelect,
        initial=LeaveRequestKind.LEAVE,
    )
    other = forms.ModelChoiceField(
        label="换给谁",
        help_text="换班才要选。先和对方说好。",
        queryset=Mandate.objects.none(),
        empty_label="请选择",
        required=False,
    )
    reason = WordsField(label="理由", max_length=200, rows=3)

    def __init__(self, *args, day: ContactDay, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = free_mandates(day)
        self.fields["other"].label_from_instance = _named

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == LeaveRequestKind.LEAVE:
            cleaned["other"] = None
        elif cleaned.get("kind") == LeaveRequestKind.SWAP and not cleaned.get("other"):
            self.add_error("other", "请选换给谁。")
        return cleaned


class DecideForm(forms.Form):
    granted = forms.TypedChoiceField(
        label="批复",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = WordsField(label="说明", max_length=200, rows=2, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("granted") is False and not cleaned.get("answer"):
            self.add_error("answer", "不同意的，请写明理由。")
        return cleaned


class RhythmForm(forms.Form):
    kind = forms.ChoiceField(
        label="多久一次", choices=RhythmKind.choices, widget=forms.RadioSelect
    )
    nth = forms.TypedChoiceField(
        label="第几个",
        choices=[("", "不选"), *Nth.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    every = forms.IntegerField(label="每几周", min_value=1, max_value=8, required=False)
    weekday = forms.TypedChoiceField(
        label="星期几",
        choices=[("", "不选"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    begins_on = DayField(label="从哪天算起", required=False)
    shift = forms.ChoiceField(
        label="遇节假日", choices=HolidayShift.choices, initial=HolidayShift.NEXT
    )
    hours = WordsField(label="时间", max_length=40, initial=USUAL_HOURS)
    reason = WordsField(label="为什么和别的站不同", max_length=200, rows=2)

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        needed = {
            RhythmKind.MONTH_WEEKDAY: ("nth", "weekday"),
            RhythmKind.WEEKS: ("every", "weekday", "begins_on"),
        }.get(kind, ())
        for name in needed:
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, "这种安排要填这一项。")
        return cleaned
