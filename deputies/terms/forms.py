"""Forms for opening and preparing a term. They validate input; the services decide."""

from django import forms
from django.core.exceptions import ValidationError

from deputies.register.enums import Level
from deputies.register.models import Term
from office.models import Division
from office.places.enums import DivisionLevel
from office.web.forms import DAY_ERROR, DayField, WordsField

MOST_PEOPLE = 20_000_000


class OpenTermForm(forms.Form):
    level = forms.ChoiceField(label="哪一级", choices=Level.choices)
    number = forms.IntegerField(label="第几届", min_value=1, max_value=200)
    starts_on = DayField(
        label="预计从哪天起",
        error_messages=DAY_ERROR,
        help_text="新一届第一次会议召开的日子，届时再按实际的改。",
    )
    basis = WordsField(label="依据文件", max_length=120)


class CopyForm(forms.Form):
    source = forms.ModelChoiceField(
        label="从哪一届复制", queryset=Term.objects.none(), empty_label=None
    )

    def __init__(self, *args, target, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Term.objects.filter(level=target.level).exclude(pk=target.pk)
        self.fields["source"].queryset = rows


class BeginForm(forms.Form):
    on = DayField(label="从哪天起", error_messages=DAY_ERROR)
    document = WordsField(
        label="文件", max_length=120, help_text="第一次会议的公告或者代表名单的公告。"
    )


class QuotaForm(forms.Form):
    division = forms.ModelChoiceField(
        label="哪里", queryset=Division.objects.none(), empty_label=None
    )
    population = forms.IntegerField(
        label="人口", min_value=1, max_value=MOST_PEOPLE, help_text="按常住户口人口。"
    )
    seats = forms.IntegerField(label="确定的名额", min_value=1, max_value=450)
    basis = WordsField(label="依据文件", max_length=120)

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Division.objects.filter(valid_until__isnull=True).order_by("code")
        if term.level == Level.COUNTY:
            rows = rows.filter(level=DivisionLevel.COUNTY)
        else:
            rows = rows.filter(level=DivisionLevel.TOWN).exclude(kind="街道")
        self.fields["division"].queryset = rows


class TownForm(forms.Form):
    """Filter and order of a term's constituencies."""

    town = forms.ModelChoiceField(
        label="哪个镇",
        queryset=Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        ).order_by("code"),
        empty_label="全县",
        required=False,
    )
    sort = forms.ChoiceField(
        label="排列",
        choices=[("", "偏离大的在前"), ("number", "按编号")],
        required=False,
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class CompareForm(forms.Form):
    old = forms.ModelChoiceField(label="前一届", queryset=Term.objects.all())
    new = forms.ModelChoiceField(label="后一届", queryset=Term.objects.all())

    def clean(self):
        cleaned = super().clean()
        old, new = cleaned.get("old"), cleaned.get("new")
        if old and new and (old.level != new.level or old.number >= new.number):
            raise ValidationError("请选同一级的两届，前一届在前。")
        return cleaned

    @property
    def is_used(self) -> bool:
        return False
