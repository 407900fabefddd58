"""Taking in what somebody says."""

import pytest
from django.db import connection

from cases.loop.enums import CaseStatus, Verb
from cases.loop.services import building, intake, screening
from cases.loop.services.moves import CaseError
from cases.models import Case, CaseEvent
from tests import county as made
from tests.sessions import at_once


def test_submit_case_is_held_by_the_station_and_numbered_by_the_town(county):
    case = made.submitted(county)

    assert case.holder == county.station_unit
    assert case.status == CaseStatus.RECEIVED
    assert case.number == "探沂〔2026〕001号"


def test_submit_case_numbers_go_on(county):
    made.submitted(county)

    assert made.submitted(county).number == "探沂〔2026〕002号"


def test_the_first_event_refers_to_the_case_and_copies_no_word(county):
    case = made.submitted(county, "请打 13805391234，鲁Q12345 停在路口。")

    event = CaseEvent.objects.get(case=case)
    assert event.verb == Verb.SUBMIT
    assert event.public_note == building.SUBMITTED
    assert "路口" not in event.note + event.public_note


def test_submit_case_without_words_is_refused_in_chinese(county):
    with pytest.raises(CaseError, match="请写明是什么事"):
        made.submitted(county, " \x00 ")


def test_submit_case_keeps_emoji_and_drops_nul(county):
    case = made.submitted(county, "路灯坏了\x00😡")

    assert case.text == "路灯坏了😡"


def test_submit_case_anonymously_keeps_nothing_personal(county):
    case = made.submitted(county, name="", phone="", factor="槐树")

    assert case.submitter.is_anonymous
    assert intake.find_by_code(code=case.tracking_code, factor="槐树") == case


def test_phone_is_sealed_in_the_database(county):
    case = made.submitted(county)

    with connection.cursor() as cursor:
        cursor.execute(
            "select phone from cases_submitter where id = %s", [case.submitter.pk]
        )
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1:")
    assert "13805390000" not in stored


def test_submit_case_twice_with_one_key_gives_the_first_back(county):
    first = made.submitted(county, source_key="form:1")

    assert made.submitted(county, "换了说法", source_key="form:1") == first
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_double_click_makes_one_case(county):
    results = at_once(2, lambda: made.submitted(county, source_key="form:2").pk)

    assert len(set(results)) == 1
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_get_two_numbers(county):
    numbers = at_once(4, lambda: made.submitted(county).number)

    assert sorted(numbers) == [f"探沂〔2026〕00{n}号" for n in (1, 2, 3, 4)]


def test_find_by_code_accepts_the_code_as_printed(county):
    case = made.submitted(county)

    found = intake.find_by_code(code=case.code_shown.lower(), factor="0000")
    assert found == case


def test_find_by_code_with_the_wrong_factor_finds_nothing(county):
    case = made.submitted(county)

    assert intake.find_by_code(code=case.tracking_code, factor="0001") is None


def test_find_by_code_without_a_factor_finds_nothing(county):
    case = made.submitted(county, phone="", name="")

    assert intake.find_by_code(code=case.tracking_code, factor="") is None


def test_withdraw_case_ends_it_and_tells_the_holder(county):
    case = intake.withdraw_case(case=made.submitted(county), reason="已经好了")

    assert case.status == CaseStatus.WITHDRAWN
    assert county.keeper.notices.filter(kind="case_withdrawn").exists()


def test_withdraw_case_after_an_answer_is_refused(county):
    with pytest.raises(CaseError, match="不能撤回"):
        intake.withdraw_case(case=made.answered(county))


def test_me_too_gives_a_case_of_ones_own_and_counts(county):
    main = made.published(county, made.in_hand(county))

    own = screening.submit_me_too(
        main=main, intake=made.said(county, "我家也淹了", phone="13905390001")
    )

    main.refresh_from_db()
    assert own.status == CaseStatus.MERGED
    assert own.merged_into == main
    assert main.submitter_count == 2
    assert own.tracking_code != main.tracking_code


def test_the_number_is_found_and_runs_into_no_word_of_the_text(county):
    case = made.submitted(county, text="号召大家一起修水渠。")

    assert Case.objects.matching(case.number).get() == case
    assert Case.objects.matching("修水渠").get() == case
    # The number ends in 号, the text begins with 号召.
    assert not Case.objects.matching("1号号召").exists()
