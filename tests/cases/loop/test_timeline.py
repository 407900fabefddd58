from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.loop.enums import DeclineReason, Grade, IntakeChannel
from cases.loop.page.step import Reader
from cases.loop.page.timeline import timeline_of
from cases.loop.services import handling, rating, releasing, screening
from cases.models import Case, CaseFile
from tests.cases.files import photo, stored
from tests.county import (
    accepted,
    answered,
    drafted,
    in_hand,
    moment,
    published,
    rated,
    submitted,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def timeline(case, reader=Reader.PUBLIC):
    return timeline_of(Case.objects.get(pk=case.pk), reader=reader, today=TODAY)


def steps(case, reader=Reader.PUBLIC):
    return [step for part in timeline(case, reader).chapters for step in part.steps]


def titles(case, reader=Reader.PUBLIC):
    return [step.title for step in steps(case, reader)]


def test_every_step_in_its_order(county):
    case = answered(county)

    assert titles(case) == [
        "居民提交了意见",
        "受理",
        "交给费县水利局",
        "费县水利局签收",
        "费县水利局答复",
    ]


def test_each_step_says_how_long_it_took(county):
    took = [step.took for step in steps(answered(county))]

    assert took == ["", "当天", "当天", "1 个工作日", "4 个工作日"]


def test_whole_time_runs_on_over_rounds(county):
    case = rated(county, Grade.NOT_SOLVED)

    assert timeline(case).workdays == 15


def test_an_answer_is_released_before_anybody_outside_reads_it(county):
    reply = drafted(county)
    case = reply.round.case

    for reader in (Reader.PUBLIC, Reader.RESIDENT):
        assert not any(step.answer for step in steps(case, reader))
    assert "交答复稿" in titles(case, Reader.STAFF)
    assert "交答复稿" not in titles(case)


def test_both_rounds_keep_their_own_answer(county):
    case = rated(county, Grade.NOT_SOLVED)
    chapters = timeline(case).chapters

    assert [chapter.title for chapter in chapters] == ["第一次办理", "第二次办理"]
    assert [s.answer.text for s in chapters[0].steps if s.answer] == [
        "水渠已经清完，长 120 米。"
    ]
    assert chapters[1].steps == []


def test_what_was_judged_is_told_with_its_words(county):
    case = answered(county)
    rating.rate_case(
        case=case,
        grade=Grade.NOT_SOLVED,
        comment="还是淹，找我13805391234",
        at=moment("2026-11-10 09:00"),
    )
    event = releasing.waiting_words(case).get()
    releasing.release_words(case=case, event=event, by=county.office)
    last = steps(case)[-1]

    assert last.title == "提出人评价：没有解决"
    assert last.quote == "还是淹，找我138********"
    assert last.tone == "bad"
    assert steps(case, Reader.RESIDENT)[-1].title == "您评价：没有解决"


def test_each_reader_has_their_own_words_of_the_same_opinion(county):
    case = submitted(county, text="水渠堵了，打13805391234。")
    screening.publish_case(
        case=case, title="水渠堵了", text="水渠堵了。", by=county.office
    )

    assert steps(case, Reader.PUBLIC)[0].quote == "水渠堵了。"
    assert steps(case, Reader.RESIDENT)[0].quote == "水渠堵了，打13805391234。"
    assert steps(case, Reader.STAFF)[0].quote == "水渠堵了，打138********。"


def test_additions_are_masked_for_others(county):
    case = in_hand(county)
    handling.supplement_case(case=case, text="再打13805391234。")

    assert steps(case)[-1].quote == ""
    assert steps(case, Reader.STAFF)[-1].quote == "再打138********。"
    assert steps(case, Reader.RESIDENT)[-1].quote == "再打13805391234。"


def test_inside_notes_are_for_staff_only(county):
    case = in_hand(county)
    handling.note_progress(
        case=case, text="内部意见", is_public=False, by=county.handler
    )

    assert "费县水利局的办理记录" not in titles(case)
    assert "费县水利局的办理记录" not in titles(case, Reader.RESIDENT)
    assert steps(case, Reader.STAFF)[-1].text == "内部意见"


def test_clerks_are_named_to_staff_and_not_to_the_public(county):
    case = submitted(county, channel=IntakeChannel.PHONE, by=county.keeper)

    assert "王站长" not in steps(case)[0].who
    assert "王站长代录" in steps(case, Reader.STAFF)[0].who


def test_photos_stand_at_their_step_for_those_who_may_see_them(county):
    case = submitted(county, attachments=[stored(photo())])

    assert steps(case)[0].files == []
    assert len(steps(case, Reader.RESIDENT)[0].files) == 1
    CaseFile.objects.filter(case=case).update(is_public=True)
    assert len(steps(case)[0].files) == 1


def test_evidence_not_made_public_is_for_staff_only(county):
    case = in_hand(county)
    handling.note_progress(
        case=case,
        text="内部",
        attachments=[stored(photo())],
        is_public=False,
        by=county.handler,
    )

    assert steps(case, Reader.STAFF)[-1].files
    for reader in (Reader.PUBLIC, Reader.RESIDENT):
        assert not any(step.files for step in steps(case, reader))


def test_what_comes_next_shrinks_as_it_goes_on(county):
    received, taken_up = submitted(county), accepted(county, text="路灯坏了。")

    assert len(timeline(received).upcoming) == 4
    assert len(timeline(taken_up).upcoming) == 3
    assert len(timeline(in_hand(county, text="桥断了。")).upcoming) == 2
    assert len(timeline(answered(county, text="没水。")).upcoming) == 1
    assert timeline(rated(county, Grade.SOLVED, text="没电。")).upcoming == []


def test_one_step_and_three_cost_the_same_queries(county):
    case = published(county, in_hand(county))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            timeline(case, Reader.STAFF)
        return len(seen)

    handling.note_progress(case=case, text="一", by=county.handler)
    one = cost()
    handling.note_progress(case=case, text="二", by=county.handler)
    handling.note_progress(case=case, text="三", by=county.handler)

    assert cost() == one


def test_what_staff_wrote_for_outside_is_masked_too(county):
    case = submitted(county)
    screening.decline_case(
        case=case,
        reason=DeclineReason.ELSEWHERE,
        guidance="请打13805391234找张三。",
        by=county.keeper,
    )

    assert "13805391234" not in steps(case, Reader.RESIDENT)[-1].text
    assert "138********" in steps(case, Reader.RESIDENT)[-1].text
