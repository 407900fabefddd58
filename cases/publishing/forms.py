"""What residents type. Nothing typed is lost: an error gives the words back."""

from django import forms

from cases.categories.models import Category
from cases.loop.services.reference_cache import reference_cache
from office.models import Division
from office.places.enums import DivisionLevel
from office.web.forms import KnownSelect, WordsField, choose_from


class CaseFilterForm(forms.Form):
    """The list of published cases: a GET form with an address to pass on."""

    q = WordsField(
        label="找什么",
        max_length=50,
        required=False,
        error_messages={"max_length": "最多 50 字。"},
    )
    town = forms.ModelChoiceField(
        label="哪个镇",
        queryset=Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        ).order_by("code"),
        empty_label="全县",
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
    state = forms.ChoiceField(
        label="办到哪里",
        choices=[
            ("", "全部"),
            ("open", "在办"),
            ("answered", "已答复"),
            ("closed", "办结"),
        ],
        required=False,
        widget=KnownSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What is chosen is looked up; what can be chosen is known.
        known = reference_cache()
        choose_from(self.fields["town"], known.town_choices)
        choose_from(self.fields["category"], known.main_category_choices)

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
