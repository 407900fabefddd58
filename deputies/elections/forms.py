"""Forms of elections. They validate input; the services decide."""

from django import forms

from deputies.elections.enums import NominatedBy
from deputies.elections.services.candidates import Call
from deputies.elections.services.results import Result
from deputies.elections.services.rules import LEAST_BACKERS, Count
from deputies.register.enums import Gender
from deputies.register.models import Deputy
from deputies.register.services.mandates import Person
from office.web.forms import DAY_ERROR, DayField, WordsField

MOST_PEOPLE = 20_000_000


class CallForm(forms.Form):
    day = DayField(label="选举日", error_messages=DAY_ERROR)
    decided_on = DayField(label="决定日期", error_messages=DAY_ERROR)
    document = WordsField(label="文件", max_length=120)

    def clean(self):
        cleaned = super().clean()
        day, decided = cleaned.get("day"), cleaned.get("decided_on")
        if day and decided and day < decided:
            self.add_error("day", "选举日不能早于决定日期。")
        return cleaned

    @property
    def call(self) -> Call:
        return Call(**self.cleaned_data)


class CandidateForm(forms.Form):
    """A person of the county, or a former deputy found by code."""

    deputy = WordsField(
        label="代表代码",
        max_length=12,
        required=False,
        help_text="当过代表的填代码，例如 d0012，下面几栏不用填。",
    )
    name = WordsField(label="姓名", max_length=40, required=False)
    gender = forms.ChoiceField(
        label="性别", choices=Gender.choices, widget=forms.RadioSelect, required=False
    )
    ethnicity = WordsField(label="民族", max_length=12, initial="汉族", required=False)
    born = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label="出生年月",
        required=False,
        help_text="写成 1975-04，只写到月。",
        error_messages={"invalid": "请写成 1975-04 这样。"},
    )
    occupation = WordsField(label="单位职务", max_length=80, required=False)
    nominated_by = forms.ChoiceField(label="推荐", widget=forms.RadioSelect)
    backers = forms.IntegerField(
        label="联名选民人数",
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        help_text="选民推荐的才填，十人以上。",
    )

    def __init__(self, *args, state, **kwargs):
        super().__init__(*args, **kwargs)
        written = NominatedBy.WRITTEN_IN
        self.fields["nominated_by"].choices = [
            (one.value, one.label)
            for one in NominatedBy
            if (one == written) == (state == "named")
        ]

    def clean_deputy(self):
        code = self.cleaned_data["deputy"]
        if not code:
            return None
        deputy = Deputy.objects.filter(code=code).first()
        if deputy is None:
            raise forms.ValidationError("没有这个代码的代表。")
        return deputy

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("deputy") and "deputy" not in self.errors:
            for name in ("name", "gender"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "没有当过代表的，请填写这一项。")
        few = (cleaned.get("backers") or 0) < LEAST_BACKERS
        if cleaned.get("nominated_by") == NominatedBy.VOTERS and few:
            self.add_error("backers", "选民推荐要十人以上联名（选举法第三十条）。")
        return cleaned

    @property
    def facts(self) -> dict:
        cleaned = self.cleaned_data
        person = Person(
            name=cleaned["name"],
            gender=Gender(cleaned["gender"] or Gender.MALE),
            occupation=cleaned["occupation"],
            ethnicity=cleaned["ethnicity"] or "汉族",
            born=cleaned["born"],
        )
        return {
            "person": person,
            "deputy": cleaned["deputy"],
            "nominated_by": NominatedBy(cleaned["nominated_by"]),
            "backers": cleaned["backers"],
        }


class VotesForm(forms.Form):
    """One number per candidate, in fields ``<prefix>_<key>``."""

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = candidates

    def add_votes(self, prefix: str, label: str, **known) -> None:
        for row in self.candidates:
            self.fields[f"{prefix}_{row.pk}"] = forms.IntegerField(
                label=f"{row.name}：{label}",
                min_value=0,
                max_value=MOST_PEOPLE,
                **known,
            )

    def votes(self, prefix: str) -> dict[int, int | None]:
        return {
            row.pk: self.cleaned_data.get(f"{prefix}_{row.pk}")
            for row in self.candidates
        }


class SettleForm(VotesForm):
    on = DayField(label="公布日期", error_messages=DAY_ERROR)
    document = WordsField(label="文件", max_length=120)
    finals = forms.TypedMultipleChoiceField(
        label="正式候选人",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选正式候选人。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["finals"].choices = [(row.pk, row.name) for row in self.candidates]
        self.add_votes("pre", "预选得票", required=False)

    @property
    def chosen(self) -> dict[int, int | None]:
        """The final candidates; with votes only if all of them have some."""
        finals = self.cleaned_data["finals"]
        votes = {pk: v for pk, v in self.votes("pre").items() if pk in finals}
        if all(one is not None for one in votes.values()):
            return votes
        return dict.fromkeys(votes)

    def clean(self):
        cleaned = super().clean()
        votes = [cleaned.get(f"pre_{pk}") for pk in cleaned.get("finals", ())]
        if any(one is not None for one in votes) and None in votes:
            self.add_error(None, "经过预选的，每一名正式候选人都要填预选得票。")
        return cleaned


class ResultForm(VotesForm):
    on = DayField(label="公布日期", error_messages=DAY_ERROR)
    document = WordsField(label="文件", max_length=120)
    electors = forms.IntegerField(label="全体选民", min_value=1, max_value=MOST_PEOPLE)
    voters = forms.IntegerField(
        label="参加投票的选民", min_value=0, max_value=MOST_PEOPLE
    )
    ballots = forms.IntegerField(label="收回的选票", min_value=0, max_value=MOST_PEOPLE)
    invalid = forms.IntegerField(
        label="其中废票", min_value=0, max_value=MOST_PEOPLE, initial=0
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_votes("votes", "得票")
        self.add_votes("runoff", "再次投票得票", required=False)

    def clean(self):
        cleaned = super().clean()
        numbers = [cleaned.get(n) for n in ("electors", "voters", "ballots", "invalid")]
        if None not in numbers and (objection := Count(*numbers).objection):
            self.add_error(None, objection)
        return cleaned

    @property
    def result(self) -> Result:
        cleaned = self.cleaned_data
        runoff = {pk: v for pk, v in self.votes("runoff").items() if v is not None}
        return Result(
            count=Count(
                cleaned["electors"],
                cleaned["voters"],
                cleaned["ballots"],
                cleaned["invalid"],
            ),
            votes={pk: v or 0 for pk, v in self.votes("votes").items()},
            runoff=runoff,
            on=cleaned["on"],
            document=cleaned["document"],
        )
