"""A year's evaluation: points from activity records, frozen rules, objections, and no mandate ended."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from deputies.activities.enums.activities import DecisionState
from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import (
    void_activity_record,
    write_activity_record,
)
from deputies.models import (
    DeputyLeave,
    Evaluation,
    Mandate,
    Objection,
    ScoreRule,
    ScoreTable,
    Sheet,
)
from deputies.performance.services import evaluations as performance
from deputies.performance.services.evaluations import PerformanceError
from office.models import Notice
from tests.deputies.people import seat
from tests.sessions import at_once, together

YEAR = 2026


@pytest.fixture
def house(county):
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.chen = seat(county, "d0002", "陈禾")
    county.year = performance.open_year(year=YEAR, by=county.office)
    return county


def did(who, kind, key, day=date(2026, 11, 5)):
    return write_activity_record(
        deputy=who.deputy, kind=kind, day=day, key=key, title=key, url=f"/{key}"
    )


def counted(house):
    performance.count_year(evaluation=house.year, by=house.office)
    return Sheet.objects.get(mandate=house.liu.mandate)


def test_three_columns_stand_apart_and_every_point_has_its_activity_record(house):
    did(house.liu, RecordKind.CHECK_IN, "a")
    did(house.liu, RecordKind.MEDIATION, "b")
    did(house.liu, RecordKind.MISSED_CHECK_IN, "c")

    sheet = counted(house)

    columns = (sheet.automatic, sheet.declared, sheet.deducted, sheet.total)
    assert columns == (2, 2, 2, 2)
    points = {point.activity_record.key: point.amount for point in sheet.points.all()}
    assert points == {"a": 2, "b": 2, "c": 2}


def test_a_day_counts_once_and_a_kind_up_to_its_cap(house):
    did(house.liu, RecordKind.CHECK_IN, "a")
    did(house.liu, RecordKind.CHECK_IN, "b")
    for n in range(4):
        did(house.liu, RecordKind.SUGGESTION, f"s{n}")

    sheet = counted(house)

    notes = {point.activity_record.key: point.note for point in sheet.points.all()}
    assert notes["b"] == "同一天只算一次"
    assert notes["s3"] == "到了全年上限"
    assert sheet.automatic == 2 + 15


def test_granted_leave_costs_nothing(house):
    did(house.liu, RecordKind.MISSED_CHECK_IN, "c")
    DeputyLeave.objects.create(
        deputy=house.liu.deputy,
        kind="sick",
        first_on=date(2026, 11, 4),
        last_on=date(2026, 11, 6),
        reason="住院",
        state=DecisionState.GRANTED,
    )

    assert counted(house).deducted == 0


def test_counting_again_drops_what_was_voided_and_other_years(house):
    did(house.liu, RecordKind.CHECK_IN, "a")
    did(house.liu, RecordKind.CHECK_IN, "old", day=date(2025, 11, 5))
    assert counted(house).total == 2
    void_activity_record(key="a", reason="扫错了", by=house.office)

    sheet = counted(house)

    assert sheet.total == 0
    assert not sheet.points.exists()
    assert Sheet.objects.count() == 2


def rule_of(house, kind=RecordKind.CHECK_IN):
    return ScoreRule.objects.get(table__kind="grassroots", kind=kind)


def change(house, points="3"):
    table = ScoreTable.objects.get(kind="grassroots")
    return performance.set_rule(
        table=table,
        kind=RecordKind.CHECK_IN,
        points=Decimal(points),
        cap=Decimal("36"),
        basis="主任会议",
        by=house.office,
    )


def test_rules_change_until_they_are_used(house):
    did(house.liu, RecordKind.CHECK_IN, "a")
    change(house)
    assert counted(house).total == 3

    with pytest.raises(PerformanceError, match="已经用过"):
        change(house, "4")


def test_the_database_refuses_to_change_a_used_table(house):
    counted(house)
    table = ScoreTable.objects.get(kind="grassroots")

    for write in (
        lambda: ScoreRule.objects.filter(table=table).update(points=99, cap=99),
        lambda: ScoreRule.objects.filter(table=table).delete(),
        lambda: ScoreRule.objects.create(
            table=table, kind="x", points=1, cap=1, basis="无"
        ),
        lambda: ScoreTable.objects.filter(pk=table.pk).update(frozen_at=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


@pytest.mark.django_db(transaction=True)
def test_a_rule_changed_while_counting_is_used_or_refused_never_half(house):
    did(house.liu, RecordKind.CHECK_IN, "a")

    given = together(lambda: change(house), lambda: counted(house))

    sheet = Sheet.objects.get(mandate=house.liu.mandate)
    rule = rule_of(house)
    refused = isinstance(given[0], PerformanceError)
    assert sheet.total == rule.points == (2 if refused else 3)


@pytest.mark.django_db(transaction=True)
def test_two_sessions_count_one_sheet_each(house):
    did(house.liu, RecordKind.CHECK_IN, "a")

    at_once(2, lambda: performance.count_year(evaluation=house.year, by=house.office))

    assert Sheet.objects.count() == 2
    assert Sheet.objects.get(mandate=house.liu.mandate).points.count() == 1


def shown(house):
    sheet = counted(house)
    house.year = performance.show_year(evaluation=house.year, by=house.office)
    return sheet


def objected(house, sheet):
    return performance.object_to_sheet(
        sheet=sheet, text="少记一次报到", by=house.liu.user
    )


def test_shown_sheets_may_be_objected_to_and_are_counted_anew(house):
    sheet = shown(house)
    assert Notice.objects.filter(kind="performance_shown").count() == 2
    asked = objected(house, sheet)
    did(house.liu, RecordKind.CHECK_IN, "late")

    with pytest.raises(PerformanceError, match="不能答复自己"):
        performance.answer_objection(
            objection=asked, upheld=True, answer="是", by=house.liu.user
        )
    performance.answer_objection(
        objection=asked, upheld=True, answer="补记", by=house.office
    )

    sheet.refresh_from_db()
    assert sheet.total == 2


def test_only_the_deputy_objects_and_only_in_time(house):
    sheet = shown(house)
    with pytest.raises(PerformanceError, match="本人"):
        performance.object_to_sheet(sheet=sheet, text="不对", by=house.chen.user)
    yesterday = timezone.localdate() - timedelta(days=1)
    Evaluation.objects.update(object_until=yesterday)

    with pytest.raises(PerformanceError, match="期限已过"):
        objected(house, sheet)


def test_settled_after_the_term_with_every_objection_answered(house):
    sheet = shown(house)
    asked = objected(house, sheet)
    with pytest.raises(PerformanceError, match="还不能定档"):
        performance.settle_year(evaluation=house.year, by=house.office)
    yesterday = timezone.localdate() - timedelta(days=1)
    Evaluation.objects.update(object_until=yesterday)
    with pytest.raises(PerformanceError, match="没有答复"):
        performance.settle_year(evaluation=house.year, by=house.office)
    performance.answer_objection(
        objection=asked, upheld=False, answer="当天没有记录", by=house.office
    )

    performance.settle_year(evaluation=house.year, by=house.office)

    with pytest.raises(PerformanceError, match="已定档"):
        performance.count_year(evaluation=house.year, by=house.office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evaluation.objects.update(state="counting")
    # The weakest grade ends no mandate.
    sheet.refresh_from_db()
    assert sheet.score_band == "weak"
    assert Mandate.objects.in_office().count() == 2


def test_through_the_pages(client, house):
    did(house.liu, RecordKind.CHECK_IN, "a")
    client.force_login(house.office)
    assert (
        "履职评价" in client.get(reverse("deputies:performance_years")).content.decode()
    )
    url = reverse("deputies:performance_year", args=[YEAR])
    rule = reverse(
        "deputies:performance_rule",
        args=[ScoreTable.objects.get(kind="grassroots").pk, "check_in"],
    )
    client.post(rule, {"points": "4", "cap": "40", "basis": "主任会议"})
    client.post(url, {"step": "count"})
    page = client.get(url).content.decode()
    assert "刘青" in page
    assert "已经用过，不能再改" in page
    assert (
        "已经用过"
        in client.post(
            rule, {"points": "5", "cap": "50", "basis": "会议"}
        ).content.decode()
    )
    client.post(url, {"step": "show"})
    sheet = Sheet.objects.get(mandate=house.liu.mandate)
    assert sheet.total == 4

    client.force_login(house.liu.user)
    own = reverse("deputies:own_performance")
    assert 'href="/a"' in client.get(own).content.decode()
    assert client.post(own, {"sheet": "x", "text": "不对"}).status_code == 200
    client.post(own, {"sheet": sheet.pk, "text": "少一次"})
    asked = Objection.objects.get()
    assert client.get(url).status_code == 403
    client.force_login(house.office)
    page = client.get(reverse("deputies:performance_sheet", args=[sheet.pk]))
    assert 'href="/a"' in page.content.decode()
    answer = reverse("deputies:performance_objection", args=[asked.pk])
    client.post(answer, {"upheld": "", "answer": "没有"})

    asked.refresh_from_db()
    assert asked.upheld is False
    assert "没有" in asked.answer


def test_kinds_are_ranked_apart(client, house):
    counted(house)
    client.force_login(house.office)
    sheet = Sheet.objects.get(mandate=house.chen.mandate)
    url = reverse("deputies:performance_sheet", args=[sheet.pk])
    assert client.post(url, {"kind": "boss"}).status_code == 200
    client.post(url, {"kind": "leader"})

    page = client.get(reverse("deputies:performance_year", args=[YEAR]))

    groups = {
        table.kind: [s.mandate_id for s in rows]
        for table, rows in page.context["tables"]
    }
    assert groups["grassroots"] == [house.liu.mandate.pk]
    assert groups["leader"] == [house.chen.mandate.pk]
    assert groups["enterprise"] == []
