"""The budget of the demonstration: lines, payments of the treasury, warnings."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from decisions.budget.enums import FileKind, WarningKind
from decisions.budget.services import budget
from decisions.budget.services import warnings as budget_warnings
from decisions.models import BudgetWarning, BudgetYear, Programme
from decisions.projects.enums import DECIDED, ProjectKind
from decisions.resolutions.rules import Decided
from demo.as_of import as_of
from demo.cases.texts import MARK
from demo.county.places import County
from deputies.models import Assembly
from office.models import Unit
from office.sheets.workbooks import Cell, write_workbook

BASIC = 2_400_000
LINE_HEAD: list[Cell] = ["编码", "名称", "单位", "类别", "年初预算（元）", "从哪年结转"]
PAID_HEAD: list[Cell] = ["凭证号", "编码", "支付日期", "金额（元）", "收款人", "用途"]


def play_budget(county: County) -> None:
    """Approved by the congress; payments come from a file imported this morning."""
    session = Assembly.objects.filter(town=None).order_by("-starts_on")[0]
    programme = Programme.objects.get(
        kind=ProjectKind.LIVELIHOOD, year=session.starts_on.year
    )
    with as_of(session.ends_on, 16):
        year = budget.open_budget(
            year=programme.year,
            decided=Decided(
                "费县人民代表大会", session.ends_on, "关于县级预算的决议（示例）"
            ),
            by=county.users["gongwei"],
        )
        _bring(county, year, FileKind.LINES, LINE_HEAD, _lines(county, programme))
    _bring(county, year, FileKind.PAYMENTS, PAID_HEAD, _payments(county, programme))
    _work_off(county, year)


def _bring(
    county: County,
    year: BudgetYear,
    kind: FileKind,
    head: list[Cell],
    rows: Iterator[list[Cell]],
) -> None:
    by = county.users["zhengfuban"]
    file = budget.stage_budget_file(
        year=year,
        kind=kind,
        name=f"{kind.label}{MARK}.xlsx",
        data=write_workbook([(kind.label, iter([head, *rows]))]),
        by=by,
    )
    budget.take_budget_file(file=file, by=by)


def _departments(county: County) -> list[tuple[str, Unit]]:
    return [
        (row["key"], county.units[row["key"]]) for row in county.seed["departments"]
    ]


def _lines(county: County, programme: Programme) -> Iterator[list[Cell]]:
    year = programme.year
    for project in programme.projects.filter(state__in=DECIDED).order_by("number"):
        yield [
            project.budget_line,
            project.name,
            project.unit.name,
            "项目支出",
            str(project.this_year),
            "",
        ]
    for number, (_, unit) in enumerate(_departments(county), 1):
        amount = BASIC + number * 137_500
        yield [f"{year}-JB{number:03d}", "基本支出", unit.name, "基本支出", amount, ""]
    for number, (_, unit) in enumerate(_departments(county)[:6], 1):
        name = "公务用车运行维护"
        amount = 60_000 + number * 5_000
        yield [f"{year}-SG{number:03d}", name, unit.name, "三公", amount, ""]
    water = county.units["shuili"].name
    old = year - 2
    yield [f"{old}-XM007", "河道监测站点建设", water, "项目支出", 860_000, old]


def _payments(county: County, programme: Programme) -> Iterator[list[Cell]]:
    today, number = timezone.localdate(), 0

    def row(code: str, day: date, amount: Decimal, payee: str, why: str) -> list[Cell]:
        nonlocal number
        number += 1
        voucher = f"ZF{programme.year}{number:05d}"
        return [voucher, code, day.isoformat(), str(amount), payee, why + MARK]

    for project in programme.projects.filter(state__in=DECIDED).order_by("number"):
        before = Decimal(0)
        for report in project.reports.order_by("day", "pk"):
            paid = report.paid - before
            before = report.paid
            why = f"进度款，形象进度 {report.percent}%"
            yield row(project.budget_line, report.day, paid, "费县建工有限公司", why)
    months = [
        month for month in range(1, 13) if date(programme.year, month, 25) < today
    ]
    for at, (_, _unit) in enumerate(_departments(county), 1):
        whole = Decimal(BASIC + at * 137_500)
        for month in months:
            day = date(programme.year, month, 20 + at % 5)
            part = (whole / 12).quantize(Decimal(1)) - at * 100
            yield row(f"{programme.year}-JB{at:03d}", day, part, "", "工资和公用经费")
    if len(months) > 4:
        # A payment above its line, and one without a budget line.
        code = f"{programme.year}-SG003"
        spent = date(programme.year, months[3], 9)
        yield row(code, spent, Decimal(81_400), "费县汽修厂", "车辆大修")
        stray = date(programme.year, months[4], 12)
        yield row("LS-2207", stray, Decimal(36_500), "某广告公司", "活动布置")


def _work_off(county: County, year: BudgetYear) -> None:
    """One closed in public, one waiting for its unit, one false alarm.

    The rest are new.
    """
    office = county.users["gongwei"]
    today = timezone.localdate()
    over = year.warnings.filter(kind=WarningKind.OVER).first()
    carried = year.warnings.filter(kind=WarningKind.CARRIED).first()
    behind = year.warnings.filter(kind=WarningKind.BEHIND).order_by("pk").first()
    for row in (over, carried):
        if row:
            _refer(county, row, today)
    if over and over.line:
        over.refresh_from_db()
        budget_warnings.answer_warning(
            warning=over,
            answer=f"车辆大修没有按程序申请调剂，已补办手续，从公用经费里压减{MARK}。",
            by=county.users[_key_of(county, over.line.unit)],
        )
        budget_warnings.close_warning(
            warning=over, note="调剂手续已看过。", is_public=True, by=office
        )
    if behind:
        note = f"合同约定下半年付款，进度正常{MARK}。"
        budget_warnings.verify_warning(
            warning=behind, is_real=False, note=note, by=office
        )


def _refer(county: County, row: BudgetWarning, today: date) -> None:
    office = county.users["gongwei"]
    if row.line is None:
        return
    budget_warnings.verify_warning(
        warning=row, is_real=True, note=f"已向单位核对，属实{MARK}。", by=office
    )
    budget_warnings.refer_warning(
        warning=row,
        unit=row.line.unit,
        referral=f"费人财转〔{today.year}〕{row.pk} 号",
        due_on=today + timedelta(days=15),
        by=office,
    )


def _key_of(county: County, unit: Unit) -> str:
    return next(key for key, one in county.units.items() if one.pk == unit.pk)
