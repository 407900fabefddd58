"""What a deputy writes, and what is asked before a suggestion moves."""

from django import forms
from django.utils import timezone

from cases.loop.enums import SUGGESTION_DECLINES, Attitude
from cases.loop.forms.actions import AssignForm, CaseForm, DayInput
from cases.loop.permissions import ANSWERING
from cases.loop.services import building
from cases.suggestions.enums import Hidden, MeetingWay, Occasion
from cases.suggestions.models import Proposer
from cases.suggestions.permissions import seats_of
from cases.suggestions.services import drafts as suggesting
from deputies.models import Mandate
from office.calendar.services.deadlines import time_allowed
from office.models import Division, Unit
from office.web.forms import DAY_ERROR, WordsField, area


class SeatField(forms.ModelChoiceField):
    """One's own seats: one may sit for the county and for a town."""

    def __init__(self):
        super().__init__(
            label="以哪一级代表的身份",
            queryset=Mandate.objects.none(),
            empty_label=None,
            widget=forms.RadioSelect,
        )

    def label_from_instance(self, seat):
        return f"{seat.term}代表（{seat.constituency.name}）"


class WordsForm(forms.Form):
    """一事一议、明确具体 (山东条例 第五条、第六条)."""

    lead = SeatField()
    title = WordsField(label="标题", help_text="关于……的建议", max_length=100)
    text = WordsField(
        label="内容",
        help_text="一件建议说一件事：什么情况，为什么，建议怎么办。",
        max_length=building.TEXT_LIMIT,
        widget=area(12),
    )
    division = forms.ModelChoiceField(
        label="事情在哪里",
        queryset=Division.objects.filter(valid_until__isnull=True).order_by(
            "level", "code"
        ),
    )
    occasion = forms.ChoiceField(
        label="什么时候提",
        choices=Occasion.choices,
        initial=Occasion.BETWEEN,
        widget=forms.RadioSelect,
    )
    session = WordsField(
        label="哪次会议",
        help_text="大会期间提的要填，例如：县十九届人大六次会议。",
        max_length=60,
        required=False,
    )
    session_closed_on = forms.DateField(
        label="闭会之日",
        help_text="已经知道的填。乡镇大会的建议从这一天起算期限。",
        required=False,
        widget=DayInput(),
        error_messages=DAY_ERROR,
    )
    hidden = forms.ChoiceField(
        label="能不能公开",
        choices=[("", "可以公开"), *Hidden.choices],
        required=False,
        help_text="建议和答复一般公开；不公开的选理由。",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        seats = seats_of(user)
        field = self.fields["lead"]
        field.queryset = Mandate.objects.filter(
            pk__in=[seat.pk for seat in seats]
        ).select_related("term", "constituency")
        if seats:
            self.initial.setdefault("lead", seats[0].pk)
            self.initial.setdefault("division", seats[0].constituency.town_id)


class TurnForm(WordsForm):
    """A resident's opinion, in the deputy's own words. One step."""

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.initial.update(
            title=f"关于{case.title}的建议"[:100],
            text=case.text,
            division=case.division_id,
        )


class AskJointForm(CaseForm):
    mandates = forms.ModelMultipleChoiceField(
        label="请哪些代表联名",
        help_text="每人自己确认以后才算。",
        queryset=Mandate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self):
        self.fields["mandates"].queryset = colleagues_of(self.case.suggestion)


def colleagues_of(data):
    """Who may still be asked to join: sitting deputies of the same congress."""
    asked = data.proposers.values("mandate")
    seats = Mandate.objects.in_office().filter(term=data.lead.term_id)
    return seats.exclude(pk__in=asked).select_related("deputy", "constituency")


class DraftJointForm(forms.Form):
    mandates = AskJointForm.base_fields["mandates"]

    def __init__(self, *args, data, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mandates"].queryset = colleagues_of(data)


class JoinForm(CaseForm):
    joins = forms.TypedChoiceField(
        label="您联名吗",
        choices=[("1", "联名，这也是我的建议"), ("", "不联名")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self):
        self.initial["version"] = self.case.suggestion.text_version


class DraftJoinForm(forms.Form):
    joins = JoinForm.base_fields["joins"]
    version = JoinForm.base_fields["version"]


class HandOverForm(AssignForm):
    hard_reason = WordsField(
        label="涉及面广、处理难度大的理由",
        max_length=200,
        required=False,
    )
    session_closed_on = forms.DateField(
        label="闭会之日",
        required=False,
        widget=DayInput(),
        error_messages=DAY_ERROR,
    )

    def prepare(self):
        super().prepare()
        today = timezone.localdate()
        hard = time_allowed("suggestion_answer_hard", today)
        usual = time_allowed("suggestion_answer", today)
        self.fields[
            "hard_reason"
        ].help_text = f"填了的，{hard}答复；不填的，{usual}答复（代表法第五十一条）。"
        suggestion = self.case.suggestion
        self.initial.setdefault("session_closed_on", suggestion.session_closed_on)
        if suggestion.occasion != Occasion.IN_SESSION:
            del self.fields["session_closed_on"]


class UnfitForm(CaseForm):
    reason = forms.ChoiceField(
        label="为什么不作为建议",
        choices=[(reason.value, reason.label) for reason in SUGGESTION_DECLINES],
        widget=forms.RadioSelect,
    )
    guidance = WordsField(
        label="该去哪里、怎么改",
        help_text="不填的，用这类原因的通用说明。代表看得到。",
        max_length=500,
        required=False,
        widget=area(3),
    )


class MeetForm(CaseForm):
    unit = forms.ModelChoiceField(
        label="哪个单位", queryset=Unit.objects.none(), empty_label=None
    )
    proposer = forms.ModelChoiceField(
        label="和哪位代表", queryset=Proposer.objects.none(), empty_label=None
    )
    way = forms.ChoiceField(
        label="怎么谈的",
        choices=MeetingWay.choices,
        initial=MeetingWay.FACE,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label="哪一天", widget=DayInput(), error_messages=DAY_ERROR)
    place = WordsField(label="在哪里", max_length=100, required=False)
    people = WordsField(label="单位谁参加", max_length=100)
    text = WordsField(label="代表怎么说", max_length=2000, widget=area(5))

    def prepare(self):
        case = self.case
        units = case.assignments.filter(
            round__number=case.round_no,
            returned_at__isnull=True,
            unit__in=self.user.unit_ids(*ANSWERING),
        ).values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)
        self.initial.setdefault("day", timezone.localdate())
        names = [p.pk for p in suggesting.confirmed(case.suggestion)]
        self.fields["proposer"].queryset = Proposer.objects.filter(
            pk__in=names
        ).select_related("mandate__deputy")


class DecideForm(CaseForm):
    granted = forms.TypedChoiceField(
        label="同意延到六个月吗",
        choices=[("1", "同意"), ("", "不同意")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = WordsField(
        label="批复意见", max_length=300, required=False, widget=area(2)
    )


class KeyForm(CaseForm):
    leader = WordsField(label="由谁督办", help_text="写职务和姓名。", max_length=40)
    basis = WordsField(
        label="哪次主任会议确定",
        help_text="重点督办由主任会议确定（代表法第五十二条）。",
        max_length=100,
    )


class RateForm(CaseForm):
    process = forms.ChoiceField(
        label="对办理过程", choices=Attitude.choices, widget=forms.RadioSelect
    )
    result = forms.ChoiceField(
        label="对办理结果", choices=Attitude.choices, widget=forms.RadioSelect
    )
    comment = WordsField(
        label="具体意见",
        max_length=2000,
        required=False,
        widget=area(4),
    )

    def prepare(self):
        allowed = time_allowed("suggestion_answer_again", timezone.localdate())
        self.fields[
            "comment"
        ].help_text = f"不满意的要写。对结果不满意的，重新交办，{allowed}再次答复。"

    def clean(self):
        cleaned = super().clean()
        bad = Attitude.BAD in (cleaned.get("process"), cleaned.get("result"))
        if bad and not cleaned.get("comment"):
            self.add_error("comment", "不满意的，请写具体意见。")
        return cleaned
