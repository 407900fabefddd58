"""预警 at the very limit of each rule, and every step of a warning out of its turn."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from decisions.budget.enums import WARNING_MOVES, WarningState, WarningVerb
from decisions.budget.services import warnings
from decisions.models import (
    BudgetFile,
    BudgetLine,
    BudgetWarning,
    BudgetYear,
    Payment,
    WarningRule,
)
from decisions.resolutions.errors import DecisionError
from office.models import Notice
from tests.sessions import at_once, together

pytestmark = pytest.mark.django_db
AFTER = date(2026, 1, 5)


@pytest.fixture
def year(county):
    return BudgetYear.objects.create(
        year=2025, approved_on=date(2025, 1, 17), decider="县人代会", document="1 号"
    )


def budgeted(county, year, yuan=1000, code="A1", **facts):
    return BudgetLine.objects.create(
        year=year,
        code=code,
        name="水渠清淤",
        unit=county.water,
        original=yuan,
        adjusted=yuan,
        **facts,
    )


def paid(year, line, *amounts):
    """``(day, yuan)`` each; a line that is a string stands in no budget."""
    file = BudgetFile.objects.create(year=year, kind="payments", name="x", lines=[])
    stray = isinstance(line, str)
    for day, amount in amounts:
        Payment.objects.create(
            year=year,
            file=file,
            line=None if stray else line,
            code=line if stray else line.code,
            voucher=f"V{Payment.objects.count()}",
            day=date.fromisoformat(day),
            amount=Decimal(amount),
        )


def found(year, today=AFTER):
    """Kind and period of what is new on ``today``."""
    before = set(BudgetWarning.objects.values_list("pk", flat=True))
    count = warnings.find_warnings(year=year, today=today)
    new = BudgetWarning.objects.exclude(pk__in=before)
    assert new.count() == count
    return sorted(new.values_list("kind", "period"))


# --- What is found ---------------------------------------------------------------------


@pytest.mark.parametrize(("yuan", "late"), [("174.99", True), ("175.00", False)])
def test_behind_is_less_than_seventy_of_a_hundred_of_the_quarter(
    county, year, yuan, late
):
    line = budgeted(county, year)
    paid(year, line, ("2025-03-31", yuan), ("2025-04-01", "1"))

    assert found(year, date(2025, 4, 2)) == [("behind", "2025Q1")] * late


def test_a_quarter_is_asked_about_once_payments_reach_beyond_it(county, year):
    """What the treasury has not brought in yet is not late."""
    line = budgeted(county, year)
    paid(year, line, ("2025-03-31", "1"))
    assert found(year, date(2025, 8, 1)) == []

    paid(year, line, ("2025-04-01", "1"))
    assert found(year, date(2025, 3, 31)) == []
    assert found(year, date(2025, 8, 1)) == [("behind", "2025Q1")]


def test_the_last_quarter_is_never_asked_about(county, year):
    paid(year, budgeted(county, year), ("2025-12-31", "1"))

    periods = [period for kind, period in found(year) if kind == "behind"]
    assert periods == ["2025Q1", "2025Q2", "2025Q3"]


@pytest.mark.parametrize(("yuan", "rush"), [("299.99", False), ("300.00", True)])
def test_thirty_of_a_hundred_in_december_is_a_rush(county, year, yuan, rush):
    line = budgeted(county, year)
    paid(year, line, ("2025-03-01", "700"), ("2025-12-01", yuan))

    assert found(year, date(2025, 12, 31)) == [("rush", "2025")] * rush
    if rush:
        assert BudgetWarning.objects.get().paid == Decimal(yuan)


@pytest.mark.parametrize(("yuan", "over"), [("1000.00", False), ("1000.01", True)])
def test_a_cent_more_than_the_budget_is_over_it(county, year, yuan, over):
    paid(year, budgeted(county, year), ("2025-03-01", yuan))

    assert found(year) == [("over", "2025")] * over


def test_what_was_paid_back_is_not_over(county, year):
    line = budgeted(county, year)
    paid(year, line, ("2025-03-01", "1200"), ("2025-03-02", "-200"))

    assert found(year) == []


def test_what_was_adjusted_counts_and_not_what_was_first_approved(county, year):
    line = budgeted(county, year)
    line.adjusted = Decimal(2000)
    line.save()
    paid(year, line, ("2025-03-01", "1500"))

    assert found(year) == []


@pytest.mark.parametrize(
    ("carried_from", "spent", "kept"),
    [(2023, "999.99", True), (2023, "1000", False), (2024, "0.01", False)],
)
def test_money_carried_two_years_and_not_spent(county, year, carried_from, spent, kept):
    """预算法 第四十二条: 连续两年未用完的结转资金."""
    line = budgeted(county, year, carried_from=carried_from)
    paid(year, line, ("2025-01-20", spent))

    assert found(year) == [("carried", "2025")] * kept


@pytest.mark.parametrize(("yuan", "stray"), [("0.99", False), ("1.00", True)])
def test_a_code_in_no_budget_is_summed_up(county, year, yuan, stray):
    half = Decimal(yuan) / 2
    paid(year, "ZZ", ("2025-03-01", half.quantize(Decimal("0.01"))))
    left = Decimal(yuan) - half.quantize(Decimal("0.01"))
    paid(year, "ZZ", ("2025-03-02", left))

    assert found(year) == [("no_budget", "2025")] * stray


def test_nothing_is_found_before_the_year_begins(county, year):
    paid(year, budgeted(county, year), ("2025-03-01", "2000"))

    assert found(year, date(2024, 12, 31)) == []


def test_what_was_found_stays_found_once_with_the_numbers_of_that_day(county, year):
    line = budgeted(county, year)
    paid(year, line, ("2025-03-01", "1001"))
    found(year)
    paid(year, line, ("2025-03-02", "500"))

    assert found(year) == []
    assert BudgetWarning.objects.get().paid == Decimal("1001.00")


def test_another_year_is_left_alone(county, year):
    other = BudgetYear.objects.create(
        year=2024, approved_on=date(2024, 1, 17), decider="县人代会", document="1 号"
    )
    paid(other, budgeted(county, other), ("2024-03-01", "2000"))

    assert found(year) == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_find_it_once(county):
    year = BudgetYear.objects.create(
        year=2025, approved_on=date(2025, 1, 17), decider="县人代会", document="1 号"
    )
    paid(year, budgeted(county, year), ("2025-03-01", "1001"))

    answers = at_once(2, lambda: warnings.find_warnings(year=year, today=AFTER))

    assert sorted(answers) == [0, 1]
    assert BudgetWarning.objects.get().events.count() == 1


# --- Rules -----------------------------------------------------------------------------


def test_the_first_rules_are_written_once():
    first = warnings.rules_in_force()

    assert {row.version for row in first.values()} == {1}
    assert warnings.rules_in_force() == first
    assert WarningRule.objects.count() == len(first)


@pytest.mark.parametrize(
    "changes", [{"kind": "x"}, {"limit": Decimal("-0.01")}, {"basis": "  "}]
)
def test_a_rule_needs_kind_limit_and_basis(changes):
    values = {"kind": "rush", "limit": Decimal(40), "basis": "主任会议", **changes}

    with pytest.raises(DecisionError, match="请写限度和依据"):
        warnings.set_rule(by=None, **values)
    assert not WarningRule.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_set_a_rule_at_once_set_one_version(county):
    answers = at_once(
        2,
        lambda: warnings.set_rule(
            kind="rush", limit=Decimal(40), basis="主任会议", by=county.office
        ),
    )

    versions = list(WarningRule.objects.values_list("version", flat=True))
    refused = sum(isinstance(one, DecisionError) for one in answers)
    assert sorted(versions) == list(range(1, 3 - refused))


# --- A warning from hand to hand --------------------------------------------------------


@pytest.fixture
def warning(county, year):
    paid(year, budgeted(county, year), ("2025-03-01", "1001"))
    found(year)
    return BudgetWarning.objects.get()


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def steps(county, row):
    """What each verb calls, with everything it asks for."""
    by = county.office
    return {
        WarningVerb.VERIFY: lambda: warnings.verify_warning(
            warning=row, is_real=True, note="属实", by=by
        ),
        WarningVerb.DISMISS: lambda: warnings.verify_warning(
            warning=row, is_real=False, note="误报", by=by
        ),
        WarningVerb.REFER: lambda: warnings.refer_warning(
            warning=row,
            unit=county.water,
            referral="3 号",
            due_on=tomorrow(),
            by=by,
        ),
        WarningVerb.ANSWER: lambda: warnings.answer_warning(
            warning=row, answer="征地晚了。", by=county.handler
        ),
        WarningVerb.RETURN: lambda: warnings.return_warning(
            warning=row, note="没有写原因。", days=1, by=by
        ),
        WarningVerb.CLOSE: lambda: warnings.close_warning(
            warning=row, note="", is_public=False, by=by
        ),
    }


WAY = {
    WarningState.FOUND: "",
    WarningState.DISMISSED: "dismiss",
    WarningState.VERIFIED: "verify",
    WarningState.REFERRED: "verify refer",
    WarningState.ANSWERED: "verify refer answer",
    WarningState.CLOSED: "verify refer answer close",
}


@pytest.mark.parametrize("state", WarningState)
def test_out_of_its_turn_nothing_happens(county, warning, state):
    do = steps(county, warning)
    for verb in WAY[state].split():
        do[verb]()
    events = warning.events.count()

    for verb, move in WARNING_MOVES.items():
        if move.source != state:
            with pytest.raises(DecisionError, match=f"不能{verb.label}"):
                do[verb]()

    warning.refresh_from_db()
    assert (warning.state, warning.events.count()) == (state, events)


def call(verb, row, **changes):
    service, given = {
        "verify": (warnings.verify_warning, {"is_real": True, "note": " "}),
        "answer": (warnings.answer_warning, {"answer": "\n"}),
        "return": (warnings.return_warning, {"note": "", "days": 5}),
    }[verb]
    return service(warning=row, by=None, **{**given, **changes})


@pytest.mark.parametrize(
    ("verb", "changes", "why"),
    [
        ("verify", {}, "核实的情况"),
        ("answer", {}, "请写反馈"),
        ("return", {}, "退回的理由"),
        ("return", {"note": "再写", "days": 0}, "今天以后"),
    ],
)
def test_words_and_days_are_asked_for_first(county, warning, verb, changes, why):
    do = steps(county, warning)
    before = {"verify": "", "answer": "verify refer", "return": "verify refer answer"}
    for one in before[verb].split():
        do[one]()

    with pytest.raises(DecisionError, match=why):
        call(verb, warning, **changes)


@pytest.mark.parametrize(
    ("referral", "days", "why"), [(" ", 1, "转交单号"), ("3 号", 0, "今天以后")]
)
def test_a_referral_has_a_number_and_a_day_to_come(
    county, warning, referral, days, why
):
    steps(county, warning)["verify"]()

    with pytest.raises(DecisionError, match=why):
        warnings.refer_warning(
            warning=warning,
            unit=county.water,
            referral=referral,
            due_on=timezone.localdate() + timedelta(days=days),
            by=county.office,
        )
    assert not Notice.objects.exists()


def test_what_came_back_is_told_to_the_unit_and_due_anew(county, warning):
    do = steps(county, warning)
    for verb in ("verify", "refer", "answer"):
        do[verb]()
    told = Notice.objects.filter(user=county.handler).count()

    row = warnings.return_warning(
        warning=warning, note="没有写原因。", days=3, by=county.office
    )

    assert row.due_on == timezone.localdate() + timedelta(days=3)
    assert Notice.objects.filter(user=county.handler).count() == told + 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_closed_or_returned_and_not_both(county):
    """Two different steps at once: the second finds the state the first left."""
    year = BudgetYear.objects.create(
        year=2025, approved_on=date(2025, 1, 17), decider="县人代会", document="1 号"
    )
    paid(year, budgeted(county, year), ("2025-03-01", "1001"))
    warnings.find_warnings(year=year, today=AFTER)
    row = BudgetWarning.objects.get()
    do = steps(county, row)
    for verb in ("verify", "refer", "answer"):
        do[verb]()

    answers = together(do["return"], do["close"])

    assert sum(isinstance(one, DecisionError) for one in answers) == 1
    row.refresh_from_db()
    assert row.state in ("referred", "closed")
    assert row.events.filter(verb__in=("return", "close")).count() == 1
