"""What is asked about the words and the person: publishing, consent, looking at numbers."""

from django import forms
from django.utils import timezone

from cases.loop.enums import step_label
from cases.loop.forms.actions import CaseForm, ReplyForm
from cases.loop.models.cases import CaseEvent
from cases.loop.models.releases import ReleasedWords
from cases.loop.services import building, releasing
from office.calendar.services.deadlines import cn_date
from office.text.masking import mask_text
from office.web.forms import WordsField, area


class PublicWordsForm(CaseForm):
    """Words that everybody will read: shown beforehand as they will be read.

    ``look`` sends the form to see that, and leaves everything as it is.
    """

    shown: tuple[str, ...] = ()

    @property
    def preview(self) -> list[tuple[str, str]]:
        fields = [self[name] for name in self.shown]
        return [(field.label, self._as_sent(field)) for field in fields]

    def _as_sent(self, field: forms.BoundField) -> str:
        """What was typed; before that the words as they came, to see what is covered."""
        first = getattr(self, "original", {}).get(field.name)
        return str((not self.is_bound and first) or field.value() or "")

    def clean(self):
        if "look" in self.data:
            raise forms.ValidationError("还没有公开。看过下面的样子，再点公开。")
        return super().clean()


class ReleaseForm(PublicWordsForm, ReplyForm):
    shown = ("public_text",)
    public_text = WordsField(
        label="公开的答复",
        help_text="提出人和大家看到的就是这些字，号码掩去。单位自己公开的电话不掩。",
        max_length=building.TEXT_LIMIT,
        widget=area(8),
    )

    def prepare_for(self, reply):
        self.original = {"public_text": reply.text}
        self.initial.setdefault("public_text", mask_text(reply.text))
        result = reply.get_result_class_display()
        text = f"{reply.drafted_by.name}起草，办理结果：{result}"
        if reply.promise:
            text += f"，答应{cn_date(reply.promise_on)}前：{reply.promise}"
        self.fields["reply"].help_text = f"{text}。"


class PublishForm(PublicWordsForm):
    shown = ("title", "text")
    title = WordsField(label="公开标题", max_length=100)
    text = WordsField(
        label="公开内容",
        help_text="公开后掩去了什么，看上面标出的地方。",
        max_length=building.TEXT_LIMIT,
        widget=area(8),
    )

    def prepare(self):
        case = self.case
        if not case.public_text:
            self.original = {"title": case.title, "text": case.text}
        self.initial.setdefault("title", case.public_title or mask_text(case.title))
        self.initial.setdefault("text", case.public_text or mask_text(case.text))


class ReleaseWordsForm(CaseForm):
    """Which step's words everybody may read; they stand here as they will be read."""

    event = forms.ModelChoiceField(
        label="公开哪一段话",
        help_text="就是下面的样子，号码已经掩去。姓名、住址请再看一遍。",
        queryset=CaseEvent.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    text = WordsField(
        label="改成这样公开",
        help_text="原话里有姓名、住址的，在这里写去掉以后的。不填就按上面的公开。",
        max_length=building.TEXT_LIMIT,
        required=False,
        widget=area(4),
    )

    def prepare(self):
        self.fields["event"].queryset = releasing.waiting_words(self.case)
        self.fields["event"].label_from_instance = _words_of_step


def _words_of_step(event: CaseEvent) -> str:
    day = cn_date(timezone.localdate(event.at))
    return f"{day} {step_label(event.verb)}：{mask_text(releasing.words_of(event))}"


class HideWordsForm(CaseForm):
    words = forms.ModelChoiceField(
        label="停止公开哪一段话",
        queryset=ReleasedWords.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    reason = WordsField(label="理由", max_length=300, widget=area(3))

    def prepare(self):
        shown = ReleasedWords.objects.filter(event__case=self.case, is_public=True)
        self.fields["words"].queryset = shown


class ConsentForm(CaseForm):
    may_publish = forms.TypedChoiceField(
        label="提出人怎么说",
        choices=[("1", "同意公开"), ("", "不同意公开")],
        coerce=bool,
        empty_value=False,
        widget=forms.RadioSelect,
        required=False,
    )
    how = WordsField(
        label="怎么知道的",
        help_text="哪天、什么方式、谁问的。改成不同意的，公开页马上撤下。",
        max_length=300,
        widget=area(2),
    )

    def prepare(self):
        self.initial.setdefault("may_publish", "")


class SlipForm(CaseForm):
    reason = WordsField(
        label="为什么再看查询单",
        help_text="查询码能代提出人说话。写进审计记录，只打开一次。",
        max_length=200,
    )


class RevealForm(CaseForm):
    field = forms.ChoiceField(
        label="看哪一项",
        choices=[
            ("phone", "电话"),
            ("name", "姓名"),
            ("address", "住址"),
            ("text", "原话里掩去的号码"),
        ],
        widget=forms.RadioSelect,
    )
    reason = WordsField(label="为什么要看", help_text="写进审计记录。", max_length=200)
