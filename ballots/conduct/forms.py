"""Forms of ballots: they clean what was typed; the services decide."""

from django import forms
from django.db.models import QuerySet

from ballots.rules.enums import BallotKind, Organ, Quorum, Threshold
from ballots.rules.models import Ballot
from ballots.rules.rules import LAW, MOST_ITEMS, RuleDraft
from ballots.setup.services import Frame, ItemDraft
from deputies.models import Assembly
from office.models import User
from office.web.forms import WordsField

BY_LAW = ("", "按法律规定")


def _key_field() -> forms.PasswordInput:
    """Not read over a shoulder, and not remembered by the browser."""
    return forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True)


class BallotForm(forms.Form):
    """What is asked and by which rule."""

    title = forms.CharField(label="标题", max_length=80)
    question = forms.CharField(label="表决什么", max_length=200)
    organ = forms.ChoiceField(label="由谁表决", choices=Organ.choices)
    body = forms.CharField(
        label="会议名称",
        max_length=60,
        help_text="例如：费县第十九届人民代表大会第六次会议",
    )
    assembly = forms.ModelChoiceField(
        Assembly.objects.none(), label="会议", required=False, empty_label="不在会议上"
    )
    kind = forms.ChoiceField(label="投票方式", choices=BallotKind.choices)
    seats = forms.IntegerField(label="应选几项", min_value=1, max_value=MOST_ITEMS)
    max_marks = forms.IntegerField(
        label="每张票最多选几项",
        min_value=0,
        max_value=MOST_ITEMS,
        required=False,
        help_text="只对圈选。不填就是应选数。",
    )
    exact_marks = forms.BooleanField(label="必须选满，少选也无效", required=False)
    quorum = forms.ChoiceField(
        label="法定人数", choices=[BY_LAW, *Quorum.choices], required=False
    )
    threshold = forms.ChoiceField(
        label="通过门槛",
        choices=[BY_LAW, *Threshold.choices],
        required=False,
        help_text="人民代表大会、常委会的由法律规定，不能改；征求意见的不填就是得票多的入选。",
    )
    basis = forms.CharField(
        label="票决办法的依据",
        max_length=120,
        required=False,
        help_text="可选的多于应选的，或者少选也无效的，要写明哪个文件这样规定。",
    )
    by_group = forms.BooleanField(label="分代表团投票，各团一个票箱", required=False)

    def __init__(self, *args, assemblies: QuerySet, town=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.town = town
        self.fields["assembly"].queryset = assemblies

    @property
    def frame(self) -> Frame:
        cleaned = self.cleaned_data
        return Frame(
            title=cleaned["title"],
            question=cleaned["question"],
            body=cleaned["body"],
            town=self.town,
            assembly=cleaned["assembly"],
            by_group=cleaned["by_group"],
            organ=cleaned["organ"],
        )

    @property
    def rule(self) -> RuleDraft:
        cleaned = self.cleaned_data
        law = LAW.get(Organ(cleaned["organ"]))
        return RuleDraft(
            kind=cleaned["kind"],
            seats=cleaned["seats"],
            max_marks=cleaned["max_marks"] or 0,
            exact_marks=cleaned["exact_marks"],
            quorum=cleaned["quorum"] or (law.quorum if law else Quorum.NONE),
            threshold=cleaned["threshold"]
            or (law.threshold if law else Threshold.PLURALITY),
            basis=cleaned["basis"],
        )


class ItemsForm(forms.Form):
    """One item a line: name, and after a stroke what explains it."""

    lines = forms.CharField(
        label="表决事项",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="一行一项，次序就是票面的次序。名称后面可以加一竖“|”写说明。",
    )

    def clean_lines(self) -> list[ItemDraft]:
        rows = [line.strip() for line in self.cleaned_data["lines"].splitlines()]
        found = []
        for at, row in enumerate(filter(None, rows), 1):
            title, _, note = row.replace("｜", "|").partition("|")
            found.append(ItemDraft(str(at), title.strip(), note.strip()))
        return found


class TellersForm(forms.Form):
    """监票人: out of those who may vote, and have an account."""

    chief = forms.ModelChoiceField(User.objects.none(), label="总监票人")
    tellers = forms.ModelMultipleChoiceField(
        User.objects.none(), label="监票人", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, ballot: Ballot, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            deputy__mandates__in=ballot.electors.values("mandate"), is_active=True
        ).order_by("name", "pk")
        self.fields["chief"].queryset = people
        self.fields["tellers"].queryset = people


class OpenForm(forms.Form):
    """Begin the voting; the end may be set beforehand."""

    minutes = forms.IntegerField(
        label="多少分钟后自动截止",
        min_value=1,
        max_value=24 * 60,
        required=False,
        help_text="不填就由执行主席宣布截止。",
    )


class BackForm(forms.Form):
    """Why a checked ballot goes back; sent from the ballot's own page."""

    reason = WordsField(label="理由", max_length=300, required=False)


class ReturnedForm(forms.Form):
    """How many papers came out of each box; a field a box, by its key."""

    def __init__(self, *args, ballot: Ballot, **kwargs):
        super().__init__(*args, **kwargs)
        self.boxes = list(ballot.boxes.all())
        for box in self.boxes:
            self.fields[f"box_{box.pk}"] = forms.IntegerField(
                label=f"从{box.name or '票箱'}里取出的纸票",
                min_value=0,
                max_value=100_000,
                initial=box.paper_returned,
                help_text=f"发出 {box.paper_issued} 张。",
            )

    @property
    def returned(self) -> dict[str, int]:
        return {box.name: self.cleaned_data[f"box_{box.pk}"] for box in self.boxes}


class CountForm(forms.Form):
    """Two tellers, each with the key that was shown to them once."""

    first = forms.CharField(
        label="一名监票人的钥匙", max_length=60, widget=_key_field()
    )
    second = forms.CharField(
        label="另一名监票人的钥匙", max_length=60, widget=_key_field()
    )

    @property
    def keys(self) -> list[str]:
        return [self.cleaned_data["first"], self.cleaned_data["second"]]


class VoidForm(forms.Form):
    reason = WordsField(
        label="作废的理由",
        max_length=300,
        rows=3,
        help_text="写进记录，也在公开页上写明。",
    )


class PaperForm(forms.Form):
    """One paper as it lies there. A field an item, in the ballot's order."""

    number = forms.IntegerField(label="纸票序号", min_value=1, max_value=100_000)
    is_spoiled = forms.BooleanField(label="涂改、破损、认不出，作废", required=False)

    def __init__(self, *args, ballot: Ballot, **kwargs):
        super().__init__(*args, **kwargs)
        self.ballot = ballot
        self.names = []
        for item in ballot.items.all():
            name = f"item_{item.position}"
            self.names.append(name)
            self.fields[name] = self._field(item)
        boxes = [box.name for box in ballot.boxes.all() if box.name]
        if boxes:
            self.fields["box"] = forms.ChoiceField(
                label="票箱", choices=[(name, name) for name in boxes]
            )

    def _field(self, item) -> forms.Field:
        label = f"{item.position}. {item.title}"
        if self.ballot.kind == BallotKind.PICK:
            return forms.BooleanField(label=label, required=False)
        if self.ballot.kind == BallotKind.EACH:
            stances = [
                ("", "没有画"),
                ("for", "赞成"),
                ("against", "反对"),
                ("abstain", "弃权"),
            ]
            return forms.ChoiceField(label=label, choices=stances, required=False)
        return forms.IntegerField(
            label=label, min_value=1, max_value=MOST_ITEMS, required=False
        )

    @property
    def cells(self) -> list[str]:
        found = []
        for name in self.names:
            value = self.cleaned_data[name]
            found.append(("1" if value is True else str(value)) if value else "")
        return found
