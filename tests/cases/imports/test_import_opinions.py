"""Real messages with their real answers; a generated file if they are missing."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases.imports.services.imports import run_import, stage_import
from cases.imports.services.reconciling import reconcile
from cases.loop.enums import CaseStatus, Verb
from cases.loop.services.clock import local_day
from cases.models import Case, CaseEvent, ImportBatch, Reply, Round, Submitter
from office.calendar.services.deadlines import count_deadline
from tests.cases.opinion_files import ANSWERED_HEAD, MESSAGES_HEAD, opinion_files, table
from tests.county import moment


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return opinion_files(tmp_path_factory.mktemp("opinions"))


def run_command(*args):
    out = io.StringIO()
    call_command("import_opinions", *map(str, args), stdout=out)
    return out.getvalue()


def counts():
    tables = (Case, Submitter, CaseEvent, Round, Reply)
    return [model._base_manager.count() for model in tables]


def test_3549_rows_in_3549_accounted_for_and_twice_changes_nothing(county, files):
    text = run_command(*files)
    before = counts()

    assert "共 3549 行" in text
    assert "有去向 3549 行" in text
    assert "中位 11 天，九成在 40 天内" in text

    again = run_command(*files)

    assert counts() == before
    assert "导入 0 + 以前已有 3549" in again
    assert "中位 11 天，九成在 40 天内" in again


def test_durations_lateness_and_ends_follow_from_the_record(county, files):
    batch = run_import(
        batch=stage_import(name="answered.csv", data=files[0].read_bytes(), by=None)
    )
    rounds = list(Round.objects.select_related("case", "rule"))

    for handling in rounds:
        due = count_deadline(handling.rule, local_day(handling.case.received_at)).due
        assert handling.due_on == handling.first_due_on == due
    late = sum(local_day(r.answered_at) > r.due_on for r in rounds)
    assert reconcile([batch]).late == late > 0
    # Nobody rated in time: closed, without a grade, with the answer.
    assert set(Case.objects.values_list("status", "grade")) == {(CaseStatus.CLOSED, "")}
    assert Reply.objects.count() == len(rounds) == batch.row_count


def test_an_answered_row_becomes_a_case_with_the_moments_of_the_record(county):
    row = [
        [
            "7",
            "李大山",
            "路灯",
            "2019-04-24 16:03:40",
            "路灯不亮",
            "已修好",
            "2019-05-09 09:49:10",
        ]
    ]
    data = table(ANSWERED_HEAD, row)
    run_import(batch=stage_import(name="a.csv", data=data, by=county.office))
    case = Case.objects.get()

    steps = list(case.events.values_list("verb", "to_status", "at__date"))
    assert [verb for verb, _, _ in steps] == [
        Verb.SUBMIT,
        Verb.ACCEPT,
        Verb.ASSIGN,
        Verb.SIGN,
        Verb.DRAFT,
        Verb.RELEASE,
        Verb.CLOSE_UNRATED,
    ]
    assert case.received_at == moment("2019-04-24 16:03:40")
    assert case.answered_at == moment("2019-05-09 09:49:10")
    assert case.number.endswith("〔2019〕001号")
    assert case.rounds.get().lead == case.holder == county.government


def test_an_answer_that_may_still_be_judged_is_not_closed(county, time_machine):
    time_machine.move_to(moment("2026-11-23 10:00"))
    row = [
        ["8", "", "路灯", "2026-11-02 09:00", "路灯不亮", "已修好", "2026-11-20 09:00"]
    ]

    run_import(
        batch=stage_import(name="a.csv", data=table(ANSWERED_HEAD, row), by=None)
    )

    assert Case.objects.get().status == CaseStatus.ANSWERED


def test_personal_data_is_masked_in_everything_that_may_become_public(county):
    text = "路灯不亮，请打 13805391234"
    row = [["9", "李大山", "路灯", "2019-04-24 16:03", text, text, "2019-05-09 09:49"]]

    run_import(
        batch=stage_import(name="a.csv", data=table(ANSWERED_HEAD, row), by=None)
    )

    case = Case.objects.get()
    public = [case.public_text, case.answer_brief, Reply.objects.get().public_text]
    public += case.events.values_list("public_note", flat=True)
    assert not [text for text in public if "13805391234" in text]
    assert case.text == text


def test_a_dry_run_tells_the_dispositions_and_writes_nothing(county, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(
        table(MESSAGES_HEAD, [["1", "", "路灯", "2019-04-24", "不亮", 0, 0]])
    )

    text = run_command(path, "--dry-run")

    assert "等待导入 1" in text
    assert "试运行，没有写入" in text
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("data", [None, b"", b"\x89PNG\r\n\x1a\n", b"a,b\n1,2\n"])
def test_what_cannot_be_read_is_said_and_nothing_is_stored(county, tmp_path, data):
    path = tmp_path / "opinions.csv"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(CommandError, match=r"opinions\.csv"):
        run_command(path)

    assert not ImportBatch.objects.exists()


def test_an_unknown_station_is_said(county, tmp_path):
    with pytest.raises(CommandError, match="没有编号为“nowhere”"):
        run_command(tmp_path / "a.csv", "--station", "nowhere")
