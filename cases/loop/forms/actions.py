"""What is asked before a case moves. Forms clean; the services decide."""

from django import forms

from cases.categories.models import Category
from cases.categories.services.model import guess_categories
from cases.loop.enums import (
    OPINION_DECLINES,
    PromiseState,
    ReplyState,
    ResultClass,
    SuspendReason,
)
from cases.loop.models.answers import Promise, Reply
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Extension
from cases.loop.permissions import answering_unit_ids
from cases.loop.services import building, routing
from office.models import Division, Unit
from office.places.enums import DivisionLevel
from office.web.forms import WordsField, area


def _labelled(members) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in members]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class CaseForm(forms.Form):
    """A form about one case, asked of one person."""

    def __init__(self, *args, case: Case, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices that depend on the case and the person."""


class EmptyForm(CaseForm):
    """Nothing to fill in: the button says it all."""


class AcceptForm(CaseForm):
    level = forms.ChoiceField(
        label="由哪一级办",
        choices=[(DivisionLevel.TOWN, "镇里办"), (DivisionLevel.COUNTY, "县里办")],
        widget=forms.RadioSelect,
    )
    suggested = forms.ChoiceField(
        label="像是哪一类",
        help_text="按用词推测的，点一下就选它；都不是的，在下面选。",
        widget=forms.RadioSelect,
        required=False,
    )
    category = forms.ModelChoiceField(
        label="类别", queryset=Category.objects.filter(is_active=True), required=False
    )
    division = forms.ModelChoiceField(
        label="事发地",
        queryset=Division.objects.filter(valid_until__isnull=True).order_by("code"),
    )

    def prepare(self):
        self.initial.setdefault("level", self.case.level)
        self.initial.setdefault("category", self.case.category_id)
        self.initial.setdefault("division", self.case.division_id)
        guesses = guess_categories(self.case.title, self.case.text)
        codes = [guess.code for guess in guesses]
        self.likely = {
            category.code: category
            for category in Category.objects.filter(is_active=True, code__in=codes)
        }
        self.fields["suggested"].choices = [
            (guess.code, f"{self.likely[guess.code]}（{guess.confidence}）")
            for guess in guesses
            if guess.code in self.likely
        ]
        if not self.fields["suggested"].choices:
            del self.fields["suggested"]

    def clean(self):
        cleaned = super().clean()
        tapped = self.likely.get(cleaned.pop("suggested", ""))
        chosen = cleaned.get("category")
        if tapped is None:
            return cleaned
        differs = chosen is not None and tapped not in (chosen, chosen.parent)
        if differs and "category" in self.changed_data:
            self.add_error("category", "和上面点的不是一类，请只选一个。")
        # What was tapped is coarse: a part of it that was chosen before stays.
        if chosen is None or chosen.parent_id != tapped.pk:
            cleaned["category"] = tapped
        return cleaned


class DeclineForm(CaseForm):
    reason = forms.ChoiceField(
        label="为什么不受理",
        choices=_labelled(OPINION_DECLINES),
        widget=forms.RadioSelect,
    )
    guidance = WordsField(
        label="该去哪里、怎么办",
        help_text="不填的，用这类原因的通用说明。提出人看得到。",
        max_length=500,
        required=False,
        widget=area(3),
    )


class MergeForm(CaseForm):
    into = WordsField(
        label="并入哪一件", help_text="写编号，例如：探沂〔2026〕001号。", max_length=40
    )

    def clean_into(self):
        number = self.cleaned_data["into"]
        found = Case.objects.visible_to(self.user).filter(number=number).first()
        if found is None:
            raise forms.ValidationError("没有这个编号，或者您看不到那一件。")
        return found


class AssignForm(CaseForm):
    lead = forms.ModelChoiceField(
        label="主办单位", queryset=Unit.objects.handling(), empty_label="请选择"
    )
    assist = forms.ModelMultipleChoiceField(
        label="协办单位",
        help_text="会同主办单位办理，只给一份答复。",
        queryset=Unit.objects.handling(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    separate = forms.ModelMultipleChoiceField(
        label="分别办理的单位",
        help_text="和主办单位各办各的，各给一份答复。",
        queryset=Unit.objects.handling(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = WordsField(label="交办要求", max_length=300, required=False, widget=area(2))

    def prepare(self):
        self.suggestions = routing.suggest_units(
            category=self.case.category,
            division=self.case.division,
            level=self.case.level,
        )
        if self.suggestions:
            self.initial.setdefault("lead", self.suggestions[0].unit.pk)
            reasons = "；".join(f"{s.unit}（{s.reason}）" for s in self.suggestions)
            self.fields["lead"].help_text = f"建议：{reasons}"


class ReasonForm(CaseForm):
    reason = WordsField(label="理由", max_length=300, widget=area(3))


class NoteForm(CaseForm):
    text = WordsField(label="做了什么", max_length=building.TEXT_LIMIT, widget=area(4))
    files = forms.FileField(label="照片或文件", required=False)
    is_public = forms.BooleanField(
        label="提出人也看得到",
        help_text="公开页上要等督办单位看过、放出来才有。",
        required=False,
    )


class UnitForm(CaseForm):
    unit = forms.ModelChoiceField(label="协办单位", queryset=Unit.objects.handling())


class OpinionForm(CaseForm):
    opinion = WordsField(label="协办意见", max_length=2000, widget=area(4))


class ExtensionForm(CaseForm):
    days = forms.IntegerField(label="延长几个工作日", min_value=1, max_value=60)
    reason = WordsField(
        label="为什么要延", help_text="提出人看得到。", max_length=300, widget=area(3)
    )


class DecideExtensionForm(CaseForm):
    granted = forms.TypedChoiceField(
        label="同意吗",
        choices=[("1", "同意"), ("", "不同意")],
        coerce=bool,
        empty_value=False,
        widget=forms.RadioSelect,
        required=False,
    )
    answer = WordsField(
        label="批复意见", max_length=300, required=False, widget=area(2)
    )

    def prepare(self):
        self.extension = Extension.objects.filter(
            round__case=self.case, granted__isnull=True
        ).first()
        if self.extension:
            asked = self.extension
            self.fields[
                "granted"
            ].help_text = (
                f"{asked.asked_by}申请延长 {asked.days} 个工作日：{asked.reason}"
            )

    def clean(self):
        if self.extension is None:
            raise forms.ValidationError("这份延期申请已经批复过了。")
        return super().clean()


class SuspendForm(CaseForm):
    reason = forms.ChoiceField(
        label="原因", choices=SuspendReason.choices, widget=forms.RadioSelect
    )
    text = WordsField(
        label="说明",
        help_text="提出人看得到，公开页上不写。",
        max_length=300,
        widget=area(3),
    )
    limit_on = forms.DateField(
        label="最迟哪天恢复计时",
        widget=DayInput(),
        error_messages={"invalid": "请写成 2026-12-01 这样的日期。"},
    )


class DraftForm(CaseForm):
    unit = forms.ModelChoiceField(label="以哪个单位答复", queryset=Unit.objects.none())
    result_class = forms.ChoiceField(
        label="办理结果", choices=ResultClass.choices, widget=forms.RadioSelect
    )
    text = WordsField(
        label="答复内容",
        help_text="直接对提出人说：查到了什么，做了什么，什么时候做完。",
        max_length=building.TEXT_LIMIT,
        widget=area(8),
    )
    promise = WordsField(
        label="答应的事", help_text="列入计划的要填。", max_length=200, required=False
    )
    promise_on = forms.DateField(
        label="答应到哪天",
        required=False,
        widget=DayInput(),
        error_messages={"invalid": "请写成 2026-12-01 这样的日期。"},
    )

    def prepare(self):
        units = answering_unit_ids(self.user, self.case)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)
        self.initial.setdefault("unit", units[0] if units else None)
        sent_back = Reply.objects.filter(
            round__case=self.case, unit__in=units, state=ReplyState.RETURNED
        ).last()
        if sent_back:
            for name in ("text", "result_class", "promise", "promise_on"):
                self.initial.setdefault(name, getattr(sent_back, name))
            self.fields["text"].help_text = f"退回意见：{sent_back.returned_reason}"


class ReplyForm(CaseForm):
    """About a draft that waits for release."""

    reply = forms.ModelChoiceField(
        label="哪一份答复稿", queryset=Reply.objects.none(), empty_label=None
    )

    def prepare(self):
        waiting = Reply.objects.filter(
            round__case=self.case, state=ReplyState.SUBMITTED
        ).select_related("unit", "round", "drafted_by")
        self.fields["reply"].queryset = waiting
        first = waiting.first()
        if first:
            self.initial.setdefault("reply", first.pk)
            self.prepare_for(first)

    def prepare_for(self, reply: Reply) -> None:
        """Show the first draft."""


class SendBackForm(ReplyForm):
    reason = WordsField(label="要改什么", max_length=300, widget=area(3))


class UrgeForm(CaseForm):
    note = WordsField(label="催办要求", max_length=300, required=False, widget=area(2))


class PromiseForm(CaseForm):
    promise = forms.ModelChoiceField(
        label="哪一项承诺", queryset=Promise.objects.none(), empty_label=None
    )
    kept = forms.TypedChoiceField(
        label="落实了没有",
        choices=[("1", "落实了"), ("", "没有落实")],
        coerce=bool,
        empty_value=False,
        widget=forms.RadioSelect,
        required=False,
    )
    report = WordsField(
        label="落实的情况",
        help_text="提出人看得到。",
        max_length=1000,
        widget=area(3),
    )

    def prepare(self):
        open_ones = Promise.objects.filter(case=self.case)
        self.fields["promise"].queryset = open_ones.exclude(state=PromiseState.KEPT)


class MinutesForm(CaseForm):
    minutes = WordsField(
        label="会商记录",
        help_text="谁参加，怎么说，怎么定。掩去个人信息后公开。",
        max_length=building.TEXT_LIMIT,
        widget=area(8),
    )
