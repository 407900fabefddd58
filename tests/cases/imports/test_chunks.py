"""A chunk of an import: numbers of each series without a gap, and all of it or nothing."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.imports.models import ImportBatch, ImportRow
from cases.imports.services.chunks import Run, take_in
from cases.imports.services.histories import RuleBook
from cases.imports.services.rows import RowReader
from cases.loop.enums import CaseStatus
from cases.loop.services.intake import submit_case
from cases.models import Assignment, Case, CaseEvent, Reply, Round, Submitter
from tests.county import moment, said
from tests.sessions import together

pytestmark = pytest.mark.django_db
HEADS = {
    "时间": "at",
    "地点": "place",
    "内容": "text",
    "姓名": "name",
    "答复": "answer",
    "答复时间": "answered_at",
}


def run_of(county, station=None):
    batch = ImportBatch.objects.create(
        name="a.csv", columns=list(HEADS.items()), station=station, created_by=None
    )
    return Run(batch, RowReader(batch), RuleBook(), {}, timezone.now())


def read(run, *rows):
    """``rows``: day, place, words, and optionally the answer with its day."""
    lines = [
        ImportRow(line=n, raw=dict(zip(HEADS, [*row, "", "", ""][:6], strict=True)))
        for n, row in enumerate(rows, 2)
    ]
    return [run.reader.read(line) for line in lines]


def plain(day, place, text="路灯不亮"):
    return (day, place, text, "")


def test_each_series_goes_on_without_a_gap_whatever_the_order(county):
    submit_case(intake=said(county, at=moment("2026-11-01 09:00")))
    run = run_of(county)
    rows = read(
        run,
        plain("2026-11-03", "王富村", "一"),
        plain("2025-11-03", "王富村", "二"),
        plain("2026-11-03", "石井镇", "三"),
        plain("2026-11-04", "王富村", "四"),
        plain("2026-11-05", "费县", "五"),
    )

    cases = take_in(rows, run)

    assert [case.number for case in cases] == [
        "探沂〔2026〕002号",
        "探沂〔2025〕001号",
        "石井〔2026〕001号",
        "探沂〔2026〕003号",
        "费县〔2026〕001号",
    ]
    again = submit_case(intake=said(county, at=moment("2026-11-06 09:00")))
    assert again.number == "探沂〔2026〕004号"


def test_the_year_of_a_number_is_the_countys_and_not_greenwichs(county):
    run = run_of(county)

    (case,) = take_in(read(run, plain("2026-01-01 00:30", "王富村")), run)

    assert case.number == "探沂〔2026〕001号"


def test_what_was_not_answered_waits_with_its_submitter_and_one_event(county):
    run = run_of(county)

    (case,) = take_in(read(run, ("2026-11-03", "王富村", "路灯不亮", "李大山")), run)

    row = Case.objects.get(pk=case.pk)
    assert (row.status, row.holder) == (CaseStatus.RECEIVED, county.town_congress)
    assert (row.submitter.name, row.events.count()) == ("李大山", 1)
    assert not Round.objects.exists()


def test_at_a_station_it_is_held_by_the_station(county):
    run = run_of(county, station=county.station)

    (case,) = take_in(read(run, plain("2026-11-03", "")), run)

    assert case.holder == county.station_unit


def test_answered_and_waiting_ones_go_in_together(county):
    run = run_of(county)
    done = ("2026-03-02", "王富村", "灯坏了", "", "修好了。", "2026-03-09")

    take_in(read(run, done, plain("2026-11-03", "王富村")), run)

    answered, waiting = Case.objects.order_by("received_at")
    assert (answered.status, waiting.status) == (
        CaseStatus.CLOSED,
        CaseStatus.RECEIVED,
    )
    reply = Reply.objects.get()
    assert (reply.round.case, reply.text) == (answered, "修好了。")
    assert Assignment.objects.get().round == reply.round
    assert answered.events.count() == 7


def test_no_rows_make_nothing(county):
    assert take_in([], run_of(county)) == []


def test_codes_are_all_different(county):
    run = run_of(county)
    rows = read(run, *[plain("2026-11-03", "王富村", f"第 {n} 盏") for n in range(40)])

    codes = {case.tracking_code for case in take_in(rows, run)}

    assert len(codes) == 40


def test_one_row_the_database_refuses_takes_the_whole_chunk_back(county):
    """A live case was quicker with the same key: nothing of the chunk stays."""
    run = run_of(county)
    rows = read(run, plain("2026-11-03", "王富村", "一"), plain("2026-11-03", "石井镇"))
    submit_case(intake=said(county, source_key=rows[1].key))
    before = [m._base_manager.count() for m in (Case, Submitter, CaseEvent)]

    with pytest.raises(IntegrityError), transaction.atomic():
        take_in(rows, run)

    assert [m._base_manager.count() for m in (Case, Submitter, CaseEvent)] == before


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_share_the_series_without_a_double(county):
    """The series are reserved in one order, so that neither waits for the other for ever."""

    def work(first, second, mark):
        def take():
            run = run_of(county)
            rows = [
                plain("2026-11-03", place, f"{mark}{n}")
                for n in range(5)
                for place in (first, second)
            ]
            with transaction.atomic():
                return take_in(read(run, *rows), run)

        return take

    answers = together(work("王富村", "石井镇", "甲"), work("石井镇", "王富村", "乙"))

    numbers = [case.number for cases in answers for case in cases]
    assert sorted(numbers) == sorted(
        f"{town}〔2026〕{n:03d}号" for town in ("探沂", "石井") for n in range(1, 11)
    )
