"""The budget: import with preview, each voucher once, versioned warning rules."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from decisions.budget.figures import treasury_of
from decisions.budget.rules import money
from decisions.budget.services import budget
from decisions.budget.services import warnings as budget_warnings
from decisions.budget.services.validation import payee_of, validate_file
from decisions.models import (
    BudgetLine,
    BudgetWarning,
    BudgetYear,
    Payment,
    WarningRule,
)
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from decisions.tasks import sweep_budgets
from office.models import Notice
from tests.decisions.projects.projects import running
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
APPROVED = Decided("费县十九届人大五次会议", date(2025, 1, 17), "费人发〔2025〕1 号")
LINES = [
    ("A1", "水渠清淤", "水利局", 120),
    ("A2", "护栏", "水利局", "1,000.005"),
    ("B1", "公务接待", "水利局", 10),
]
PAID = [
    ("V1", "A1", "2025-03-20", 200_000),
    ("V2", "A1", "2025-06-20", "400000.50"),
    ("V3", "A2", "2025/6/21", 3_000_000),
    ("V10", "B1", "2025-10-08", 1),
]


def sheet(header, rows):
    book = Workbook()
    table = book.active
    table.append(header.split(" "))
    for row in rows:
        table.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def lines_file(rows=LINES, header="编码 名称 单位 年初预算（万元）"):
    return sheet(header, rows)


def paid_file(rows=PAID, header="凭证号 编码 支付日期 金额（元）"):
    return sheet(header, rows)


@pytest.fixture
def year(county):
    return budget.open_budget(year=2025, decided=APPROVED, by=county.office)


def stage(county, year, kind, data, name="表.xlsx"):
    return budget.stage_budget_file(
        year=year, kind=kind, name=name, data=data, by=county.office
    )


def bring(county, year, kind, data):
    file = stage(county, year, kind, data)
    return budget.take_budget_file(file=file, by=county.office)


@pytest.fixture
def paid(county, year):
    bring(county, year, "lines", lines_file())
    bring(county, year, "payments", paid_file())
    return year


# --- Money --------------------------------------------------------------------------------


@given(st.lists(st.decimals(0, 10**11, places=2, allow_nan=False), max_size=30))
def test_a_sum_is_of_yuan_and_says_how_far_its_rounded_lines_are_away(amounts):
    total = money.total_of(amounts)

    assert total.yuan == sum(amounts, Decimal(0))
    shown = sum((money.in_wan(amount) for amount in amounts), Decimal(0))
    assert money.in_wan(total.yuan) - shown == total.gap
    assert abs(total.gap) <= Decimal("0.005") * (len(amounts) + 1)


# --- Files --------------------------------------------------------------------------------


def test_the_unit_of_money_stands_in_the_heading_and_is_kept_to_the_cent(paid):
    assert BudgetLine.objects.get(code="A1").original == Decimal("1200000.00")
    assert BudgetLine.objects.get(code="A2").adjusted == Decimal("10000050.00")
    assert Payment.objects.get(voucher="V2").amount == Decimal("400000.50")


def test_nothing_is_written_before_it_is_confirmed_and_then_once(county, year):
    file = stage(county, year, "lines", lines_file())
    assert not BudgetLine.objects.exists()
    assert budget.take_budget_file(file=file, by=county.office) == 3
    assert budget.take_budget_file(file=file, by=county.office) == 0
    again = stage(county, year, "lines", lines_file())
    assert {one.disposition for one in validate_file(again)} == {"known"}
    assert budget.take_budget_file(file=again, by=county.office) == 0


def test_a_payment_that_came_before_is_known_and_twice_in_a_file_is_refused(
    county, paid
):
    more = [*PAID, ("V4", "A1", "2025-07-01", 1)]
    assert bring(county, paid, "payments", paid_file(more)) == 1
    twice = [("V9", "A1", "2025-07-01", 1), ("V9", "A1", "2025-07-02", 2)]
    with pytest.raises(DecisionError, match="先改好"):
        bring(county, paid, "payments", paid_file(twice))
    assert Payment.objects.count() == 5


@pytest.mark.parametrize(
    ("row", "data"),
    [
        (("", "A1", "2025-07-01", 1), "要有凭证号"),
        (("V8", "", "2025-07-01", 1), "要有预算编码"),
        (("V8", "A1", "2025-07-01", "一百"), "不是金额"),
        (("V8", "A1", "2025-07-01", 0), "不是金额"),
        (("V8", "A1", "2025-07-01", "nan"), "不是金额"),
        (("V8", "A1", "2025-07-01", "1e99"), "不是金额"),
        (("V8", "A1", "2025-02-30", 1), "2026-11-05"),
        (("V8", "A1", "2024-02-01", 1), "不是 2025 年"),
    ],
)
def test_a_bad_payment_is_named_with_its_line(county, paid, row, data):
    file = stage(county, paid, "payments", paid_file([row]))
    (one,) = validate_file(file)
    assert (one.disposition, one.line) == ("refused", 2)
    assert data in one.why


def test_a_payment_of_tomorrow_is_refused(county):
    today = date.today()
    year = budget.open_budget(year=today.year, decided=APPROVED, by=county.office)
    tomorrow = today + timedelta(days=1)
    rows = [("V1", "A1", str(tomorrow), 1)]
    (one,) = validate_file(stage(county, year, "payments", paid_file(rows)))
    assert one.disposition == "refused"


@pytest.mark.parametrize(
    ("row", "data"),
    [
        (("C1", "x", "外星局", 1), "没有叫“外星局”的单位"),
        (("C1", "", "水利局", 1), "都要有"),
        (("C1", "x", "水利局", -1), "不是金额"),
        (("A1", "水渠清淤", "水利局", 121), "预算调整"),
    ],
)
def test_a_bad_line_of_the_budget_is_named(county, paid, row, data):
    (one,) = validate_file(stage(county, paid, "lines", lines_file([row])))
    assert one.disposition == "refused"
    assert data in one.why


def test_a_total_that_is_wrong_keeps_the_file_out(county, paid):
    rows = [("V7", "A1", "2025-08-01", 5), ("合计", None, None, 6)]
    file = stage(county, paid, "payments", paid_file(rows))
    assert file.remarks == ["第 3 行的合计是 6.00 元，上面各行加起来是 5.00 元。"]
    with pytest.raises(DecisionError):
        budget.take_budget_file(file=file, by=county.office)


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (paid_file(header="凭证号 编码 支付日期 金额"), "没有写单位"),
        (paid_file(header="甲 乙 丙 丁"), "没有找到表头"),
        (paid_file([]), "没有内容"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_is_missing(county, year, data, values):
    with pytest.raises(DecisionError, match=values):
        stage(county, year, "payments", data)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("费县水利工程有限公司", "费县水利工程有限公司"),
        ("李大山", "李**"),
        ("教体局", "教体局"),
    ],
)
def test_a_person_who_was_paid_is_masked(name, shown):
    assert payee_of(name)[0] == shown[0]
    assert (payee_of(name) == name) == (shown == name)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_write_it_once(county):
    year = budget.open_budget(year=2025, decided=APPROVED, by=county.office)
    bring(county, year, "lines", lines_file())
    file = stage(county, year, "payments", paid_file())
    other = stage(county, year, "payments", paid_file())
    answers = at_once(
        2, lambda: budget.take_budget_file(file=file, by=county.office)
    ) + at_once(2, lambda: budget.take_budget_file(file=other, by=county.office))
    assert sorted(answers) == [0, 0, 0, 4]
    assert Payment.objects.count() == 4


# --- Adjustments --------------------------------------------------------------------------


def test_an_adjustment_names_who_approved_it_and_never_goes_below_what_is_paid(
    county, paid
):
    line = BudgetLine.objects.get(code="A1")
    with pytest.raises(DecisionError, match="由谁批准"):
        budget.adjust_line(
            line=line,
            adjusted=Decimal(1),
            decided=Decided("", APPROVED.on, ""),
            by=county.office,
        )
    with pytest.raises(DecisionError, match="已经支付"):
        budget.adjust_line(
            line=line, adjusted=Decimal("600000.49"), decided=APPROVED, by=county.office
        )
    budget.adjust_line(
        line=line, adjusted=Decimal("700000"), decided=APPROVED, by=county.office
    )
    line.refresh_from_db()
    assert (line.original, line.adjusted) == (Decimal("1200000"), Decimal("700000"))
    assert line.adjustments.get().before == Decimal("1200000")
    with pytest.raises(DatabaseError), transaction.atomic():
        line.adjustments.all()._raw_delete("default")


# --- Warnings -----------------------------------------------------------------------------


def kinds():
    rows = BudgetWarning.objects.order_by("code", "period")
    return [(row.kind, row.code, row.period) for row in rows]


def test_behind_the_calendar_is_asked_at_the_end_of_each_quarter(paid):
    """A1: 16.7 %, 50 %, 50 % of the year's money by the quarters.

    A2 nothing, 30 %, 30 %.
    """
    behind = [row for row in kinds() if row[0] == "behind"]
    assert behind == [
        ("behind", "A1", "2025Q1"),
        ("behind", "A1", "2025Q3"),
        ("behind", "A2", "2025Q1"),
        ("behind", "A2", "2025Q2"),
        ("behind", "A2", "2025Q3"),
        ("behind", "B1", "2025Q1"),
        ("behind", "B1", "2025Q2"),
        ("behind", "B1", "2025Q3"),
    ]
    found = BudgetWarning.objects.get(code="A1", period="2025Q1")
    assert (found.budget, found.paid) == (Decimal("1200000"), Decimal("200000"))


def test_over_the_budget_without_one_and_in_a_rush_are_found_once(county, paid):
    more = [
        ("V5", "A1", "2025-12-20", 700_000),
        ("V6", "ZZ", "2025-12-21", 5_000),
    ]
    bring(county, paid, "payments", paid_file(more))
    found = [row for row in kinds() if row[0] != "behind"]
    assert found == [
        ("over", "A1", "2025"),
        ("rush", "A1", "2025"),
        ("no_budget", "ZZ", "2025"),
    ]
    count = BudgetWarning.objects.count()
    assert sweep_budgets() == 0
    assert BudgetWarning.objects.count() == count


def test_money_carried_two_years_is_found(county):
    year = budget.open_budget(year=2025, decided=APPROVED, by=county.office)
    header = "编码 名称 单位 年初预算（万元） 从哪年结转"
    rows = [("K1", "旧账", "水利局", 5, 2023), ("K2", "新账", "水利局", 5, 2024)]
    bring(county, year, "lines", lines_file(rows, header))
    assert [row for row in kinds() if row[0] == "carried"] == [
        ("carried", "K1", "2025")
    ]


def test_the_three_public_expenses_may_stay_unspent(county, year):
    header = "编码 名称 单位 年初预算（万元） 类别"
    bring(county, year, "lines", lines_file([(*LINES[2], "三公")], header))
    assert kinds() == []


def test_a_new_version_finds_more_and_what_was_found_keeps_its_own(county, paid):
    before = BudgetWarning.objects.count()
    old = budget_warnings.rules_in_force()["behind"]
    new = budget_warnings.set_rule(
        kind="behind", limit=Decimal(100), basis="主任会议", by=county.office
    )
    assert (old.version, new.version) == (1, 2)
    assert sweep_budgets() == 0 or BudgetWarning.objects.count() > before
    assert BudgetWarning.objects.filter(rule=old).count() == before
    with pytest.raises(DatabaseError), transaction.atomic():
        WarningRule.objects.filter(pk=old.pk)._raw_delete("default")


def test_verified_referred_answered_and_closed_each_by_who_may(county, paid):
    row = BudgetWarning.objects.get(code="A1", period="2025Q1")
    with pytest.raises(DecisionError, match="不能转交"):
        refer(county, row)
    with pytest.raises(DecisionError, match="核实的情况"):
        budget_warnings.verify_warning(
            warning=row, is_real=True, note=" ", by=county.office
        )
    budget_warnings.verify_warning(
        warning=row, is_real=True, note="问过，确实慢。", by=county.office
    )
    refer(county, row)
    assert Notice.objects.filter(kind="budget_warning", user=county.handler).exists()
    budget_warnings.answer_warning(
        warning=row, answer="六月底前补上，电话 13805391234。", by=county.handler
    )
    budget_warnings.return_warning(
        warning=row, note="没有写原因。", days=5, by=county.office
    )
    budget_warnings.answer_warning(
        warning=row, answer="征地晚了两个月。", by=county.handler
    )
    budget_warnings.close_warning(
        warning=row, note="", is_public=True, by=county.office
    )
    row.refresh_from_db()
    assert (row.state, row.is_public) == ("closed", True)
    verbs = list(row.events.values_list("verb", flat=True))
    assert verbs == [
        "find",
        "verify",
        "refer",
        "answer",
        "return",
        "answer",
        "close",
    ]
    assert "13805391234" not in row.events.filter(verb="answer")[0].note
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetWarning.objects.filter(pk=row.pk).update(state="found")
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetWarning.objects.filter(pk=row.pk).update(paid=0)


def refer(county, row):
    return budget_warnings.refer_warning(
        warning=row,
        unit=county.water,
        referral="费人财转〔2025〕3 号",
        due_on=date.today() + timedelta(days=10),
        by=county.office,
    )


@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_verify_at_once(county):
    year = budget.open_budget(year=2025, decided=APPROVED, by=county.office)
    bring(county, year, "lines", lines_file())
    bring(county, year, "payments", paid_file())
    row = BudgetWarning.objects.first()
    answers = at_once(
        2,
        lambda: budget_warnings.verify_warning(
            warning=row, is_real=False, note="误报", by=county.office
        ),
    )
    assert sum(isinstance(answer, DecisionError) for answer in answers) == 1
    assert row.events.filter(verb="dismiss").count() == 1


# --- Pages --------------------------------------------------------------------------------


def text_of(answer):
    return answer.content.decode()


def test_a_file_goes_in_by_its_pages(client, county, year):
    client.force_login(county.dispatcher)
    url = reverse("decisions:budget_import", args=[2025])
    for kind, data, count in (
        ("lines", lines_file(), 3),
        ("payments", paid_file(), 4),
    ):
        file = SimpleUploadedFile("表.xlsx", data)
        tried = client.post(url, {"kind": kind, "file": file}, follow=True)
        assert f"{count} 行会记入" in text_of(tried)
        done = client.post(tried.request["PATH_INFO"], follow=True)
        assert f"已记入 {count} 行" in text_of(done)
    page = text_of(client.get(year.get_absolute_url()))
    assert "1,130.01" in page
    bad = SimpleUploadedFile("x.xlsx", b"junk")
    assert "没有找到表头" in text_of(client.post(url, {"kind": "lines", "file": bad}))


def test_everybody_reads_the_year_and_what_was_closed(client, county, paid):
    row = BudgetWarning.objects.get(code="A1", period="2025Q1")
    page = text_of(client.get(paid.get_public_url()))
    assert "1,130.01" in page
    assert "征地晚了" not in page
    for act in (
        lambda: budget_warnings.verify_warning(
            warning=row, is_real=True, note="是", by=county.office
        ),
        lambda: refer(county, row),
        lambda: budget_warnings.answer_warning(
            warning=row, answer="征地晚了。", by=county.handler
        ),
        lambda: budget_warnings.close_warning(
            warning=row, note="", is_public=True, by=county.office
        ),
    ):
        act()
    cache.clear()
    assert "征地晚了" in text_of(client.get(paid.get_public_url()))
    assert client.get("/decisions/budget/1999").status_code == 404


def test_a_unit_sees_its_own_lines_and_what_was_referred_to_it(client, county, paid):
    row = BudgetWarning.objects.get(code="A1", period="2025Q1")
    client.force_login(county.handler)
    page = reverse("decisions:budget_warning", args=[row.pk])
    assert client.get(page).status_code == 404
    budget_warnings.verify_warning(
        warning=row, is_real=True, note="是", by=county.office
    )
    refer(county, row)
    assert client.get(page).status_code == 200
    mine = client.get(reverse("decisions:budget_warnings"), {"show": "answer"})
    assert mine.context["page"].rows == [row]
    answer = reverse("decisions:budget_warning_act", args=[row.pk, "answer"])
    assert client.post(answer, {"answer": "马上办。"}).status_code == 302
    close = reverse("decisions:budget_warning_act", args=[row.pk, "close"])
    assert client.get(close).status_code == 403
    client.force_login(county.town_handler)
    assert client.get(page).status_code == 404
    assert client.get(paid.get_absolute_url()).context["page"].rows == []


def test_lists_cost_as_much_with_three_rows_as_with_one(client, county, year):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(county.office)

    def queries(name, *args):
        url = reverse(f"decisions:{name}", args=args)
        client.get(url)
        with CaptureQueriesContext(connection) as made:
            found = len(client.get(url).context["page"].rows)
        return found, len(made)

    bring(county, year, "lines", lines_file(LINES[:1]))
    bring(county, year, "payments", paid_file(PAID[:1]))
    late = ("V11", "A1", "2025-04-02", 1)
    bring(county, year, "payments", paid_file([late]))
    one = queries("budget", 2025)
    some = queries("budget_warnings")
    bring(county, year, "lines", lines_file())
    budget_warnings.find_warnings(year=year, today=date(2026, 1, 5))
    assert (one[0], queries("budget", 2025)) == (1, (3, one[1]))
    more = queries("budget_warnings")
    assert (some[0], more) == (1, (3, some[1]))


def test_a_project_shows_the_treasurys_money(client, county, paid):
    row = running(county, budget_line="A1")
    BudgetYear.objects.filter(pk=paid.pk).update(year=2026)
    found = treasury_of({row.pk: "A1、A2", 0: ""}, 2026)[row.pk]
    assert (found.budget, found.paid) == (
        Decimal("11200050.00"),
        Decimal("3600000.50"),
    )
    page = text_of(client.get(row.get_public_url()))
    assert "60.00 万元，预算 120.00 万元" in page
