"""What each line of a treasury's file would do: every refusal, every remark, to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from decisions.budget.services.validation import payee_of, validate_file
from decisions.models import BudgetFile, BudgetLine, BudgetYear, Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(county):
    return BudgetYear.objects.create(
        year=2025, approved_on=date(2025, 1, 17), decider="县人代会", document="1 号"
    )


def budgeted(county, year, code="A1", yuan=100, **facts):
    return BudgetLine.objects.create(
        year=year,
        code=code,
        name="水渠清淤",
        unit=county.water,
        original=yuan,
        adjusted=yuan,
        **facts,
    )


def paid(year, voucher, amount, line=None):
    file = BudgetFile.objects.create(year=year, kind="payments", name="x", lines=[])
    return Payment.objects.create(
        year=year,
        file=file,
        line=line,
        code=line.code if line else "ZZ",
        voucher=voucher,
        day=date(year.year, 2, 1),
        amount=amount,
    )


def lines_of(year, *rows):
    given = {"code": "C1", "name": "护栏", "unit": "水利局", "original": "50.00"}
    lines = [{"line": n, **given, **row} for n, row in enumerate(rows, 2)]
    return validate_file(BudgetFile(year=year, kind="lines", lines=lines))


def payments_of(year, *rows):
    given = {"voucher": "V1", "code": "A1", "day": "2025-07-01", "amount": "1.00"}
    lines = [{"line": n, **given, **row} for n, row in enumerate(rows, 2)]
    return validate_file(BudgetFile(year=year, kind="payments", lines=lines))


# --- Lines of the budget -----------------------------------------------------------------


def test_a_new_line_starts_with_what_was_approved(county, year):
    (one,) = lines_of(year, {"carried_from": "2024", "unit": "费县水利局"})

    assert one.disposition == "new"
    assert one.facts["unit"] == county.water
    assert one.facts["original"] == one.facts["adjusted"] == Decimal("50.00")
    assert (one.facts["final"], one.facts["carried_from"]) == (None, 2024)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"code": "x" * 41}, "最多 40 字"),
        ({"name": "名" * 81}, "最多 80 字"),
        ({"original": ""}, "预算“”不是金额"),
        ({"original": "?十万"}, "预算“十万”不是金额"),
        ({"kind": "外债"}, "类别要是：项目支出、基本支出、“三公”经费"),
        ({"carried_from": "24"}, "2024 这样"),
        ({"carried_from": "２０２４"}, "2024 这样"),
        ({"carried_from": "2025"}, "早于 2025 年"),
        ({"final": "?约五万"}, "决算不是金额"),
        ({"final": "-1.00"}, "决算不是金额"),
    ],
)
def test_a_line_that_cannot_be_says_why(county, year, row, why):
    (one,) = lines_of(year, row)

    assert one.disposition == "refused"
    assert why in one.why


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "project"),
        ("项目", "project"),
        ("基本支出", "basic"),
        ("三公", "three_public"),
        ("“三公”", "three_public"),
        ("“三公”经费支出", "three_public"),
    ],
)
def test_a_kind_is_known_by_part_of_its_name(county, year, text, kind):
    (one,) = lines_of(year, {"kind": text})

    assert one.facts["kind"] == kind


def test_the_second_of_one_code_is_refused_with_the_line_of_the_first(county, year):
    first, second = lines_of(year, {}, {"name": "别的"})

    assert first.disposition == "new"
    assert second.why == "编码和第 2 行一样"


def test_the_final_amount_is_taken_once_and_the_budget_never(county, year):
    row = budgeted(county, year)
    known = {"code": "A1", "original": "100.00"}

    (final,) = lines_of(year, {**known, "final": "99.00"})
    assert final.facts == {"row": row, "final": Decimal("99.00")}

    row.final = Decimal("99.00")
    row.save()
    (again,) = lines_of(year, {**known, "final": "99.00"})
    assert again.disposition == "known"
    (other,) = lines_of(year, {**known, "original": "100.01"})
    assert (other.disposition, "预算调整" in other.why) == ("refused", True)


def test_a_code_of_another_year_is_new(county, year):
    before = BudgetYear.objects.create(
        year=2024, approved_on=date(2024, 1, 17), decider="县人代会", document="1 号"
    )
    budgeted(county, before, code="C1", yuan=7)

    assert [one.disposition for one in lines_of(year, {})] == ["new"]


# --- Payments ----------------------------------------------------------------------------


def test_a_line_is_said_to_be_overdrawn_at_the_very_payment_that_does_it(county, year):
    line = budgeted(county, year, yuan=100)
    paid(year, "V0", Decimal("40.00"), line)
    cents = st.integers(-5000, 5000).filter(bool)

    @hypothesis_settings(max_examples=25)
    @given(st.lists(cents, min_size=1, max_size=6))
    def check(amounts):
        rows = [
            {"voucher": f"V{n}", "amount": str(Decimal(cent) / 100)}
            for n, cent in enumerate(amounts, 1)
        ]
        left = 6000
        for cent, one in zip(amounts, payments_of(year, *rows), strict=True):
            left -= cent
            assert bool(one.notes) == (left < 0)

    check()


def test_what_another_file_paid_is_known_and_what_another_line_left_is_untouched(
    county, year
):
    line = budgeted(county, year)
    budgeted(county, year, code="A2", yuan=1)
    paid(year, "V1", Decimal("99.00"), line)

    known, other = payments_of(year, {}, {"voucher": "V2", "code": "A2"})

    assert known.disposition == "known"
    assert (other.disposition, other.notes) == ("new", [])


def test_a_payment_without_a_budget_is_taken_and_said(county, year):
    (one,) = payments_of(year, {"code": "ZZ"})

    assert (one.disposition, one.facts["line"]) == ("new", None)
    assert "没有这个预算编码" in one.notes[0]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"voucher": "x" * 41}, "凭证号，最多 40 字"),
        ({"code": "x" * 41}, "预算编码，最多 40 字"),
        ({"amount": ""}, "金额“”不是金额"),
        ({"day": "2026-01-01"}, "不是 2025 年的支付"),
    ],
)
def test_a_payment_that_cannot_be_says_why(county, year, row, why):
    (one,) = payments_of(year, row)

    assert (one.disposition, one.facts) == ("refused", {})
    assert why in one.why


def test_a_bad_payment_takes_nothing_from_its_line(county, year):
    budgeted(county, year, yuan=1)

    bad, good = payments_of(
        year, {"amount": "99.00", "day": "2025-02-30"}, {"voucher": "V2"}
    )

    assert (bad.disposition, good.notes) == ("refused", [])


def test_the_purpose_is_masked(county, year):
    (one,) = payments_of(year, {"purpose": "付李大山 13805391234 工资"})

    assert "13805391234" not in one.facts["purpose"]


@pytest.mark.parametrize("kind", ["lines", "payments"])
def test_a_longer_file_asks_no_more_of_the_database(
    county, year, kind, django_assert_num_queries
):
    read = lines_of if kind == "lines" else payments_of
    for count in (1, 3):
        rows = [{"code": f"C{n}", "voucher": f"V{n}"} for n in range(count)]
        with django_assert_num_queries(2):
            read(year, *rows)


# --- Who was paid ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "费县水利工程有限公司",
        "费县水利工程有限公司（本部）",
        "教体局",
        "县医院",
        "费县一中",
        "工商银行",
        "县红十字会备灾中心",
        "供销社",
        "文学会",
    ],
)
def test_a_body_is_shown(name):
    assert payee_of(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        "陈建中",
        "李爱心",
        "刘庆会",
        "王一行",
        "赵一中",
        "孙团",
        "阿卜杜拉·买买提",
        "李大山（低保户）",
        "李大山等三人",
        "李大山、陈建中",
        "李大山 13805391234",
    ],
)
def test_a_person_is_masked_whatever_the_name_ends_with(name):
    shown = payee_of(name)

    assert shown[0] == name[0]
    assert set(shown[1:]) == {"*"}
