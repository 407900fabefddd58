"""What is asked about one project. Forms clean; services decide."""

from decimal import Decimal

from django import forms

from decisions.budget.forms.money import WanField
from decisions.projects.enums import ChangeKind, ProjectKind
from decisions.projects.models.construction import Milestone, Project
from decisions.projects.services.satisfaction import Counted
from deputies.groups.enums import GroupingKind
from deputies.models import Grouping
from office.models import Division, Unit
from office.places.enums import DivisionLevel
from office.places.forms import PlaceField
from office.web.forms import DayField, WordsField, area

WAN = Decimal(10_000)
MOST_BYTES = 1024 * 1024


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
    answer = WordsField(
        label="答复",
        help_text="代表或人大看过以后才放到公开页。",
        max_length=2000,
        widget=area(5),
    )


class SatisfactionForm(forms.Form):
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
        cleaned = super().clean()
        names = Counted.__dataclass_fields__
        values = {name: cleaned.pop(name, None) for name in names}
        if all(value is not None for value in values.values()):
            cleaned["counted"] = Counted(**values)
        return cleaned


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
