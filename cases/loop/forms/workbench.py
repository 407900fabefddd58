"""The filter and the bulk actions of the office's list."""

from django import forms

from cases.categories.models import Category
from cases.loop.enums import CaseStatus
from cases.loop.models.cases import Case
from cases.loop.services.reference_cache import reference_cache
from cases.loop.worklist import CASE_QUEUES
from office.models import Division, Unit
from office.places.enums import DivisionLevel
from office.web.forms import KnownSelect, WordsField, choose_from

MOST_AT_ONCE = 200


class WorkbenchFilterForm(forms.Form):
    q = forms.CharField(label="找", max_length=50, required=False)
    show = forms.ChoiceField(
        label="要办的",
        choices=[("", "全部"), *[(duty.key, duty.label) for duty in CASE_QUEUES]],
        required=False,
        widget=KnownSelect,
    )
    status = forms.ChoiceField(
        label="状态",
        choices=[
            ("", "全部"),
            *[(s.value, s.label) for s in CaseStatus if s != CaseStatus.WALLED],
        ],
        required=False,
        widget=KnownSelect,
    )
    town = forms.ModelChoiceField(
        label="镇街",
        queryset=Division.objects.filter(level=DivisionLevel.TOWN).order_by("code"),
        empty_label="全部",
        required=False,
        widget=KnownSelect,
    )
    unit = forms.ModelChoiceField(
        label="现在在",
        queryset=Unit.objects.active(),
        empty_label="全部",
        required=False,
        widget=KnownSelect,
    )
    category = forms.ModelChoiceField(
        label="类别",
        queryset=Category.objects.filter(is_active=True, parent__isnull=True),
        empty_label="全部",
        required=False,
        widget=KnownSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = reference_cache()
        choose_from(self.fields["town"], known.all_town_choices)
        choose_from(self.fields["unit"], known.unit_choices)
        choose_from(self.fields["category"], known.main_category_choices)

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def clean_q(self):
        return self.cleaned_data["q"].replace("\x00", "").strip()


class BulkForm(forms.Form):
    """What to do with the ticked cases. Tried dry first, then confirmed."""

    what = forms.ChoiceField(
        label="批量", choices=[("assign", "交办"), ("urge", "催办")], required=True
    )
    lead = forms.ModelChoiceField(
        label="承办单位",
        queryset=Unit.objects.handling(),
        required=False,
        widget=KnownSelect,
        empty_label="请选择（交办要选）",
    )
    note = WordsField(label="要求", max_length=300, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        choose_from(self.fields["lead"], reference_cache().handling_choices)

    def clean(self):
        cleaned = super().clean()
        keys = [
            key for key in self.data.getlist("case") if key.isascii() and key.isdigit()
        ]
        keys = [int(key) for key in keys[:MOST_AT_ONCE] if len(key) < 19]
        cleaned["cases"] = list(
            Case.objects.visible_to(self.user)
            .filter(pk__in=keys)
            .select_related("holder", "division__parent", "category")
            .order_by("pk")
        )
        if not cleaned["cases"]:
            raise forms.ValidationError("请先勾选要办的意见。")
        if cleaned.get("what") == "assign" and not cleaned.get("lead"):
            self.add_error("lead", "交办要选承办单位。")
        return cleaned
