"""代表评价: who may judge, when it closes, and what a late word still changes."""

from datetime import date

import pytest

from cases.loop.enums import Attitude, CaseStatus, Verb
from cases.loop.services.moves import CaseError
from cases.models import SuggestionRating
from cases.suggestions.services import drafts as suggesting
from cases.suggestions.services.rating import (
    SuggestionGrades,
    close_unrated_suggestions,
    rate_suggestion,
)
from tests import county as made
from tests.cases import suggested
from tests.sessions import together

LONG_AFTER = date(2027, 3, 1)


@pytest.fixture
def house(county):
    return suggested.deputies(county)


def fresh(case):
    case.refresh_from_db()
    return case


def test_an_opinion_is_not_judged_by_deputies(house):
    with pytest.raises(CaseError, match="社情民意没有这一步"):
        rate_suggestion(
            case=made.answered(house), ratings=suggested.GOOD, by=house.liu.user
        )


def test_before_the_answer_there_is_nothing_to_judge(house):
    with pytest.raises(CaseError, match="还没有答复"):
        suggested.rate(suggested.in_hand(house), house.liu)


def test_who_was_asked_to_join_and_never_said_so_does_not_judge(house):
    text = suggested.draft(house)
    suggesting.ask_proposers(
        suggestion=text, mandates=[house.chen.mandate], by=house.liu.user
    )
    suggested.draft, before = (lambda *a, **k: text), suggested.draft
    try:
        case = suggested.answered(house)
    finally:
        suggested.draft = before

    with pytest.raises(CaseError, match="只有提这件建议的代表"):
        suggested.rate(case, house.chen)
    # The lead alone counts: nobody waits for a name that was never given.
    suggested.rate(case, house.liu)
    assert fresh(case).status == CaseStatus.CLOSED


def test_each_judges_once_and_the_second_word_changes_nothing(house):
    case = suggested.answered(house, house.chen)
    suggested.rate(case, house.liu)

    with pytest.raises(CaseError, match="已经评价过"):
        suggested.rate(case, house.liu, suggested.BAD)

    assert SuggestionRating.objects.get().result == Attitude.GOOD
    assert fresh(case).status == CaseStatus.ANSWERED


def test_dissatisfied_with_the_way_alone_opens_nothing(house):
    case = suggested.answered(house)
    slow = SuggestionGrades(Attitude.BAD, Attitude.FAIR, "拖了两个月。")

    suggested.rate(case, house.liu, slow)

    assert fresh(case).status == CaseStatus.CLOSED
    assert case.rounds.count() == 1


def test_the_comment_is_kept_whole_and_shown_masked(house):
    case = suggested.answered(house)
    rude = SuggestionGrades(Attitude.FAIR, Attitude.GOOD, "问 13805391234 才知道。")

    rating = suggested.rate(case, house.liu, rude)

    assert "13805391234" in rating.comment
    say = case.events.get(verb=Verb.RATE_CONTENT).public_note
    assert say.startswith("刘青代表评价：办理过程基本满意，办理结果满意。")
    assert "13805391234" not in say


def test_a_second_dissatisfied_word_about_the_same_answer_opens_no_third_handling(
    house,
):
    case = suggested.answered(house, house.chen)
    suggested.rate(case, house.liu, suggested.BAD)

    suggested.rate(case, house.chen, suggested.BAD)

    assert fresh(case).round_no == 2
    assert case.rounds.count() == 2
    assert case.events.filter(verb=Verb.LATE_RATING).count() == 1


def test_silent_in_time_and_dissatisfied_later_still_opens_it_again(house):
    case = suggested.answered(house, house.chen)
    suggested.rate(case, house.liu)
    assert close_unrated_suggestions(today=LONG_AFTER) == 1

    suggested.rate(case, house.chen, suggested.BAD)

    assert fresh(case).status == CaseStatus.REOPENED
    assert (case.closed_at, case.due_on, case.holder) == (None, None, house.congress)


def test_silent_in_time_and_satisfied_later_is_recorded_beside(house):
    case = suggested.answered(house)
    close_unrated_suggestions(today=LONG_AFTER)
    closed_at = fresh(case).closed_at

    suggested.rate(case, house.liu)

    assert fresh(case).closed_at == closed_at
    assert case.events.filter(verb=Verb.LATE_RATING).count() == 1


def test_silence_of_all_is_counted_as_silence(house):
    case = suggested.answered(house, house.chen)

    assert close_unrated_suggestions(today=LONG_AFTER) == 1

    say = fresh(case).events.last().public_note
    assert "2 名代表中 2 名没有反馈" in say
    assert not SuggestionRating.objects.exists()


def test_what_is_judged_or_opened_again_is_not_closed_by_the_sweep(house):
    case = suggested.answered(house)
    suggested.rate(case, house.liu, suggested.BAD)

    assert close_unrated_suggestions(today=LONG_AFTER) == 0
    assert fresh(case).status == CaseStatus.REOPENED


@pytest.mark.django_db(transaction=True)
def test_the_last_two_who_judge_at_once_close_it_once(house):
    """Each sees the other's word: neither leaves it open for ever."""
    case = suggested.answered(house, house.chen)

    together(
        lambda: suggested.rate(case, house.liu),
        lambda: suggested.rate(case, house.chen),
    )

    assert fresh(case).status == CaseStatus.CLOSED
    assert case.events.filter(verb=Verb.RATE_CONTENT).count() == 1
    assert case.events.filter(verb=Verb.LATE_RATING).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_word_and_the_sweep_at_once_close_it_once(house):
    case = suggested.answered(house)

    together(
        lambda: suggested.rate(case, house.liu),
        lambda: close_unrated_suggestions(today=LONG_AFTER),
    )

    assert fresh(case).status == CaseStatus.CLOSED
    closing = (Verb.RATE_CONTENT, Verb.CLOSE_UNRATED)
    assert case.events.filter(verb__in=closing).count() == 1
