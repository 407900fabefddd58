"""变更、中止、恢复: what may be asked, and what must still hold when it is consented to."""

from datetime import date
from decimal import Decimal

import pytest

from decisions.models import Milestone, Project, ProjectChange, Resolution
from decisions.projects.enums import ChangeState
from decisions.projects.services import changes, construction
from decisions.projects.services.construction import Progress
from decisions.resolutions.errors import DecisionError
from tests.decisions.projects.projects import (
    COMMITTEE,
    programme,
    project,
    running,
)
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


def ask(county, row, kind="change", **facts):
    values = {"reason": "汛期来得早。", "by": county.handler, **facts}
    return changes.ask_change(project=row, kind=kind, **values)


def consent(county, change):
    return changes.consent_change(change=change, decided=COMMITTEE, by=county.office)


def pay(county, row, yuan):
    progress = Progress(
        day=date(2026, 11, 1),
        text="清了 600 米。",
        percent=50,
        invested=Decimal(yuan),
        paid=Decimal(yuan),
    )
    return construction.report_progress(
        project=row, progress=progress, by=county.handler
    )


@pytest.mark.parametrize("kind", ["change", "stop", "resume"])
def test_before_the_congress_chose_it_there_is_nothing_to_change(county, kind):
    card = project(county, programme(county))

    with pytest.raises(DecisionError, match="现在是“拟列”，不能"):
        ask(county, card, kind, place="村西")


def test_what_is_under_way_is_not_resumed(county):
    with pytest.raises(DecisionError, match="不能恢复"):
        ask(county, running(county), "resume")


def test_a_reason_and_a_difference_are_asked_for(county):
    row = running(county)

    with pytest.raises(DecisionError, match="理由"):
        ask(county, row, reason=" ", place="村西")
    with pytest.raises(DecisionError, match="没有写要改什么"):
        ask(county, row, total=row.total, ends_on=row.ends_on, place="", content=None)
    assert not ProjectChange.objects.exists()


def test_only_what_differs_is_kept_with_what_it_was(county):
    row = running(county)

    change = ask(county, row, total=Decimal("1300000.00"), this_year=row.this_year)

    assert change.before == {"total": "1200000.00"}
    assert change.after == {"total": "1300000.00"}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"this_year": Decimal("1200000.01")}, "不能多于总投资"),
        ({"total": Decimal("799999.99")}, "不能多于总投资"),
        ({"this_year": Decimal(-1)}, "不能是负数"),
        ({"ends_on": date(2026, 2, 28)}, "不能早于开工"),
    ],
)
def test_a_plan_that_cannot_be_is_not_asked_for(county, facts, why):
    """Otherwise the committee consents and the database refuses."""
    row = running(county)

    with pytest.raises(DecisionError, match=why):
        ask(county, row, **facts)


def test_the_year_may_take_the_whole_total(county):
    row = running(county)
    change = ask(county, row, total=Decimal("800000.00"))

    consent(county, change)

    row.refresh_from_db()
    assert row.total == row.this_year == Decimal("800000.00")


def test_the_total_does_not_go_below_what_is_paid_even_when_paid_meanwhile(county):
    """政府投资条例 第二十三条; the report came between the request and the consent."""
    row = running(county)
    change = ask(county, row, total=Decimal("900000.00"))
    pay(county, row, "900000.01")

    with pytest.raises(DecisionError, match="已经支付"):
        consent(county, change)

    row.refresh_from_db()
    change.refresh_from_db()
    assert (row.total, change.state) == (Decimal("1200000.00"), ChangeState.ASKED)
    assert not Resolution.objects.filter(verb="change").exists()


def test_a_milestone_is_of_this_project_and_not_reached(county):
    row = running(county)
    card = project(county, programme(county, kind="investment"), "别的项目")
    other = Milestone.objects.create(
        project=card, name="开工", planned_on=date(2026, 5, 1)
    )
    day = date(2026, 12, 1)

    with pytest.raises(DecisionError, match="不是这个项目的"):
        ask(county, row, milestone=other, milestone_on=day)
    row.milestones.update(done_on=date(2026, 6, 1))
    with pytest.raises(DecisionError, match="已经完成"):
        ask(county, row, milestone=row.milestones.get(), milestone_on=day)


def test_a_milestone_reached_meanwhile_undoes_the_whole_change(county):
    row = running(county)
    change = ask(
        county,
        row,
        place="村西",
        milestone=row.milestones.get(),
        milestone_on=date(2026, 12, 1),
    )
    row.milestones.update(done_on=date(2026, 6, 1))

    with pytest.raises(DecisionError, match="已经完成"):
        consent(county, change)

    row.refresh_from_db()
    assert row.place == ""


def test_what_was_answered_is_not_answered_again(county):
    row = running(county)
    change = ask(county, row, "stop")
    changes.refuse_change(change=change, answer="资金已经到位。", by=county.office)

    with pytest.raises(DecisionError, match="已经答复：没有同意"):
        consent(county, change)
    with pytest.raises(DecisionError, match="已经答复"):
        changes.refuse_change(change=change, answer="再答", by=county.office)


def test_a_project_that_ended_meanwhile_is_not_stopped(county):
    row = running(county)
    change = ask(county, row, "stop")
    construction.end_project(
        project=row, verb="fail", text="没有完成。", on=date(2026, 11, 20), by=None
    )

    with pytest.raises(DecisionError, match="不能中止"):
        consent(county, change)
    change.refresh_from_db()
    assert change.state == ChangeState.ASKED


def test_a_change_is_told_in_the_words_of_a_page(county):
    row = running(county)
    change = ask(
        county,
        row,
        place="村西",
        total=Decimal("1234500.00"),
        ends_on=date(2026, 12, 20),
        milestone=row.milestones.get(),
        milestone_on=date(2026, 8, 31),
    )

    assert changes.lines_of(change) == [
        ("地点", "没有写", "“村西”"),
        ("计划完成", "2026年11月30日（周一）", "2026年12月20日（周日）"),
        ("总投资", " 120.00 万元", " 123.45 万元"),
        ("节点：主体完工", "2026年6月30日（周二）", "2026年8月31日（周一）"),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once(county):
    row = running(county)

    answers = at_once(2, lambda: ask(county, row, place="村西"))

    assert sum(isinstance(one, DecisionError) for one in answers) == 1
    assert ProjectChange.objects.get().state == ChangeState.ASKED
    assert Project.objects.get(pk=row.pk).place == ""
