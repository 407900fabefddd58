"""What is asked about drafts, opinions and meetings. Forms clean; services decide."""

from datetime import datetime, time

from django import forms
from django.utils import timezone

from cases.intake.forms.submission import AgreedForm
from decisions.opinions.enums import DraftKind, Outcome, PointKind
from decisions.opinions.models import Article, CollectionPoint, Informant
from decisions.opinions.sheets import MOST_BYTES, text_of
from decisions.resolutions.errors import DecisionError
from office.places.forms import PlaceField
from office.web.forms import DayField, WordsField, area

TEXT_HELP = "docx 或者 txt，认得“第×条”。也可以贴在下面。"


class EndField(DayField):
    """The last day; cleans to its last second."""

    def clean(self, value):
        day = super().clean(value)
        end = datetime.combine(day, time(23, 59, 59)) if day else None
        return timezone.make_aware(end) if end else None


class TextForm(forms.Form):
    """A draft's text, from a file or pasted; cleans to ``text``."""

    file = forms.FileField(label="草案文件", required=False, help_text=TEXT_HELP)
    text = WordsField(
        label="或者贴条文", max_length=300_000, required=False, widget=area(8)
    )

    def clean(self):
        cleaned = super().clean()
        file = cleaned.pop("file", None)
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 5 MB，请只留草案正文。")
        if file:
            try:
                cleaned["text"] = text_of(file.read(), file.name)
            except DecisionError as error:
                self.add_error("file", str(error))
        return cleaned


class DraftForm(TextForm):
    kind = forms.ChoiceField(
        label="类别", choices=DraftKind.choices, widget=forms.RadioSelect
    )
    title = WordsField(label="名称", max_length=100)
    body = WordsField(
        label="由谁决定",
        max_length=80,
        help_text="法规草案写上级人大常委会；重大事项写县政府、县人大常委会等。",
    )
    document = WordsField(label="来文", max_length=120)
    received_on = DayField(label="收到日期")
    closes_at = EndField(label="截止日期", help_text="这一天的 24 点截止。")
    summary = WordsField(label="说明", max_length=3000, required=False, widget=area(4))
    material = forms.FileField(label="材料", required=False)
    field_order = [
        "kind",
        "title",
        "body",
        "document",
        "received_on",
        "closes_at",
        "summary",
        "material",
        "file",
        "text",
    ]


class VersionForm(TextForm):
    name = WordsField(label="这一稿叫什么", max_length=40, help_text="例如：二次审议稿")
    field_order = ["name", "file", "text"]


class PutOffForm(forms.Form):
    closes_at = EndField(label="改为哪天截止")


class ReportDraftForm(forms.Form):
    document = WordsField(label="上报文号", max_length=120)
    reported_on = DayField(label="上报日期")


class SettleForm(forms.Form):
    result = WordsField(
        label="结果",
        max_length=3000,
        widget=area(5),
        help_text="决定了什么、采纳了什么。和每条意见的采纳情况一起公开，并告诉提出的人。",
    )


class OpinionForm(AgreedForm):
    """The public form, on an article or the whole. A phone may be left for the answer."""

    paragraph = forms.TypedChoiceField(
        label="哪一款", coerce=int, empty_value=None, required=False
    )
    text = WordsField(label="您的意见", max_length=2000, widget=area(5))
    name = WordsField(label="怎么称呼您", max_length=40, required=False)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    field_order = ["paragraph", "text", "name", "phone", "consent"]

    def __init__(self, *args, article=None, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["factor"]
        count = len(article.paragraphs) if article else 0
        if count > 1:
            choices = [(n, f"第 {n} 款") for n in range(1, count + 1)]
            self.fields["paragraph"].choices = [("", "整条"), *choices]
        else:
            del self.fields["paragraph"]
        self.fields[
            "phone"
        ].help_text = "采纳没有，告诉这个手机。不公开，也不给别的单位。"


class DeskOpinionForm(forms.Form):
    """A deputy's own; an office writes down what informants sent in."""

    # What the address names; None for the whole.
    article: Article | None = None

    text = WordsField(label="意见", max_length=2000, widget=area(5))
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class InformantOpinionForm(DeskOpinionForm):
    informant = forms.ModelChoiceField(
        label="信息员",
        queryset=Informant.objects.filter(until=None).select_related("point"),
    )
    field_order = ["informant", "text"]


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(
        label="采纳情况", choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = WordsField(
        label="理由",
        max_length=500,
        required=False,
        widget=area(3),
        help_text="没有全部采纳的一定要写。",
    )


class MergeForm(forms.Form):
    others = forms.ModelMultipleChoiceField(
        label="哪几条说的是同一件事", queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, opinion, **kwargs):
        super().__init__(*args, **kwargs)
        rows = opinion.draft.opinions.filter(
            merged_into=None, followers=None, article=opinion.article
        )
        self.fields["others"].queryset = rows.exclude(pk=opinion.pk)


class PointForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别", choices=PointKind.choices, widget=forms.RadioSelect
    )
    name = WordsField(label="名称", max_length=60)
    division = PlaceField(label="所在区划")
    place = WordsField(label="地点", max_length=100, required=False)
    opened_on = DayField(label="设立日期")


class InformantForm(forms.Form):
    point = forms.ModelChoiceField(
        label="哪个点", queryset=CollectionPoint.objects.filter(closed_on=None)
    )
    name = WordsField(label="姓名", max_length=40)
    profession = WordsField(label="行业", max_length=40)
    phone = WordsField(
        label="手机", max_length=20, required=False, help_text="只用来通知，不显示。"
    )
    since = DayField(label="聘任日期")
