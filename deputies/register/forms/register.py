"""The filter of the directory, and the registers' forms. They validate; services write."""

from django import forms

from deputies.register.enums import Gender, Level
from deputies.register.models import Constituency, Mandate, Term
from deputies.register.services import mandates
from deputies.register.services.mandates import MandateError, Person
from office.places.enums import DivisionLevel


class TermForm(forms.ModelForm):
    """Corrections of a term; opening and starting it is done by its services."""

    class Meta:
        model = Term
        fields = ("starts_on", "basis")

    def clean_starts_on(self):
        starts, ends = self.cleaned_data["starts_on"], self.instance.ends_on
        if ends and ends <= starts:
            raise forms.ValidationError("起日要早于止日。")
        return starts


class ConstituencyForm(forms.ModelForm):
    class Meta:
        model = Constituency
        fields = (
            "term",
            "level",
            "town",
            "number",
            "name",
            "seats",
            "population",
            "villages",
            "units",
        )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            cleaned |= {"term": self.instance.term, "level": self.instance.level}
        term, town = cleaned.get("term"), cleaned.get("town")
        if term and term.is_over:
            self.add_error("term", "往届的选区不再增加。")
        if term and cleaned.get("level") != term.level:
            self.add_error("level", f"这一届是{term.get_level_display()}级的。")
        if town and town.level != DivisionLevel.TOWN:
            self.add_error("town", "请选一个镇、乡或者街道。")
        if not cleaned.get("villages") and not cleaned.get("units"):
            self.add_error("villages", "至少选一个村居或者一个单位。")
        if town and (away := self._outside(cleaned.get("villages"), town)):
            self.add_error("villages", f"{away}不在{town}。")
        if self._number_is_taken(cleaned):
            self.add_error("number", "这个编号已经有选区了。")
        return cleaned

    def _outside(self, villages, town) -> str:
        return "、".join(v.name for v in villages or () if v.parent_id != town.pk)

    def _number_is_taken(self, data) -> bool:
        same = Constituency.objects.filter(
            term=data.get("term"), number=data.get("number")
        )
        if data.get("level") == Level.TOWN:
            same = same.filter(town=data.get("town"))
        return same.exclude(pk=self.instance.pk).exists()


class ElectionForm(forms.ModelForm):
    """Registers an election: of a deputy known from another level or term, or not."""

    name = forms.CharField(label="姓名", max_length=40, required=False)
    gender = forms.ChoiceField(
        label="性别", choices=[("", "---------"), *Gender.choices], required=False
    )
    ethnicity = forms.CharField(
        label="民族", max_length=12, required=False, initial="汉族"
    )
    born = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label="出生年月",
        required=False,
        help_text="写成 1975-04，只写到月。",
        error_messages={"invalid": "请写成 1975-04 这样。"},
    )
    occupation = forms.CharField(label="单位职务", max_length=80, required=False)

    class Meta:
        model = Mandate
        fields = ("constituency", "starts_on", "deputy")
        labels = {"starts_on": "当选日", "deputy": "当过代表的"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].required = False
        self.fields["deputy"].help_text = "第一次当选的不选，填下面几栏。"

    def _get_validation_exclusions(self):
        # A new person is created by the service, together with the seat.
        return super()._get_validation_exclusions() | {"deputy"}

    @property
    def person(self) -> Person | None:
        cleaned = self.cleaned_data
        if cleaned["deputy"]:
            return None
        return Person(
            name=cleaned["name"],
            gender=Gender(cleaned["gender"]),
            occupation=cleaned["occupation"],
            ethnicity=cleaned["ethnicity"] or "汉族",
            born=cleaned["born"],
        )

    def clean(self):
        cleaned = super().clean()
        deputy, where = cleaned.get("deputy"), cleaned.get("constituency")
        if deputy is None:
            for name in ("name", "gender"):
                if not cleaned.get(name):
                    self.add_error(name, "第一次当选的，请填写这一项。")
        elif cleaned.get("name"):
            self.add_error("name", "已经选了代表，这里不用填。")
        if where is not None:
            try:
                mandates.check_seat(where, deputy)
            except MandateError as error:
                self.add_error("constituency", str(error))
        return cleaned
