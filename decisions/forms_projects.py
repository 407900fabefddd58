"""What is asked about projects. Forms clean; services decide."""

import base64
import zlib
from decimal import Decimal

from django import forms
from django.core import signing
from django.utils import timezone

from cases.forms.public import ReachForm, WordsField, place_choices
from decisions.models import Milestone, Programme, Project
from decisions.project_enums import (
    ChangeKind,
    Fate,
    HalfRule,
    ProjectKind,
    ProjectState,
    Refusal,
    TieRule,
)
from decisions.services.judging import Counted
from decisions.services.programmes import Decided
from decisions.services.proposals import Screening
from deputies.enums import GroupingKind
from deputies.models import Grouping
from office.enums import DivisionLevel
from office.models import Division, Unit

WAN = Decimal(10_000)
MOST_BYTES = 1024 * 1024
DAY_ERROR = {"invalid": "请写成 2026-12-01 这样的日期。"}


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DayField(forms.DateField):
    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, error_messages=DAY_ERROR, **kwargs)


class WanField(forms.DecimalField):
    """Typed in 万元, handed on in yuan."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=11, decimal_places=6, **kwargs)

    def clean(self, value):
        wan = super().clean(value)
        return None if wan is None else (wan * WAN).quantize(Decimal("0.01"))

    def prepare_value(self, value):
        return (value / WAN).normalize() if isinstance(value, Decimal) else value


class PlaceField(forms.ChoiceField):
    """A division, chosen by its key; cleans to the row."""

    def __init__(self, **kwargs):
        super().__init__(choices=lambda: place_choices(None), **kwargs)

    def clean(self, value):
        chosen = super().clean(value)
        return Division.objects.get(pk=chosen) if chosen else None


class DecidedForm(forms.Form):
    """Who decided, when, by which document; cleans to ``decided``."""

    decider = WordsField(label="由谁决定", max_length=80)
    decided_on = DayField(label="决定日期")
    document = WordsField(label="文件", max_length=120)
    remark = WordsField(label="说明", max_length=500, required=False, widget=area(2))

    def clean(self):
        said = super().clean()
        names = ("decider", "decided_on", "document", "remark")
        values = [said.pop(name, None) for name in names]
        if all(values[:3]):
            said["decided"] = Decided(*values[:3], values[3] or "")
        return said


class ProgrammeForm(forms.Form):
    seats = forms.IntegerField(label="最后确定几项", min_value=1, max_value=300)
    shortlist = forms.IntegerField(
        label="代表先优选几项",
        min_value=0,
        max_value=300,
        initial=0,
        help_text="政府投资项目才有这一步，例如先优选 80 项，再选定 60 项。民生实事项目填 0。",
    )
    marks = forms.IntegerField(
        label="每位代表最多选几项",
        min_value=0,
        max_value=300,
        initial=0,
        help_text="填 0，就是和要选的项数一样。",
    )
    tie_rule = forms.ChoiceField(label="末位票数相等", choices=TieRule.choices)
    tie_at_half = forms.ChoiceField(
        label="满意度测评恰好半数",
        choices=HalfRule.choices,
        help_text="公布过的判定公式在恰好半数时自相矛盾，由本级人大定一种。",
    )
    collects_from = DayField(label="公开征集起", required=False)
    collects_until = DayField(label="公开征集止", required=False)
    note = WordsField(label="说明", max_length=300, required=False)


class NewProgrammeForm(ProgrammeForm):
    kind = forms.ChoiceField(label="类别", choices=ProjectKind.choices)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    field_order = ["kind", "year"]


class ProjectForm(forms.Form):
    name = WordsField(label="名称", max_length=80)
    content = WordsField(label="建设内容及规模", max_length=1000, widget=area(5))
    need = WordsField(
        label="为什么要办", max_length=1000, required=False, widget=area(3)
    )
    total = WanField(label="总投资（万元）")
    this_year = WanField(label="年度投资（万元）")
    money_from = WordsField(
        label="资金来源", max_length=200, help_text="县财政、上级、社会，各多少。"
    )
    begins_on = DayField(label="计划开工", required=False)
    ends_on = DayField(label="计划完成")
    unit = forms.ModelChoiceField(label="责任单位", queryset=Unit.objects.handling())
    assisting = forms.ModelMultipleChoiceField(
        label="协办单位",
        queryset=Unit.objects.handling(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leader = WordsField(label="分管领导", max_length=40, required=False)
    division = PlaceField(label="在哪里")
    place = WordsField(label="具体地点", max_length=100, required=False)
    longitude = forms.DecimalField(
        label="经度",
        required=False,
        min_value=-180,
        max_value=180,
        max_digits=9,
        decimal_places=6,
    )
    latitude = forms.DecimalField(
        label="纬度",
        required=False,
        min_value=-90,
        max_value=90,
        max_digits=8,
        decimal_places=6,
    )
    beneficiaries = forms.IntegerField(
        label="受益人数", min_value=0, max_value=100_000_000, required=False
    )
    legality = WordsField(label="合法性审查号", max_length=60, required=False)
    platform_code = WordsField(
        label="项目代码",
        max_length=40,
        required=False,
        help_text="投资项目在线审批监管平台赋的码。",
    )
    approval = forms.ChoiceField(
        label="审批阶段",
        choices=Project._meta.get_field("approval").choices,
        required=False,
    )
    mode = forms.ChoiceField(
        label="投资方式",
        choices=Project._meta.get_field("mode").choices,
        required=False,
    )
    budget_line = WordsField(label="预算项目编码", max_length=40, required=False)


class MilestoneForm(forms.Form):
    name = WordsField(label="节点", max_length=60)
    planned_on = DayField(label="计划日期")


class SomeProjectsForm(DecidedForm):
    """One decision about several projects of a programme."""

    projects = forms.ModelMultipleChoiceField(
        label="哪些项目",
        queryset=Project.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["projects"]

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["projects"].queryset = rows


class DropForm(SomeProjectsForm):
    fate = forms.ChoiceField(label="去向", choices=Fate.choices)
    fate_note = WordsField(
        label="去向说明", max_length=300, required=False, help_text="“其他”一定要写。"
    )
    field_order = ["projects", "fate", "fate_note"]


class ProgressForm(forms.Form):
    day = DayField(label="截至哪一天")
    percent = forms.IntegerField(
        label="形象进度（%）", min_value=0, max_value=100, help_text="从开工算起。"
    )
    invested = WanField(label="累计完成投资（万元）")
    paid = WanField(label="累计支付（万元）")
    text = WordsField(
        label="做了什么",
        max_length=2000,
        widget=area(5),
        help_text="马上公开。电话、证件号会自动遮住。",
    )
    reached = forms.ModelMultipleChoiceField(
        label="完成了哪些节点",
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.FileField(
        label="佐证",
        required=False,
        help_text="照片、验收单。照片里不要有别人的脸和证件。",
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        rows = project.milestones.filter(done_on__isnull=True)
        self.fields["reached"].queryset = rows


class ChangeForm(forms.Form):
    kind = forms.ChoiceField(
        label="申请什么", choices=ChangeKind.choices, widget=forms.RadioSelect
    )
    reason = WordsField(label="理由", max_length=500, widget=area(3))
    content = WordsField(
        label="建设内容及规模改为", max_length=1000, required=False, widget=area(4)
    )
    place = WordsField(label="地点改为", max_length=100, required=False)
    ends_on = DayField(label="计划完成改为", required=False)
    total = WanField(label="总投资改为（万元）", required=False)
    this_year = WanField(label="年度投资改为（万元）", required=False)
    milestone = forms.ModelChoiceField(
        label="哪个节点", queryset=Milestone.objects.none(), required=False
    )
    milestone_on = DayField(label="节点改到", required=False)

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        rows = project.milestones.filter(done_on__isnull=True)
        self.fields["milestone"].queryset = rows


class RefuseChangeForm(forms.Form):
    answer = WordsField(label="不同意的理由", max_length=300, widget=area(3))


class EndForm(forms.Form):
    on = DayField(label="哪一天")
    text = WordsField(
        label="结果",
        max_length=900,
        widget=area(5),
        help_text="告诉提出过这件事的群众、投过票的代表，也公开。",
    )


class VisitForm(forms.Form):
    group = forms.ModelChoiceField(label="代表小组", queryset=Grouping.objects.none())
    visited_on = DayField(label="哪一天")
    findings = WordsField(label="看到什么", max_length=2000, widget=area(5))
    is_good = forms.BooleanField(label="没有发现问题，不用答复", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Grouping.objects.filter(
            kind=GroupingKind.GROUP, term__is_current=True, town=None
        )


class AnswerVisitForm(forms.Form):
    answer = WordsField(label="答复", max_length=2000, widget=area(5))


class JudgeForm(forms.Form):
    held_by = WordsField(label="测评机关", max_length=80)
    held_on = DayField(label="哪一天")
    members = forms.IntegerField(
        label="全体",
        min_value=1,
        max_value=100_000,
        help_text="应到的全体，不是到会的。",
    )
    voted = forms.IntegerField(label="参加测评", min_value=0, max_value=100_000)
    satisfied = forms.IntegerField(label="满意", min_value=0, max_value=100_000)
    basically = forms.IntegerField(label="基本满意", min_value=0, max_value=100_000)
    unsatisfied = forms.IntegerField(label="不满意", min_value=0, max_value=100_000)
    abstained = forms.IntegerField(label="弃权", min_value=0, max_value=100_000)

    def clean(self):
        said = super().clean()
        names = Counted.__dataclass_fields__
        values = {name: said.pop(name, None) for name in names}
        if all(value is not None for value in values.values()):
            said["counted"] = Counted(**values)
        return said


class ProposeForm(ReachForm):
    """The public form. A phone is asked so that the answer can be told; it may be empty."""

    title = WordsField(label="您想办什么", max_length=60)
    text = WordsField(
        label="为什么要办",
        max_length=1000,
        widget=area(5),
        help_text="在哪里、对多少人有好处。",
    )
    division = PlaceField(label="在哪里")
    name = WordsField(
        label="怎么称呼您",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    field_order = ["title", "text", "division", "name", "phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["factor"]
        self.fields["phone"].help_text = "结果发到这个手机。不公开，也不给别的单位。"

    def clean(self):
        return self.cleaned_data


class DeputyProposeForm(forms.Form):
    programme = forms.ModelChoiceField(
        label="哪一年的", queryset=Programme.objects.none(), empty_label=None
    )
    title = WordsField(label="项目", max_length=60)
    text = WordsField(label="为什么要办", max_length=1000, widget=area(5))
    division = PlaceField(label="在哪里")
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Programme.objects.collecting(timezone.localdate())
        self.fields["programme"].queryset = rows


class CaseProposeForm(forms.Form):
    programme = forms.ModelChoiceField(
        label="哪一年的", queryset=Programme.objects.none(), empty_label=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Programme.objects.collecting(timezone.localdate())
        self.fields["programme"].queryset = rows


class TakeForm(forms.Form):
    """The four tests; cleans to ``screening``."""

    is_broad = forms.BooleanField(label="普惠：受益面广", required=False)
    is_public = forms.BooleanField(label="公益：不是少数人得利", required=False)
    is_feasible = forms.BooleanField(label="可行：当年做得成", required=False)
    is_affordable = forms.BooleanField(label="财力承受得了", required=False)
    project = forms.ModelChoiceField(
        label="列入哪个项目", queryset=Project.objects.none()
    )
    reason = WordsField(label="说明", max_length=300, required=False)

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        rows = proposal.programme.projects.filter(state=ProjectState.PROPOSED)
        self.fields["project"].queryset = rows

    def clean(self):
        said = super().clean()
        names = Screening.__dataclass_fields__
        said["screening"] = Screening(**{name: said.pop(name) for name in names})
        return said


class RefuseForm(forms.Form):
    refusal = forms.ChoiceField(label="为什么不列入", choices=Refusal.choices)
    reason = WordsField(
        label="理由", max_length=300, widget=area(3), help_text="原样告诉提出人。"
    )


class ImportForm(forms.Form):
    """A file, or the one that was tried, kept on the page; cleans to ``data``: bytes.

    The kept one is signed: nobody writes what was not tried.
    """

    file = forms.FileField(
        label="项目表",
        required=False,
        help_text="xlsx、xls 或 csv。要有名称、建设内容、总投资（万元）、年度投资（万元）、责任单位。",
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    SALT = "decisions.project_import"

    @classmethod
    def keep(cls, data: bytes) -> str:
        said = base64.b85encode(zlib.compress(data, 9)).decode()
        return signing.dumps(said, salt=cls.SALT)

    def clean(self):
        said = super().clean()
        if file := said.get("file"):
            if file.size > MOST_BYTES:
                raise forms.ValidationError("项目表超过 1 MB，请只留项目这一张表。")
            return {"data": file.read()}
        try:
            packed = signing.loads(said.get("kept") or "", salt=self.SALT)
        except signing.BadSignature as error:
            raise forms.ValidationError("请选项目表。") from error
        return {"data": zlib.decompress(base64.b85decode(packed))}


class ProjectFilterForm(forms.Form):
    """The filter of the public list and of the desk's."""

    q = WordsField(label="名称", max_length=50, required=False)
    kind = forms.ChoiceField(
        label="类别", choices=[("", "全部"), *ProjectKind.choices], required=False
    )
    year = forms.IntegerField(
        label="年度",
        min_value=2000,
        max_value=2100,
        required=False,
        widget=forms.NumberInput(attrs={"placeholder": "全部"}),
    )
    state = forms.ChoiceField(
        label="进展",
        choices=[
            ("", "全部"),
            ("late", "节点逾期"),
            ("running", "实施中"),
            ("done", "完成"),
            ("not_done", "没有完成"),
            ("stopped", "已中止"),
            ("dropped", "未入选"),
        ],
        required=False,
    )
    town = forms.ModelChoiceField(
        label="乡镇",
        queryset=Division.objects.filter(
            level=DivisionLevel.TOWN, valid_until__isnull=True
        ).order_by("code"),
        empty_label="全县",
        required=False,
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
